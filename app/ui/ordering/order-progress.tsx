import { civilDateOf } from '#app/domain/kernel/calendar.ts'
import { formatDay } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { OrderTrack } from './order-track.tsx'

/** How far a trip still to be made is: ordered, orders closed, collected, settled. */
export function OrderProgress({
  event,
  isOpen,
}: {
  event: { startsAt: string; cutOffAt: string }
  isOpen: boolean
}) {
  const dayOf = (instant: string) => formatDay(civilDateOf(new Date(instant)))
  return (
    <OrderTrack
      steps={[
        { key: 'placed', label: m.ordering_order_step_placed(), state: 'done' },
        {
          key: 'cut-off',
          label: m.ordering_order_step_cut_off(),
          state: isOpen ? 'now' : 'done',
          detail: dayOf(event.cutOffAt),
        },
        {
          key: 'collect',
          label: m.ordering_order_step_collect(),
          state: isOpen ? 'todo' : 'now',
          detail: dayOf(event.startsAt),
        },
        { key: 'settled', label: m.ordering_order_step_paid(), state: 'todo' },
      ]}
    />
  )
}
