import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { TapLink } from '#app/ui/primitives/button.tsx'

/** The events that keep a village from opening another, each to be gone to and closed. Draws nothing for none. */
export function UnclosedEvents({ ids }: { ids: readonly number[] }) {
  if (ids.length === 0) return null
  return (
    <nav aria-label={m.organizer_unclosed_title()}>
      <b>{m.organizer_unclosed_title()}</b>
      <ul className="flex flex-wrap gap-x-6">
        {ids.map((id) => (
          <li key={id}>
            <TapLink href={paths.organizerEvent(id)}>{m.organizer_unclosed_event({ id })}</TapLink>
          </li>
        ))}
      </ul>
    </nav>
  )
}
