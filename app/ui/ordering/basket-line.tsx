import { m } from '#app/i18n/generated/messages.js'
import { productName } from '#app/ui/catalogue/words.ts'
import { Button, LinkButton } from '#app/ui/primitives/button.tsx'
import { HiddenText } from '#app/ui/primitives/hidden-text.tsx'
import { Select, TextInput } from '#app/ui/primitives/text-input.tsx'
import { BasketQuantity } from './basket-quantity.tsx'
import { GoodsDetail } from './goods-detail.tsx'
import { TripLine } from './trip.tsx'
import { type EventShown, eventInFull, type GoodsShown, quantityOf } from './words.ts'

export type BasketLineShown = {
  key: string
  goods: GoodsShown
  quantity: number
  wholeQuantity: number
  mostQuantity: number
  amountFen: number
  isEstimate: boolean
  heldGrams: number | null
  pinnedEventId: number | null
  choices: (EventShown & { id: number })[]
  forWhom: string
}

/** One thing in the basket, with how much, for whom, where else, and a way out. `planTo` takes its forms. */
export function BasketLine({
  line,
  index,
  planTo,
  error,
}: {
  line: BasketLineShown
  /** Its place in the form of all quantities. */
  index: number
  planTo: string
  error?: string
}) {
  const { goods } = line
  const isWhole = line.quantity === line.wholeQuantity
  return (
    <TripLine
      name={productName(goods)}
      drawing={goods.drawing}
      kind={goods.kind}
      amountFen={line.amountFen}
      isEstimate={line.isEstimate}
      size="small"
      detail={
        <>
          <GoodsDetail goods={goods} quantity={line.quantity} heldGrams={line.heldGrams} />
          {line.forWhom !== '' && <ForWhom names={line.forWhom} />}
        </>
      }
    >
      {isWhole ? (
        <BasketQuantity {...line} index={index} error={error} />
      ) : (
        <>
          <p className="soft">
            {m.ordering_basket_part({
              whole: quantityOf(goods, line.wholeQuantity),
              quantity: quantityOf(goods, line.quantity),
            })}
          </p>
          <WholeForm goods={goods} action={planTo} />
        </>
      )}
      <details className="more">
        <summary>
          {m.ordering_basket_more()}
          <HiddenText>{m.ordering_basket_remove_of({ name: productName(goods) })}</HiddenText>
        </summary>
        {isWhole && <PinForm line={line} action={planTo} />}
        <NoteForm line={line} action={planTo} />
      </details>
    </TripLine>
  )
}

/** The buyer's own note, under what it is about. */
export function ForWhom({ names }: { names: string }) {
  return (
    <>
      <br />
      <b className="whom">{m.ordering_basket_for_whom_shown({ names })}</b>
    </>
  )
}

function WholeForm({ goods, action }: { goods: GoodsShown; action: string }) {
  return (
    <form method="post" action={action}>
      <input type="hidden" name="offerId" value={goods.offerId} />
      <LinkButton name="intent" value="whole">
        {m.ordering_basket_whole()}
      </LinkButton>
    </form>
  )
}

/** Where else it could be collected; nothing where there is no choice. */
function PinForm({ line, action }: { line: BasketLineShown; action: string }) {
  const { goods, choices, pinnedEventId } = line
  if (choices.length < 2 && pinnedEventId === null) return null
  return (
    <form method="post" action={action} className="flex flex-wrap items-end gap-3">
      <input type="hidden" name="offerId" value={goods.offerId} />
      <Select
        label={m.ordering_basket_pin()}
        name="eventId"
        id={`event-${goods.offerId}`}
        defaultValue={pinnedEventId ?? ''}
        placeholder={m.ordering_basket_pin_none()}
        options={choices.map((event) => ({ value: String(event.id), label: eventInFull(event) }))}
      />
      <Button name="intent" value="pin">
        {m.ordering_basket_pin_do()}
      </Button>
    </form>
  )
}

function NoteForm({ line, action }: { line: BasketLineShown; action: string }) {
  const { goods, forWhom } = line
  return (
    <form method="post" action={action} className="flex flex-wrap items-end gap-3">
      <input type="hidden" name="offerId" value={goods.offerId} />
      <TextInput
        label={m.ordering_basket_for_whom()}
        hint={m.ordering_basket_for_whom_hint()}
        name="forWhom"
        id={`for-whom-${goods.offerId}`}
        defaultValue={forWhom}
        maxLength={500}
        autoComplete="off"
      />
      <Button name="intent" value="note">
        {m.ordering_basket_for_whom_do()}
      </Button>
    </form>
  )
}
