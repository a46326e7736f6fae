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
import { withdrawInvitation } from '#app/commands/access/withdraw-invitation.server.ts'
import { isRole } from '#app/domain/access/roles.ts'
import { formatInstant } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { type InvitationRow, type PersonRow, readPeople } from '#app/queries/access/people.server.ts'
import { readRoomFrame } from '#app/queries/access/room-frame.server.ts'
import { DoneNote } from '#app/ui/access/done-note.tsx'
import { placeOfRole, roleName } from '#app/ui/access/role-words.ts'
import { CountyRoom } from '#app/ui/county/county-room.tsx'
import { Button, ButtonLink } from '#app/ui/primitives/button.tsx'
import { ErrorSummary } from '#app/ui/primitives/error-summary.tsx'
import { FilterLinks, Pagination } from '#app/ui/primitives/links.tsx'
import { Table } from '#app/ui/primitives/table.tsx'
import { answerOf, readForm } from '#app/web/form.server.ts'
import { guard, notFound } from '#app/web/guard.server.ts'
import { readId } from '#app/web/store-page.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.account_people_title() }) }]

const withdrawal = z.object({ invitationId: z.string({ error: 'invitation-gone' }) })

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'account:read' })
  const query = new URL(args.request.url).searchParams
  const asked = query.get('role')
  const role = asked !== null && isRole(asked) ? asked : null
  const after = readId(query.get('after'))
  const [people, frame] = await Promise.all([
    readPeople(scope, { role, after }, new Date()),
    readRoomFrame(actor),
  ])
  return json({ ...people, frame, role, after, done: query.get('done') })
}

export async function action(args: ActionFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'account:invite' })
  const form = await readForm(args.request, withdrawal)
  const invitationId = form.ok ? readId(form.value.invitationId) : null
  if (invitationId === null) throw notFound()
  const done = await withdrawInvitation(actor, scope, { invitationId })
  if (done.ok) return redirect(paths.countyPeople({ done: 'withdrawn' }))
  if (done.code === 'out-of-scope') throw notFound()
  return json(answerOf(form, { '': done }), 400)
}

export default function People() {
  const { frame, roles, role, people, after, nextAfter, invitations, done } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  return (
    <CountyRoom frame={frame}>
      <div className="report-head">
        <div>
          <h1>{m.account_people_title()}</h1>
          <p className="soft">{m.account_people_lead()}</p>
        </div>
        <div className="exports no-print">
          <ButtonLink icon={UserPlus} href={paths.countyInvite(role)}>
            {m.account_people_invite()}
          </ButtonLink>
        </div>
      </div>
      <ErrorSummary errors={answer?.errors ?? {}} />
      <DoneNote done={done} />
      <FilterLinks
        label={m.account_people_filter()}
        links={[
          { href: paths.countyPeople(), label: m.account_people_all(), current: role === null },
          ...roles.map((each) => ({
            href: paths.countyPeople({ role: each.role }),
            label: roleName(each.role),
            count: each.count,
            current: each.role === role,
          })),
        ]}
      />
      <section className="stack">
        <PeopleTable people={people} />
        <Pagination
          nextHref={nextAfter === null ? null : paths.countyPeople({ role, after: nextAfter })}
          firstHref={after === null ? null : paths.countyPeople({ role })}
        />
      </section>
      {invitations.length > 0 && <Invitations invitations={invitations} />}
    </CountyRoom>
  )
}

function PeopleTable({ people }: { people: PersonRow[] }) {
  return (
    <Table
      caption={m.account_people_table()}
      hideCaption
      rows={people}
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
        { key: 'place', heading: m.account_column_place(), cell: placeOfRole },
        {
          key: 'phone',
          heading: m.account_column_phone(),
          onlyWide: true,
          noWrap: true,
          cell: (row) => row.phoneMasked,
        },
      ]}
    />
  )
}

function Invitations({ invitations }: { invitations: InvitationRow[] }) {
  return (
    <section className="stack">
      <Table
        caption={m.account_invitations()}
        rows={invitations}
        rowKey={(row) => row.id}
        columns={[
          {
            key: 'role',
            heading: m.account_column_role(),
            isRowHeading: true,
            cell: (row) => roleName(row.role),
          },
          { key: 'place', heading: m.account_column_place(), cell: placeOfRole },
          {
            key: 'until',
            heading: m.account_column_until(),
            onlyWide: true,
            noWrap: true,
            cell: (row) => formatInstant(row.expiresAt),
          },
          {
            key: 'act',
            heading: m.account_column_act(),
            cell: (row) => (
              <form method="post">
                <Button name="invitationId" value={row.id}>
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
