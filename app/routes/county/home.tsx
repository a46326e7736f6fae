import { json, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import type { Permission } from '#app/domain/access/matrix.ts'
import { formatCount } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { type CountyHome, readCountyHome } from '#app/queries/access/county-home.server.ts'
import { readRoomFrame } from '#app/queries/access/room-frame.server.ts'
import { CountyRoom } from '#app/ui/county/county-room.tsx'
import { guard } from '#app/web/guard.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.county_room() }) }]

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'county:read' })
  const [figures, frame] = await Promise.all([readCountyHome(scope, new Date()), readRoomFrame(actor)])
  return json({ figures, frame })
}

export default function CountyHomePage() {
  const { figures, frame } = useLoaderData<typeof loader>()
  return (
    <CountyRoom frame={frame}>
      <h1 className="head">{frame.where}</h1>
      <Figures figures={figures} />
      <section className="stack" aria-labelledby="do">
        <h2 id="do">{m.account_county_do()}</h2>
        <Doors may={frame.may} />
      </section>
    </CountyRoom>
  )
}

function Figures({ figures }: { figures: CountyHome }) {
  const rows = [
    ['households', m.account_county_households()],
    ['lotsListed', m.account_county_lots()],
    ['lotsPending', m.account_county_pending()],
    ['eventsUpcoming', m.account_county_events()],
    ['ordersOpen', m.account_county_orders()],
    ['people', m.account_county_people()],
  ] as const
  return (
    <section aria-labelledby="figures">
      <h2 id="figures" className="vh">
        {m.account_county_title()}
      </h2>
      <dl className="tri grid-cols-2 sm:grid-cols-3">
        {rows.map(([key, name]) => (
          <div key={key}>
            <dt>{name}</dt>
            <dd className="num">{formatCount(figures[key])}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function Doors({ may }: { may: readonly Permission[] }) {
  const doors: { needs: Permission; href: string; name: string; why: string }[] = [
    {
      needs: 'income:read',
      href: paths.countyIncome(),
      name: m.account_county_do_income(),
      why: m.account_county_do_income_why(),
    },
    {
      needs: 'bank:work',
      href: paths.countyBank(),
      name: m.bank_title(),
      why: m.bank_door_why(),
    },
    {
      needs: 'invoice:work',
      href: paths.countyInvoices(),
      name: m.invoice_county_title(),
      why: m.invoice_door_why(),
    },
    {
      needs: 'people:find',
      href: paths.countyHouseholds(),
      name: m.wider_title(),
      why: m.wider_door_why(),
    },
    {
      needs: 'import:preview',
      href: paths.countyImport(),
      name: m.account_county_do_import(),
      why: m.account_county_do_import_why(),
    },
    {
      needs: 'account:read',
      href: paths.countyPeople(),
      name: m.account_county_do_people(),
      why: m.account_county_do_people_why(),
    },
    {
      needs: 'settings:change',
      href: paths.countySettings(),
      name: m.account_county_do_settings(),
      why: m.account_county_do_settings_why(),
    },
    {
      needs: 'audit:read',
      href: paths.audit(),
      name: m.account_county_do_audit(),
      why: m.account_county_do_audit_why(),
    },
  ]
  return (
    <ul className="fair">
      {doors
        .filter((door) => may.includes(door.needs))
        .map((door) => (
          <li key={door.href}>
            <b>
              <a href={door.href}>{door.name}</a>
            </b>
            <span className="soft">{door.why}</span>
          </li>
        ))}
    </ul>
  )
}
