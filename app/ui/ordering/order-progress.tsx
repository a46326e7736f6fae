import { civilDateOf } from '#app/domain/kernel/calendar.ts'
import { formatDay } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { OrderTrack, type TrackStep } from './order-track.tsx'

/** How far a trip is: ordered, orders closed, collected. `isSettled` once nothing of it is left to collect. */
export function OrderProgress({
  event,
  isOpen,
  isSettled,
}: {
  event: { startsAt: string; cutOffAt: string }
  isOpen: boolean
  isSettled: boolean
}) {
  const dayOf = (instant: string) => formatDay(civilDateOf(new Date(instant)))
  const at = isSettled ? 3 : isOpen ? 1 : 2
  const stateAt = (place: number): TrackStep['state'] => (place < at ? 'done' : place === at ? 'now' : 'todo')
  return (
    <OrderTrack
      steps={[
        { key: 'placed', label: m.ordering_order_step_placed(), state: 'done' },
        {
          key: 'cut-off',
          label: m.ordering_order_step_cut_off(),
          state: stateAt(1),
          detail: dayOf(event.cutOffAt),
        },
        {
          key: 'collect',
          label: m.ordering_order_step_collect(),
          state: stateAt(2),
          detail: dayOf(event.startsAt),
        },
      ]}
    />
  )
}
