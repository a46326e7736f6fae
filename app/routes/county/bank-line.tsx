import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { assignBankLine } from '#app/commands/payment/assign-bank-line.server.ts'
import { setBankLineAside } from '#app/commands/payment/set-bank-line-aside.server.ts'
import { asideReasons } from '#app/domain/payment/bank-line.ts'
import { formatCount, formatDate, formatMoney } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { readRoomFrame } from '#app/queries/access/room-frame.server.ts'
import { type BankLineRow, type Candidate, readBankLine } from '#app/queries/payment/bank-page.server.ts'
import { CountyRoom } from '#app/ui/county/county-room.tsx'
import {
  ageWords,
  asideWord,
  bankStateWord,
  bankTones,
  eventWords,
  outcomeWords,
} from '#app/ui/payment/bank-words.ts'
import { monthName } from '#app/ui/payment/statement-words.ts'
import { BigMoney } from '#app/ui/primitives/big-figure.tsx'
import { Button, LinkButton } from '#app/ui/primitives/button.tsx'
import { Chip } from '#app/ui/primitives/chip.tsx'
import { Choice } from '#app/ui/primitives/choice.tsx'
import { ErrorSummary } from '#app/ui/primitives/error-summary.tsx'
import { Facts } from '#app/ui/primitives/facts.tsx'
import { BackLink } from '#app/ui/primitives/links.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { TextInput } from '#app/ui/primitives/text-input.tsx'
import { answerOf, readForm } from '#app/web/form.server.ts'
import { guard, notFound } from '#app/web/guard.server.ts'
import { statusOf } from '#app/web/respond.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.bank_line_title() }) }]

const schema = z.union([
  z.object({ intent: z.literal('aside'), reason: z.string().default('') }),
  z.object({ intent: z.literal('assign').default('assign'), named: z.string().max(60).default('') }),
])

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'bank:work' })
  const [page, frame] = await Promise.all([
    readBankLine(scope, args.params.id ?? '', new Date()),
    readRoomFrame(actor),
  ])
  if (page === null) throw notFound()
  const done = new URL(args.request.url).searchParams.get('done')
  return json({ ...page, done, frame }, { headers: { 'Cache-Control': 'private, no-store' } })
}

export async function action(args: ActionFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'bank:work' })
  const lineId = args.params.id ?? ''
  if ((await readBankLine(scope, lineId, new Date())) === null) throw notFound()
  const form = await readForm(args.request, schema)
  if (!form.ok) return json(answerOf(form), { status: 400 })
  const { value } = form
  const verdict =
    value.intent === 'aside'
      ? await setBankLineAside(actor, scope, { lineId, reason: value.reason })
      : await assignBankLine(actor, scope, { lineId, named: value.named })
  if (verdict.ok) {
    const done = value.intent === 'aside' ? 'aside' : 'assigned'
    return redirect(paths.countyBankLine(lineId, { done }))
  }
  const field = verdict.code === 'bank-line-settled' ? '' : value.intent === 'aside' ? 'reason' : 'named'
  return json(answerOf(form, { [field]: verdict }), { status: statusOf(verdict) })
}

export default function BankLine() {
  const { line, candidates, done, frame } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  return (
    <CountyRoom frame={frame}>
      <BackLink href={paths.countyBank()}>{m.bank_title()}</BackLink>
      <h1 className="head">{line.inFen > 0 ? m.bank_line_came() : m.bank_line_went()}</h1>
      {done === 'assigned' && (
        <Note tone="ok" announce>
          {m.bank_line_assigned()}
        </Note>
      )}
      {done === 'aside' && (
        <Note tone="ok" announce>
          {m.bank_line_set_aside()}
        </Note>
      )}
      <LineFacts line={line} />
      {line.state !== 'matched' && (
        <>
          <ErrorSummary errors={answer?.errors ?? {}} />
          <Assign
            candidates={candidates}
            named={answer?.values.named ?? ''}
            error={answer?.errors.named}
            isIn={line.inFen > 0}
          />
        </>
      )}
      {line.state === 'open' && (
        <form method="post" className="stack narrow">
          <input type="hidden" name="intent" value="aside" />
          <Choice
            legend={m.bank_aside_title()}
            hint={m.bank_aside_hint()}
            name="reason"
            look="list"
            options={asideReasons.map((reason) => ({ value: reason, label: asideWord(reason) }))}
            error={answer?.errors.reason}
            required
          />
          <Button>{m.bank_aside_button()}</Button>
        </form>
      )}
    </CountyRoom>
  )
}

function AgencyStatementLink({ of }: { of: { id: number; agencyName: string } }) {
  return <a href={paths.countyAgencyStatement(of.id)}>{of.agencyName}</a>
}

function LineFacts({ line }: { line: BankLineRow }) {
  const facts = [
    { key: 'day', name: m.bank_line_day(), value: `${formatDate(line.day)} · ${ageWords(line.ageDays)}` },
    { key: 'remark', name: m.bank_line_remark(), value: line.remark || m.bank_line_no_remark() },
    { key: 'payer', name: m.bank_line_payer(), value: line.payer },
    {
      key: 'order',
      name: m.bank_line_order(),
      value: line.orderNumber === null ? '' : m.ordering_orders_number({ number: line.orderNumber }),
    },
    { key: 'refund', name: m.bank_line_refund(), value: line.refundReference ?? '' },
    {
      key: 'agency',
      name: m.bank_line_agency(),
      value: line.agencyStatement === null ? '' : <AgencyStatementLink of={line.agencyStatement} />,
    },
    {
      key: 'event',
      name: m.bank_line_event(),
      value: line.event === null ? '' : <a href={paths.event(line.event.id)}>{eventWords(line.event)}</a>,
    },
  ]
  return (
    <section className="stack">
      <BigMoney amountFen={line.inFen || line.outFen} />
      <p>
        <Chip tone={bankTones[line.state]}>{bankStateWord(line.state)}</Chip> {outcomeWords(line)}
      </p>
      <Facts facts={facts.filter(({ value }) => value !== '')} />
    </section>
  )
}

function Assign({
  candidates,
  named,
  error,
  isIn,
}: {
  candidates: readonly Candidate[]
  named: string
  error: string | undefined
  isIn: boolean
}) {
  return (
    <section className="stack narrow" aria-labelledby="assign">
      <h2 id="assign">{isIn ? m.bank_assign_title() : m.bank_assign_refund_title()}</h2>
      {candidates.length > 0 && (
        <>
          <p className="soft">{m.bank_candidates({ count: formatCount(candidates.length) })}</p>
          <ul className="fair">
            {candidates.map((each) => (
              <li key={each.named}>
                <form method="post">
                  <input type="hidden" name="named" value={each.named} />
                  <LinkButton>
                    {m.bank_candidate({ named: each.named, amount: formatMoney(each.amountFen) })}
                  </LinkButton>
                </form>
                {each.agency && (
                  <span>{m.joined({ first: each.agency.name, second: monthName(each.agency.month) })}</span>
                )}
                {each.event && <span>{eventWords(each.event)}</span>}
                {each.isWritten && <span className="soft">{m.bank_candidate_written()}</span>}
              </li>
            ))}
          </ul>
        </>
      )}
      <form method="post" className="stack">
        <TextInput
          label={isIn ? m.bank_assign_named() : m.bank_assign_refund_named()}
          hint={m.bank_assign_hint()}
          name="named"
          defaultValue={named}
          error={error}
          required
        />
        <Button tone="go">{m.bank_assign_button()}</Button>
      </form>
    </section>
  )
}
