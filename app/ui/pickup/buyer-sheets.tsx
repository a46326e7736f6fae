import { groupParts } from '#app/domain/pickup/pick-lists.ts'
import {
  formatAbout,
  formatInstant,
  formatMoney,
  formatPickupCode,
  formatPickupTime,
  formatQuantity,
} from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { productName } from '#app/ui/catalogue/words.ts'
import { QrCode } from '#app/ui/primitives/qr-code.tsx'
import {
  goodsOf,
  isByScale,
  type ShownListOrder,
  type ShownListPart,
  type ShownLists,
  stallWords,
} from './list-words.ts'

const ways: Record<ShownListOrder['payBy'], () => string> = {
  desk: m.lists_sheet_pay_desk,
  'agency-account': m.lists_sheet_pay_account,
  transfer: m.lists_sheet_pay_ahead,
  card: m.lists_sheet_pay_ahead,
}

/** A sheet for each buyer: what is collected, room for weights, about how much, and a line to sign on. */
export function BuyerSheets({ lists }: { lists: ShownLists }) {
  const ofOrder = groupParts(lists.parts, ({ orderId }) => orderId)
  if (lists.parts.length === 0) return <p>{m.lists_none()}</p>
  return [...lists.orders]
    .sort((a, b) => a.number - b.number)
    .map((order) => (
      <BuyerSheet key={order.id} lists={lists} order={order} parts={ofOrder.get(order.id) ?? []} />
    ))
}

function BuyerSheet({
  lists,
  order,
  parts,
}: {
  lists: ShownLists
  order: ShownListOrder
  parts: readonly ShownListPart[]
}) {
  const { pickupCode, number, buyer, agency, payBy } = order
  const isAbout = parts.some(({ goods }) => isByScale(goodsOf(lists, goods)))
  const total = formatMoney(amountOf(parts))
  return (
    <section className="buyer-sheet" aria-label={formatPickupCode(pickupCode)}>
      <header>
        <QrCode text={pickupCode} label={m.pickup_code_qr({ code: pickupCode })} />
        <div>
          <h2 className="label-code">{formatPickupCode(pickupCode)}</h2>
          <p>
            {m.lists_order_of({ number, buyer })}
            {agency !== null && <small>{agency}</small>}
          </p>
        </div>
      </header>
      <p>
        {formatPickupTime(lists.startsAt, lists.endsAt)}{' '}
        {m.organizer_where({ village: lists.village, place: lists.place })}
      </p>
      <ul className="sheet-lines">
        {[...groupParts(parts, ({ lineId }) => lineId).values()].map((own) => (
          <SheetLine key={own[0]?.lineId} lists={lists} parts={own} />
        ))}
      </ul>
      <p className="sheet-total">
        <span>{m.joined({ first: m.lists_sheet_total(), second: ways[payBy]() })}</span>
        <b>{isAbout ? formatAbout(total) : total}</b>
      </p>
      <p className="sheet-sign">{m.lists_sheet_signature()}</p>
      <p className="soft">{m.lists_as_of({ instant: formatInstant(lists.asOf) })}</p>
    </section>
  )
}

/** One line of the order; the scale's figure is written in where it has the last word. */
function SheetLine({ lists, parts }: { lists: ShownLists; parts: readonly ShownListPart[] }) {
  const [first] = parts
  if (!first) return null
  const goods = goodsOf(lists, first.goods)
  const quantity = parts.reduce((sum, part) => sum + part.quantity, 0)
  const amount = formatMoney(amountOf(parts))
  return (
    <li>
      <b>{productName(goods)}</b>
      <b className="n">{formatQuantity(quantity, goods)}</b>
      <span>
        <span className="sheet-stall">{stallWords(lists, parts)}</span>
        {isByScale(goods) && (
          <span className="sheet-weight">
            {m.lists_sheet_weighed()}
            <i />
            {m.unit_jin()}
          </span>
        )}
      </span>
      <span className="n">{isByScale(goods) ? formatAbout(amount) : amount}</span>
    </li>
  )
}

function amountOf(parts: readonly ShownListPart[]): number {
  return parts.reduce((sum, { amountFen }) => sum + amountFen, 0)
}
