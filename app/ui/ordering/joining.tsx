import type { Capacity, PayBy } from '#app/domain/ordering/basket-content.ts'
import { formatPickupCode } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { Tick } from '#app/ui/primitives/choice.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { type EventShown, eventInShort } from './words.ts'

export type JoinShown = {
  agencyId: number
  agency: string
  capacity: Capacity
  payBy: PayBy
  orders: { id: string; number: number; pickupCode: string; events: EventShown[] }[]
  isWhole: boolean
}

const CAPACITIES: Record<Capacity, () => string> = {
  personal: m.ordering_checkout_personal,
  union: m.ordering_checkout_union,
  canteen: m.ordering_checkout_canteen,
}

const WAYS: Record<PayBy, () => string> = {
  desk: m.ordering_checkout_desk,
  'agency-account': m.ordering_checkout_account,
  card: m.payment_checkout_card,
  transfer: m.payment_checkout_transfer,
}

/** Says which order the basket joins and on what condition, and takes the buyer's no. */
export function Joining({
  joins,
  hasAgencies,
  isSeparate,
}: {
  joins: readonly JoinShown[]
  /** The buyer may choose between agencies. */
  hasAgencies: boolean
  isSeparate: boolean
}) {
  return (
    <section aria-label={m.ordering_join_title()}>
      <Note tone="ok" title={m.ordering_join_title()}>
        {joins.map((join) => (
          <div key={`${join.agencyId} ${join.capacity} ${join.payBy}`}>
            {join.orders.map(({ id, number, pickupCode, events }) => {
              const sentence = events.length > 1 ? m.ordering_join_trips : m.ordering_join
              const code = formatPickupCode(pickupCode)
              return (
                <p key={id}>{sentence({ number, code, events: joinedText(events.map(eventInShort)) })}</p>
              )
            })}
            {!join.isWhole && <p>{m.ordering_join_rest()}</p>}
            <p className="soft">{m.ordering_join_way({ way: wayOf(join, hasAgencies) })}</p>
          </div>
        ))}
      </Note>
      <Tick
        label={m.ordering_join_no()}
        hint={m.ordering_join_no_hint()}
        name="isSeparate"
        checked={isSeparate}
      />
    </section>
  )
}

function wayOf({ agency, capacity, payBy }: JoinShown, hasAgencies: boolean): string {
  const way = m.ordering_join_way_parts({ capacity: CAPACITIES[capacity](), payBy: WAYS[payBy]() })
  return hasAgencies ? m.ordering_join_way_agency({ agency, way }) : way
}

function joinedText(texts: readonly string[]): string {
  return texts.reduce(
    (first, second) => (first === '' ? second : m.ordering_events_joined({ first, second })),
    '',
  )
}
