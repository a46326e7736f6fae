import type { LossReason } from '#app/domain/catalogue/loss.ts'
import type { OrderLineState } from '#app/domain/ordering/order-states.ts'
import { formatInstant, formatWeight } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { lossText } from '#app/i18n/loss-words.ts'
import { productName } from '#app/ui/catalogue/words.ts'
import { Button } from '#app/ui/primitives/button.tsx'
import { Chip } from '#app/ui/primitives/chip.tsx'
import { Select } from '#app/ui/primitives/text-input.tsx'
import { ForWhom } from './basket-line.tsx'
import { QuantityForm } from './quantity-form.tsx'
import { lineStateWord, stateTone } from './state-words.ts'
import { Trip, TripLine } from './trip.tsx'
import { type EventShown, eventInFull, eventPlace, type GoodsShown, quantityOf } from './words.ts'

export type OrderedGoodsShown = {
  key: string
  goods: GoodsShown
  state: OrderLineState
  quantity: number
  mostQuantity: number
  amountFen: number
  isEstimate: boolean
  weightGrams: number | null
  forWhom: string
  losses: { less: number; why: LossReason }[]
  others: (EventShown & { id: number })[]
}

export type OrderTripShown = {
  event: EventShown & { id: number; cutOffAt: string }
  isOpen: boolean
  goods: OrderedGoodsShown[]
}

/** What is collected at one event; until its cut-off, with the forms to change it. */
export function OrderTrip({
  trip: { event, isOpen, goods },
  action,
  errors,
}: {
  trip: OrderTripShown
  /** Where the forms are sent. */
  action: string
  /** By the id of the field. */
  errors: Record<string, string>
}) {
  const isLeft = goods.some((line) => line.state === 'placed')
  return (
    <Trip
      event={{ ...event, place: eventPlace(event), cutOffAt: null }}
      why={isLeft && changeNote(event, isOpen)}
    >
      {goods.map((line) => (
        <OrderedGoods
          key={line.key}
          line={line}
          eventId={event.id}
          action={isOpen && line.state === 'placed' ? action : null}
          error={errors[fieldId(event.id, line.goods.offerId)]}
        />
      ))}
    </Trip>
  )
}

/** The id of the field that changes how much of an offer is ordered at an event. */
export function fieldId(eventId: number, offerId: number): string {
  return `quantity-${eventId}-${offerId}`
}

function changeNote(event: { cutOffAt: string }, isOpen: boolean): string {
  return isOpen
    ? m.ordering_order_change_until({ instant: formatInstant(event.cutOffAt) })
    : m.ordering_order_change_over()
}

function OrderedGoods({
  line,
  eventId,
  action,
  error,
}: {
  line: OrderedGoodsShown
  eventId: number
  action: string | null
  error?: string
}) {
  const { goods, state, quantity } = line
  const stateWord = lineStateWord(state)
  return (
    <TripLine
      name={m.ordering_order_goods({ name: productName(goods), quantity: quantityOf(goods, quantity) })}
      drawing={goods.drawing}
      kind={goods.kind}
      amountFen={line.amountFen}
      isEstimate={line.isEstimate}
      size="small"
      detail={
        <>
          {line.weightGrams === null
            ? goods.village
            : m.ordering_order_weight({ village: goods.village, weight: formatWeight(line.weightGrams) })}
          {line.forWhom !== '' && <ForWhom names={line.forWhom} />}
          {stateWord && (
            <>
              <br />
              <Chip tone={stateTone(state)}>{stateWord}</Chip>
            </>
          )}
          {line.losses.map(({ less, why }) => (
            <span key={why}>
              <br />
              {m.ordering_line_lost({ less: quantityOf(goods, less), why: lossText(why) })}
            </span>
          ))}
        </>
      }
    >
      {action !== null && (
        <QuantityForm
          goods={goods}
          quantity={quantity}
          mostQuantity={line.mostQuantity}
          eventId={eventId}
          id={fieldId(eventId, goods.offerId)}
          action={action}
          change="change"
          drop="cancel-line"
          dropLabel={m.ordering_order_cancel_line()}
          error={error}
        />
      )}
      {action !== null && line.others.length > 0 && (
        <MoveForm line={line} eventId={eventId} action={action} />
      )}
    </TripLine>
  )
}

/** Another event for goods, behind a tap: keeping them where they are needs nothing. */
function MoveForm({ line, eventId, action }: { line: OrderedGoodsShown; eventId: number; action: string }) {
  const { goods, others } = line
  return (
    <details>
      <summary>{m.ordering_order_move()}</summary>
      <form method="post" action={action} className="stack">
        <input type="hidden" name="offerId" value={goods.offerId} />
        <input type="hidden" name="eventId" value={eventId} />
        <Select
          name="toEventId"
          id={`to-${eventId}-${goods.offerId}`}
          label={m.ordering_order_move_to()}
          options={others.map((event) => ({ value: String(event.id), label: eventInFull(event) }))}
        />
        <p>
          <Button name="intent" value="move-line">
            {m.ordering_order_move_do()}
          </Button>
        </p>
      </form>
    </details>
  )
}
