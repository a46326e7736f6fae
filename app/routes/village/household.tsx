import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { setDoorStep } from '#app/commands/people/set-door-step.server.ts'
import { unmask } from '#app/commands/people/unmask.server.ts'
import { rolesWith } from '#app/domain/access/matrix.ts'
import { scopeOf } from '#app/domain/access/roles.ts'
import { m } from '#app/i18n/generated/messages.js'
import { refusalText } from '#app/i18n/refusals.ts'
import { paths } from '#app/paths.ts'
import { readRoomFrame } from '#app/queries/access/room-frame.server.ts'
import { readHouseholdPeople } from '#app/queries/people/household-people.server.ts'
import { readHouseholdRecord } from '#app/queries/people/household-record.server.ts'
import { readLeadHelper } from '#app/queries/people/lead-helper.server.ts'
import { YardLayout } from '#app/ui/layouts/yard-layout.tsx'
import { Button, TapLink } from '#app/ui/primitives/button.tsx'
import { FilterLinks } from '#app/ui/primitives/links.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { HouseholdPeople, type UnmaskAnswer } from '#app/ui/village/household-people.tsx'
import { LeadHelperLine } from '#app/ui/village/lead-helper.tsx'
import { RecordSheet } from '#app/ui/village/record-sheet.tsx'
import { readForm } from '#app/web/form.server.ts'
import { guard, notFound } from '#app/web/guard.server.ts'
import { statusOf } from '#app/web/respond.server.ts'
import { readId } from '#app/web/store-page.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.record_title() }) }]

const schema = z.union([
  z.object({
    intent: z.literal('unmask'),
    field: z.string(),
    subjectId: z.string().transform(readId).pipe(z.number()),
    reason: z.string().default(''),
  }),
  z.object({ intent: z.literal('door-step'), doorStep: z.enum(['yes', 'no']) }),
])

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'lot:read' })
  const householdId = readId(args.params.id ?? null)
  const query = new URL(args.request.url).searchParams
  const year = /^20\d\d$/.test(query.get('year') ?? '') ? Number(query.get('year')) : null
  const [record, frame] = await Promise.all([
    householdId === null ? null : readHouseholdRecord(actor, scope, { householdId, year }, new Date()),
    readRoomFrame(actor),
  ])
  if (record === null) throw notFound()
  const now = new Date()
  const [people, helper] = await Promise.all([
    readHouseholdPeople(actor, record.household.id, now),
    readLeadHelper(actor, record.household.id, now),
  ])
  const mayUnmask = frame.may.includes('people:unmask')
  const mayChange = frame.may.includes('lot:list')
  const mayReadGroups = frame.may.includes('group:read')
  const isSaved = query.get('done') === 'saved'
  return json(
    { record, people, helper, mayUnmask, mayChange, mayReadGroups, isSaved },
    { headers: { 'Cache-Control': 'private, no-store' } },
  )
}

export async function action(args: ActionFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'lot:list' })
  const householdId = readId(args.params.id ?? null)
  const form = await readForm(args.request, schema)
  if (householdId === null || !form.ok) throw notFound()
  const { value } = form
  if (value.intent === 'door-step') {
    const isDoorStep = value.doorStep === 'yes'
    const set = await setDoorStep(actor, scope, { householdId, isDoorStep })
    if (!set.ok) throw notFound()
    return redirect(paths.villageHousehold(householdId, { done: 'saved' }))
  }
  const { field, subjectId, reason } = value
  const reach = scopeOf(actor, rolesWith('people:unmask'))
  const shown = await unmask(actor, reach, { householdId, field, subjectId, reason })
  if (!shown.ok && statusOf(shown) === 404) throw notFound()
  const answer: UnmaskAnswer = {
    field,
    subjectId,
    value: shown.ok ? shown.value.value : null,
    error: shown.ok ? null : refusalText(shown.code, shown.facts),
  }
  return json(answer, {
    status: shown.ok ? 200 : statusOf(shown),
    headers: { 'Cache-Control': 'private, no-store' },
  })
}

export default function HouseholdRecordPage() {
  const { record, people, helper, mayUnmask, mayChange, mayReadGroups, isSaved } =
    useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>() ?? null
  const { household, year, years, isDoorStep } = record
  return (
    <YardLayout back={{ href: paths.villageHouseholds(), label: m.record_title() }} status={record.village}>
      <div className="stack no-print">
        {isSaved && (
          <Note tone="ok" announce>
            {m.record_saved()}
          </Note>
        )}
        {years.length > 0 && (
          <FilterLinks
            label={m.record_years()}
            links={[year, ...years]
              .sort((a, b) => b - a)
              .map((one) => ({
                href: paths.villageHousehold(household.id, { year: one }),
                label: m.record_year({ year: one }),
                current: one === year,
              }))}
          />
        )}
        <p className="soft head">{m.record_print()}</p>
      </div>
      <RecordSheet record={record} />
      {mayReadGroups &&
        record.groups.map((group) => (
          <p key={group.groupId} className="no-print">
            <TapLink href={paths.villageGroupMember(group.groupId, household.id)}>{group.name}</TapLink>
          </p>
        ))}
      <LeadHelperLine helper={helper} />
      <HouseholdPeople people={people} answer={answer} mayUnmask={mayUnmask} />
      {mayChange && (
        <form method="post" className="stack no-print">
          <input type="hidden" name="intent" value="door-step" />
          <p>{isDoorStep ? m.record_door_step() : m.record_comes()}</p>
          <Button name="doorStep" value={isDoorStep ? 'no' : 'yes'}>
            {isDoorStep ? m.record_door_step_end() : m.record_door_step_do()}
          </Button>
        </form>
      )}
    </YardLayout>
  )
}
