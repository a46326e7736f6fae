import { json, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { readRoomFrame } from '#app/queries/access/room-frame.server.ts'
import { readAgencyStatement } from '#app/queries/payment/agency-statements.server.ts'
import { AgencyRoom } from '#app/ui/access/agency-room.tsx'
import { AgencyStatement } from '#app/ui/payment/agency-statement.tsx'
import { BackLink } from '#app/ui/primitives/links.tsx'
import { guard, notFound } from '#app/web/guard.server.ts'
import { readId } from '#app/web/store-page.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.statement_title() }) }]

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'agency:read' })
  const id = readId(args.params.id)
  const [statement, frame] = await Promise.all([
    id === null ? null : readAgencyStatement(scope, id),
    readRoomFrame(actor),
  ])
  if (statement === null) throw notFound()
  return json({ statement, frame }, { headers: { 'Cache-Control': 'private, no-store' } })
}

export default function AgencyStatementPage() {
  const { statement, frame } = useLoaderData<typeof loader>()
  return (
    <AgencyRoom frame={frame}>
      <div className="no-print">
        <BackLink href={paths.agencyStatements({ agency: statement.agency.id })}>
          {m.statement_title()}
        </BackLink>
      </div>
      <AgencyStatement statement={statement} />
    </AgencyRoom>
  )
}
