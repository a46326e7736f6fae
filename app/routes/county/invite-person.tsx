import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { inviteAccount } from '#app/commands/access/invite-account.server.ts'
import { isRole, type Role } from '#app/domain/access/roles.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { readInviteChoices } from '#app/queries/access/invite-choices.server.ts'
import { readRoomFrame } from '#app/queries/access/room-frame.server.ts'
import { OneTimeCode } from '#app/ui/access/one-time-code.tsx'
import { type PlaceWords, placeName, roleName } from '#app/ui/access/role-words.ts'
import { CountyRoom } from '#app/ui/county/county-room.tsx'
import { Button } from '#app/ui/primitives/button.tsx'
import { EmptyState } from '#app/ui/primitives/empty-state.tsx'
import { ErrorSummary } from '#app/ui/primitives/error-summary.tsx'
import { BackLink, FilterLinks } from '#app/ui/primitives/links.tsx'
import { Select, TextInput } from '#app/ui/primitives/text-input.tsx'
import { answerOf, type FormAnswer, readForm } from '#app/web/form.server.ts'
import { guard, notFound } from '#app/web/guard.server.ts'
import { publicOrigin } from '#app/web/public-origin.server.ts'
import { statusOf } from '#app/web/respond.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.account_invite_person_title() }) }]

const schema = z.object({
  role: z.string({ error: 'role-missing' }).refine(isRole, { error: 'role-missing' }),
  scopeCode: z.string({ error: 'place-missing' }),
  agencyName: z.string().optional(),
})

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'account:invite' })
  const asked = new URL(args.request.url).searchParams.get('role')
  const role = asked !== null && isRole(asked) ? asked : null
  const [choices, frame] = await Promise.all([readInviteChoices(actor, scope, role), readRoomFrame(actor)])
  return json({ ...choices, role: role !== null && choices.roles.includes(role) ? role : null, frame })
}

export async function action(args: ActionFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'account:invite' })
  const form = await readForm(args.request, schema)
  if (!form.ok) return json({ answer: answerOf(form), invited: null }, 400)
  const { role, scopeCode, agencyName } = form.value
  const invited = await inviteAccount(actor, scope, { role, scopeCode, agencyName })
  if (!invited.ok) {
    if (statusOf(invited) === 404) throw notFound()
    const field = invited.code === 'agency-name-missing' ? 'agencyName' : 'scopeCode'
    return json({ answer: answerOf(form, { [field]: invited }), invited: null }, 400)
  }
  const { code, expiresAt } = invited.value
  const url = publicOrigin(args.request) + paths.invite(code)
  return json({
    answer: null,
    invited: { code, expiresAt, url, role, scopeCode, agencyName: agencyName ?? null },
  })
}

export default function InvitePerson() {
  const { frame, role, roles, places, agencyNames } = useLoaderData<typeof loader>()
  const { answer = null, invited = null } = useActionData<typeof action>() ?? {}
  const place = places.find((each) => each.code === invited?.scopeCode)
  return (
    <CountyRoom frame={frame}>
      <BackLink href={paths.countyPeople()}>{m.account_person_back()}</BackLink>
      <h1 className="head">{m.account_invite_person_title()}</h1>
      {invited && (
        <OneTimeCode
          kind="invitation"
          who={m.joined({
            first: roleName(invited.role),
            second: invited.agencyName ?? (place ? placeName(place) : invited.scopeCode),
          })}
          {...invited}
        />
      )}
      <div className="no-print stack mt-8">
        <FilterLinks
          label={m.account_invite_choose_role()}
          links={roles.map((each) => ({
            href: paths.countyInvite(each),
            label: roleName(each),
            current: each === role,
          }))}
        />
        {role && <InviteForm role={role} places={places} agencyNames={agencyNames} answer={answer} />}
      </div>
    </CountyRoom>
  )
}

type InviteFormProps = {
  role: Role
  places: (PlaceWords & { code: string })[]
  agencyNames: string[]
  answer: FormAnswer | null
}

function InviteForm({ role, places, agencyNames, answer }: InviteFormProps) {
  if (places.length === 0) return <EmptyState title={m.account_invite_no_place()} />
  const isAgency = role === 'agency-manager'
  return (
    <form method="post" className="stack narrow">
      <ErrorSummary errors={answer?.errors ?? {}} />
      <input type="hidden" name="role" value={role} />
      <Select
        label={isAgency ? m.account_invite_county() : m.account_invite_choose_place()}
        name="scopeCode"
        placeholder={places.length > 1 ? m.account_invite_place_pick() : undefined}
        options={places.map((place) => ({ value: place.code, label: placeName(place) }))}
        defaultValue={answer?.values.scopeCode}
        error={answer?.errors.scopeCode}
        required
      />
      {isAgency && (
        <>
          <TextInput
            label={m.account_invite_agency()}
            hint={m.account_invite_agency_hint()}
            name="agencyName"
            list="agencies"
            autoComplete="off"
            defaultValue={answer?.values.agencyName}
            error={answer?.errors.agencyName}
            required
          />
          <datalist id="agencies">
            {agencyNames.map((name) => (
              <option key={name} value={name} />
            ))}
          </datalist>
        </>
      )}
      <Button>{m.account_invite_make()}</Button>
    </form>
  )
}
