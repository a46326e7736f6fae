import { Bell } from 'lucide-react'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { Button, LinkButton } from '#app/ui/primitives/button.tsx'
import { Note } from '#app/ui/primitives/note.tsx'

/** One tap to be told when goods can be ordered, and one to take that back. */
export function WatchForm({
  offerId,
  isWatched,
  isSoldOut,
}: {
  offerId: number
  isWatched: boolean
  /** Else there is no day to collect them. */
  isSoldOut: boolean
}) {
  return (
    <form id="watch" method="post" action={paths.offerWatch(offerId)}>
      {isWatched ? (
        <Note tone="ok" title={m.notices_watching()}>
          <p>{m.notices_watching_where()}</p>
          <LinkButton name="intent" value="unwatch">
            {m.notices_watch_end()}
          </LinkButton>
        </Note>
      ) : (
        <Button icon={Bell} name="intent" value="watch">
          {isSoldOut ? m.notices_watch() : m.notices_watch_day()}
        </Button>
      )}
    </form>
  )
}
