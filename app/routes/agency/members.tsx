import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { UserPlus } from 'lucide-react'
import { z } from 'zod'
import { inviteAccount } from '#app/commands/access/invite-account.server.ts'
import { withdrawInvitation } from '#app/commands/access/withdraw-invitation.server.ts'
import { formatInstant } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { refusalText } from '#app/i18n/refusals.ts'
import { paths } from '#app/paths.ts'
import { type AgencyMembers, readAgencyMembers } from '#app/queries/access/agency-members.server.ts'
import { readRoomFrame } from '#app/queries/access/room-frame.server.ts'
import { AgencyRoom } from '#app/ui/access/agency-room.tsx'
import { DoneNote } from '#app/ui/access/done-note.tsx'
import { OneTimeCode } from '#app/ui/access/one-time-code.tsx'
import { roleName } from '#app/ui/access/role-words.ts'
import { Button } from '#app/ui/primitives/button.tsx'
import { ErrorSummary } from '#app/ui/primitives/error-summary.tsx'
import { Pagination } from '#app/ui/primitives/links.tsx'
import { Table } from '#app/ui/primitives/table.tsx'
import { readForm } from '#app/web/form.server.ts'
import { guard, notFound } from '#app/web/guard.server.ts'
import { publicOrigin } from '#app/web/public-origin.server.ts'
import { readId } from '#app/web/store-page.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.account_members_title() }) }]

const schema = z.union([
  z.object({ intent: z.literal('invite'), agencyId: z.string() }),
  z.object({ intent: z.literal('withdraw'), invitationId: z.string() }),
])

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'agency:read' })
  const query = new URL(args.request.url).searchParams
  const filter = { agencyId: readId(query.get('agency')), after: readId(query.get('after')) }
  const [view, frame] = await Promise.all([
    readAgencyMembers(scope, filter, new Date()),
    readRoomFrame(actor),
  ])
  if (view === null) throw notFound()
  return json({ ...view, frame, after: filter.after, done: query.get('done') })
}

export async function action(args: ActionFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'agency:invite' })
  const form = await readForm(args.request, schema)
  if (!form.ok) throw notFound()
  if (form.value.intent === 'withdraw') {
    const invitationId = readId(form.value.invitationId)
    if (invitationId === null) throw notFound()
    const withdrawn = await withdrawInvitation(actor, scope, { invitationId })
    if (withdrawn.ok) return redirect(paths.agencyMembers({ done: 'withdrawn' }))
    if (withdrawn.code === 'out-of-scope') throw notFound()
    return json({ error: refusalText(withdrawn.code), invited: null }, 400)
  }
  const agencyId = readId(form.value.agencyId)
  const invited = await inviteAccount(actor, scope, { role: 'buyer', agencyId })
  if (!invited.ok) throw notFound()
  const url = publicOrigin(args.request) + paths.invite(invited.value.code)
  return json({ error: null, invited: { ...invited.value, url } })
}

export default function Members() {
  const { frame, agency, agencies, memberCount, members, after, nextAfter, invitations, done } =
    useLoaderData<typeof loader>()
  const { error = null, invited = null } = useActionData<typeof action>() ?? {}
  return (
    <AgencyRoom
      frame={frame}
      agencies={agencies.map((each) => ({
        ...each,
        href: paths.agencyMembers({ agency: each.id }),
        isCurrent: each.id === agency.id,
      }))}
    >
      <h1 className="head">{m.joined({ first: agency.name, second: m.account_members_title() })}</h1>
      <ErrorSummary errors={error === null ? {} : { '': error }} />
      <DoneNote done={done} />
      {invited && (
        <OneTimeCode
          kind="invitation"
          who={m.joined({ first: roleName('buyer'), second: agency.name })}
          {...invited}
        />
      )}
      <form method="post" className="stack no-print mt-6">
        <p>{m.account_members_invite_why()}</p>
        <input type="hidden" name="agencyId" value={agency.id} />
        <Button name="intent" value="invite" icon={UserPlus}>
          {m.account_members_invite()}
        </Button>
      </form>
      <section className="stack no-print">
        <p className="soft">{m.account_members_count({ count: memberCount })}</p>
        <MemberTable members={members} />
        <Pagination
          nextHref={nextAfter === null ? null : paths.agencyMembers({ agency: agency.id, after: nextAfter })}
          firstHref={after === null ? null : paths.agencyMembers({ agency: agency.id })}
        />
      </section>
      {invitations.length > 0 && <OpenInvitations invitations={invitations} />}
    </AgencyRoom>
  )
}

function MemberTable({ members }: { members: AgencyMembers['members'] }) {
  return (
    <Table
      caption={m.account_members_table()}
      hideCaption
      rows={members}
      rowKey={(row) => row.assignmentId}
      empty={m.account_people_empty()}
      columns={[
        {
          key: 'name',
          heading: m.account_column_name(),
          isRowHeading: true,
          cell: (row) => <a href={paths.person(row.accountId)}>{row.name}</a>,
        },
        { key: 'role', heading: m.account_column_role(), cell: (row) => roleName(row.role) },
        { key: 'phone', heading: m.account_column_phone(), noWrap: true, cell: (row) => row.phoneMasked },
      ]}
    />
  )
}

function OpenInvitations({ invitations }: { invitations: AgencyMembers['invitations'] }) {
  return (
    <section className="stack no-print">
      <Table
        caption={m.account_invitations()}
        rows={invitations}
        rowKey={(row) => row.id}
        columns={[
          {
            key: 'until',
            heading: m.account_column_until(),
            isRowHeading: true,
            cell: (row) => formatInstant(row.expiresAt),
          },
          {
            key: 'act',
            heading: m.account_column_act(),
            cell: (row) => (
              <form method="post">
                <input type="hidden" name="invitationId" value={row.id} />
                <Button name="intent" value="withdraw">
                  {m.account_withdraw()}
                </Button>
              </form>
            ),
          },
        ]}
      />
      <p className="soft">{m.account_invitations_note()}</p>
    </section>
  )
}
