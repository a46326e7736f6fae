import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { endRole } from '#app/commands/access/end-role.server.ts'
import { issueResetCode } from '#app/commands/access/issue-reset-code.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import type { Actor } from '#app/domain/access/roles.ts'
import { m } from '#app/i18n/generated/messages.js'
import { refusalText } from '#app/i18n/refusals.ts'
import { paths } from '#app/paths.ts'
import { readPerson } from '#app/queries/access/person.server.ts'
import { readRoomFrame } from '#app/queries/access/room-frame.server.ts'
import { AgencyRoom } from '#app/ui/access/agency-room.tsx'
import { PersonDetails } from '#app/ui/access/person-details.tsx'
import { CountyRoom } from '#app/ui/county/county-room.tsx'
import { readForm } from '#app/web/form.server.ts'
import { guard, notFound } from '#app/web/guard.server.ts'
import { publicOrigin } from '#app/web/public-origin.server.ts'
import { statusOf } from '#app/web/respond.server.ts'
import { readId } from '#app/web/store-page.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.account_people_title() }) }]

const schema = z.union([
  z.object({ intent: z.literal('reset') }),
  z.object({ intent: z.literal('end-role'), assignmentId: z.string() }),
])

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'account:reset' })
  const accountId = readId(args.params.accountId)
  const [person, frame] = await Promise.all([
    accountId === null ? null : readPerson(actor, scope, accountId),
    readRoomFrame(actor),
  ])
  if (person === null) throw notFound()
  return json({ person, frame, isOffice: can(actor, 'account:read') })
}

export async function action(args: ActionFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'account:reset' })
  const accountId = readId(args.params.accountId)
  const form = await readForm(args.request, schema)
  if (accountId === null || !form.ok) throw notFound()
  if (form.value.intent === 'end-role') {
    const assignmentId = readId(form.value.assignmentId)
    if (assignmentId === null) throw notFound()
    const ended = await endRole(actor, scope, { accountId, assignmentId })
    return ended.ok ? redirect(listOf(actor, 'role-ended')) : refused(ended)
  }
  const issued = await issueResetCode(actor, scope, { accountId })
  if (!issued.ok) return refused(issued)
  const { code, expiresAt } = issued.value
  const url = publicOrigin(args.request) + paths.loginReset(code)
  return json({ error: null, resetCode: { code, expiresAt, url } })
}

function refused(refusal: Parameters<typeof statusOf>[0]) {
  const status = statusOf(refusal)
  if (status === 404) throw notFound()
  return json({ error: refusalText(refusal.code, refusal.facts), resetCode: null }, status)
}

/** The list that led here: the office's people, or the agency's members. */
function listOf(actor: Actor, done: 'role-ended'): string {
  return can(actor, 'account:read') ? paths.countyPeople({ done }) : paths.agencyMembers({ done })
}

export default function Person() {
  const { person, frame, isOffice } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const details = (
    <PersonDetails
      back={
        isOffice
          ? { href: paths.countyPeople(), label: m.account_person_back() }
          : { href: paths.agencyMembers(), label: m.account_person_back_members() }
      }
      person={person}
      resetCode={answer?.resetCode ?? null}
      error={answer?.error ?? null}
    />
  )
  return isOffice ? (
    <CountyRoom frame={frame}>{details}</CountyRoom>
  ) : (
    <AgencyRoom frame={frame}>{details}</AgencyRoom>
  )
}
