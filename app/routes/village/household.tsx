import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { setDoorStep } from '#app/commands/people/set-door-step.server.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { readRoomFrame } from '#app/queries/access/room-frame.server.ts'
import { readHouseholdRecord } from '#app/queries/people/household-record.server.ts'
import { YardLayout } from '#app/ui/layouts/yard-layout.tsx'
import { Button } from '#app/ui/primitives/button.tsx'
import { FilterLinks } from '#app/ui/primitives/links.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { RecordSheet } from '#app/ui/village/record-sheet.tsx'
import { guard, notFound } from '#app/web/guard.server.ts'
import { readId } from '#app/web/store-page.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.record_title() }) }]

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
  const mayChange = frame.may.includes('lot:list')
  const isSaved = query.get('done') === 'saved'
  return json({ record, mayChange, isSaved }, { headers: { 'Cache-Control': 'private, no-store' } })
}

export async function action(args: ActionFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'lot:list' })
  const householdId = readId(args.params.id ?? null)
  const form = await args.request.formData().catch(() => new FormData())
  const isDoorStep = form.get('doorStep') === 'yes'
  const set = householdId === null ? null : await setDoorStep(actor, scope, { householdId, isDoorStep })
  if (householdId === null || !set?.ok) throw notFound()
  return redirect(paths.villageHousehold(householdId, { done: 'saved' }))
}

export default function HouseholdRecordPage() {
  const { record, mayChange, isSaved } = useLoaderData<typeof loader>()
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
      {mayChange && (
        <form method="post" className="stack no-print">
          <p>{isDoorStep ? m.record_door_step() : m.record_comes()}</p>
          <Button name="doorStep" value={isDoorStep ? 'no' : 'yes'}>
            {isDoorStep ? m.record_door_step_end() : m.record_door_step_do()}
          </Button>
        </form>
      )}
    </YardLayout>
  )
}
