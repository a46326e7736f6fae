import type { ReactNode } from 'react'
import type { PickupEventState } from '#app/domain/pickup/event-states.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { DeskLayout } from '#app/ui/layouts/desk-layout.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { DESK_SCRIPT, Live } from './live.tsx'

export type ShownDeskBar = {
  eventId: number
  version: string
  village: string
  state: PickupEventState
  orderCount: number
  doneCount: number
  cashFen: number
}

/** Every page of a desk: its head with what is done and what lies in the box, and why nothing can be done, if so. */
export function DeskFrame({
  bar,
  back,
  thumb,
  isCloseHere,
  children,
}: {
  bar: ShownDeskBar
  back: { href: string; label: string }
  thumb?: ReactNode
  /** The page is the count itself, which says how far it is. */
  isCloseHere?: boolean
  children: ReactNode
}) {
  const shut = isCloseHere ? null : shutWords(bar.state)
  return (
    <DeskLayout
      place={bar.village}
      counts={m.desk_counts({ done: bar.doneCount, all: bar.orderCount })}
      cashFen={bar.cashFen}
      back={back}
      thumb={thumb}
    >
      <div className="live" data-desk-live={paths.deskLive(bar.eventId)} data-desk-version={bar.version}>
        <script type="module" src={DESK_SCRIPT} />
      </div>
      <p className="note look live-news" role="status" data-live-news="" />
      <p className="note look" data-live-lost="" hidden>
        {m.desk_live_lost()}
      </p>
      <Live name="shut">{shut && <Note tone="look">{shut}</Note>}</Live>
      {children}
    </DeskLayout>
  )
}

/** Why nothing can be handed over, in words; null while the desk is open. */
function shutWords(state: PickupEventState): string | null {
  switch (state) {
    case 'running':
      return null
    case 'closing':
      return m.desk_not_open_closing()
    case 'closed':
      return m.desk_not_open_closed()
    case 'cancelled':
      return m.organizer_cancelled_note()
    default:
      return m.desk_not_open_draft()
  }
}
