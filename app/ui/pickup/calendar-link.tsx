import { formatInstantWithYear } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { Button } from '#app/ui/primitives/button.tsx'
import { Note } from '#app/ui/primitives/note.tsx'

/** The secret address of a calendar: made here, shown once, and made anew when it got into wrong hands. */
export function CalendarLink({
  of,
  agencyId,
  formKey,
  madeAt,
  made,
}: {
  of: 'person' | 'agency'
  agencyId?: number
  formKey: string
  /** ISO instant; null where there is none yet. */
  madeAt: string | null
  /** What the form just made: the whole address, with its origin; null where the same form had made it before. */
  made: { url: string | null } | undefined
}) {
  return (
    <section className="stack mt-8" aria-labelledby="calendar">
      <h2 id="calendar">{m.feed_title()}</h2>
      <p>{of === 'person' ? m.feed_why_person() : m.feed_why_agency()}</p>
      {made && made.url !== null && (
        <Note tone="ok" title={m.feed_made()} announce>
          <p className="break-all select-all">{made.url}</p>
          <p>{m.feed_once()}</p>
        </Note>
      )}
      {made?.url === null && (
        <Note tone="look" announce>
          {m.feed_made_before()}
        </Note>
      )}
      {!made?.url && madeAt !== null && (
        <p className="soft">{m.feed_made_at({ instant: formatInstantWithYear(madeAt) })}</p>
      )}
      <form method="post">
        <input type="hidden" name="formKey" value={formKey} />
        {agencyId !== undefined && <input type="hidden" name="agencyId" value={agencyId} />}
        <Button name="intent" value="calendar">
          {madeAt === null ? m.feed_make() : m.feed_make_anew()}
        </Button>
      </form>
    </section>
  )
}
