import { json, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { Download } from 'lucide-react'
import { INCOME_LEVELS } from '#app/domain/ledger/income-report.ts'
import { formatAmount, formatDate, formatPercent } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { readRoomFrame } from '#app/queries/access/room-frame.server.ts'
import { readIncomeReport } from '#app/queries/ledger/income-report.server.ts'
import { CountyRoom } from '#app/ui/county/county-room.tsx'
import { IncomeTable, levelName } from '#app/ui/ledger/income-table.tsx'
import { BigMoney } from '#app/ui/primitives/big-figure.tsx'
import { Button, ButtonLink } from '#app/ui/primitives/button.tsx'
import { Tick } from '#app/ui/primitives/choice.tsx'
import { MonthChart } from '#app/ui/primitives/month-chart.tsx'
import { Beam } from '#app/ui/primitives/price-split.tsx'
import { Select, TextInput } from '#app/ui/primitives/text-input.tsx'
import { guard, notFound } from '#app/web/guard.server.ts'
import { readIncomeAddress } from '#app/web/income-request.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.county_income_title_short() }) }]

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'income:read' })
  const address = readIncomeAddress(args.request, scope, new Date())
  if (address === null) throw notFound()
  const [report, frame] = await Promise.all([readIncomeReport(actor, scope, address), readRoomFrame(actor)])
  if (report === null) throw notFound()
  return json({ report, frame }, { headers: { 'Cache-Control': 'private, no-store' } })
}

export default function Income() {
  const { report, frame } = useLoaderData<typeof loader>()
  const { year, level, scopeCode, asOf, withOrdinary, totals } = report
  const filter = { year, level, scope: scopeCode, all: withOrdinary ? ('1' as const) : null, asOf }
  return (
    <CountyRoom frame={frame}>
      <nav aria-label={m.county_income_path()}>
        <ol className="flex flex-wrap gap-x-4">
          {report.path.map((each) => (
            <li key={each.code}>
              <a
                href={paths.countyIncome({ year, scope: each.code, asOf, all: filter.all })}
                aria-current={each.code === scopeCode ? 'page' : undefined}
              >
                {each.code.includes('-') ? m.county_grid_name({ number: each.name }) : each.name}
              </a>
            </li>
          ))}
        </ol>
      </nav>
      <div className="report-head">
        <div>
          <h1 className="soft">{m.county_income_title({ place: report.scopeName, year })}</h1>
          <BigMoney amountFen={totals.salesFen} />
          <Beam baseFen={totals.baseFen} premiumFen={totals.premiumFen} fat />
          <p className="parts">
            <span>
              {m.county_income_base()} <b className="num">{formatAmount(totals.baseFen)}</b>
            </span>{' '}
            <span className="plus">
              {m.county_income_premium({
                amount: formatAmount(totals.premiumFen),
                share: formatPercent(totals.premiumFen, totals.salesFen),
              })}
            </span>
          </p>
          <p className="soft">{m.county_income_as_of({ day: formatDate(asOf) })}</p>
          <p className="soft">
            {m.county_income_coverage({ sold: report.householdsSold, all: report.householdCount })}
          </p>
        </div>
        {frame.may.includes('income:export') && (
          <div className="exports no-print">
            <ButtonLink icon={Download} href={paths.countyIncomeFile('csv', filter)}>
              CSV
            </ButtonLink>
            <ButtonLink icon={Download} href={paths.countyIncomeFile('xlsx', filter)}>
              Excel
            </ButtonLink>
          </div>
        )}
      </div>
      <form className="tools no-print" aria-label={m.county_income_choose()}>
        <input type="hidden" name="scope" value={scopeCode} />
        <TextInput
          label={m.county_income_year()}
          name="year"
          inputMode="numeric"
          pattern="20\d\d"
          defaultValue={year}
        />
        <Select
          label={m.county_income_level()}
          name="level"
          defaultValue={level}
          options={INCOME_LEVELS.map((each) => ({ value: each, label: levelName(each) }))}
        />
        <TextInput label={m.county_income_day()} name="asOf" type="date" defaultValue={asOf} />
        <Tick label={m.county_income_with_ordinary()} name="all" value="1" checked={withOrdinary} />
        <Button>{m.county_income_again()}</Button>
      </form>
      <section className="stack" aria-labelledby="months">
        <h2 id="months">{m.county_income_months()}</h2>
        <MonthChart months={report.months} label={m.county_income_months_label({ year })} />
      </section>
      <section aria-label={levelName(level)}>
        <IncomeTable report={report} filter={filter} />
      </section>
    </CountyRoom>
  )
}
