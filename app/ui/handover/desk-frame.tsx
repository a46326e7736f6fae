import type { ReactNode } from 'react'
import type { PickupEventState } from '#app/domain/pickup/event-states.ts'
import { m } from '#app/i18n/generated/messages.js'
import { DeskLayout } from '#app/ui/layouts/desk-layout.tsx'
import { Note } from '#app/ui/primitives/note.tsx'

export type ShownDeskBar = {
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
      {shut && <Note tone="look">{shut}</Note>}
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
