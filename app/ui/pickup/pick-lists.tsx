import { crossTable, groupParts } from '#app/domain/pickup/pick-lists.ts'
import { formatCount, formatPickupCode, formatQuantity } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { productName } from '#app/ui/catalogue/words.ts'
import { Table } from '#app/ui/primitives/table.tsx'
import { ListHead, type ListKind } from './list-frame.tsx'
import {
  goodsOf,
  householdName,
  type Paper,
  type ShownListOrder,
  type ShownListPart,
  type ShownLists,
  stallWords,
  totalsOf,
  totalsWords,
} from './list-words.ts'

/** One of the lists of an event. `rows` is what a row of the matrix is. */
export function PickList({
  lists,
  kind,
  paper,
  rows,
}: {
  lists: ShownLists
  kind: ListKind
  paper: Paper
  rows: 'product' | 'household'
}) {
  const isNothing = lists.parts.length === 0
  return (
    <>
      <ListHead lists={lists} kind={kind} />
      {isNothing && <p>{m.lists_none()}</p>}
      {kind === 'household' && <ByHousehold lists={lists} />}
      {kind === 'buyer' && <ByBuyer lists={lists} />}
      {kind === 'product' && <ByProduct lists={lists} />}
      {kind === 'matrix' && <Matrix lists={lists} paper={paper} rows={rows} />}
      {kind === 'stall' && <Packing lists={lists} />}
      {!isNothing && kind !== 'product' && (
        <section className="paper-row paper-all">
          <h3>{m.lists_all()}</h3>
          <Totals lists={lists} parts={lists.parts} />
        </section>
      )}
    </>
  )
}

/** Goods and how much, a line each. */
function Totals({ lists, parts }: { lists: ShownLists; parts: readonly ShownListPart[] }) {
  return (
    <ul className="paper-goods">
      {totalsOf(lists, parts).map(({ goods, quantity }) => (
        <li key={goods.key}>
          <span>{productName(goods)}</span>
          <b>{formatQuantity(quantity, goods)}</b>
        </li>
      ))}
    </ul>
  )
}

function OrderHead({ order }: { order: ShownListOrder }) {
  const { agency, buyer, number, pickupCode } = order
  return (
    <h3>
      <span className="paper-code">{formatPickupCode(pickupCode)}</span>{' '}
      <span>{m.lists_order_of({ number, buyer })}</span>
      {agency !== null && <small>{agency}</small>}
    </h3>
  )
}

/** What each household brings, and for whom. */
function ByHousehold({ lists }: { lists: ShownLists }) {
  const partsOf = groupParts(lists.parts, ({ householdId }) => householdId)
  return lists.households.map((household) => {
    const parts = partsOf.get(household.id) ?? []
    const ofOrder = groupParts(parts, ({ orderId }) => orderId)
    return (
      <section key={household.id} className="paper-row">
        <h3>
          <span className="paper-code">{m.lists_stall({ stall: household.stall })}</span>{' '}
          <span>{householdName(household)}</span>
          <small>
            {household.number} {household.isDoorStep && !household.isFetched && m.lists_door_step()}
            {household.isFetched && m.lists_fetched()}
          </small>
        </h3>
        <Totals lists={lists} parts={parts} />
        <ul className="paper-for">
          {inNumber(lists.orders).flatMap((order) => {
            const own = ofOrder.get(order.id)
            if (!own) return []
            return [
              <li key={order.id}>
                {formatPickupCode(order.pickupCode)}{' '}
                {m.lists_order_of({ number: order.number, buyer: order.buyer })}{' '}
                <b>{totalsWords(totalsOf(lists, own))}</b>
              </li>,
            ]
          })}
        </ul>
      </section>
    )
  })
}

function ByBuyer({ lists }: { lists: ShownLists }) {
  const partsOf = groupParts(lists.parts, ({ orderId }) => orderId)
  return inNumber(lists.orders).map((order) => {
    const parts = partsOf.get(order.id) ?? []
    return (
      <section key={order.id} className="paper-row">
        <OrderHead order={order} />
        <Totals lists={lists} parts={parts} />
        <p className="soft">{stallWords(lists, parts)}</p>
      </section>
    )
  })
}

function ByProduct({ lists }: { lists: ShownLists }) {
  const partsOf = groupParts(lists.parts, ({ goods }) => goods)
  return totalsOf(lists, lists.parts).map(({ goods, quantity }) => {
    const parts = partsOf.get(goods.key) ?? []
    return (
      <section key={goods.key} className="paper-row">
        <ul className="paper-goods">
          <li>
            <span>{productName(goods)}</span>
            <b>{formatQuantity(quantity, goods)}</b>
          </li>
        </ul>
        <p className="soft">
          {m.lists_counts({
            households: formatCount(new Set(parts.map(({ householdId }) => householdId)).size),
            orders: formatCount(new Set(parts.map(({ orderId }) => orderId)).size),
          })}
        </p>
      </section>
    )
  })
}

/** How many orders stand beside one another on a paper. */
const ORDERS_ACROSS: Record<Paper, number> = { a4: 8, a5: 5, '80mm': 3 }

function Matrix({ lists, paper, rows }: { lists: ShownLists; paper: Paper; rows: 'product' | 'household' }) {
  const table = crossTable(lists.parts, rows)
  const householdOf = new Map(lists.households.map((household) => [household.id, household]))
  const orders = inNumber(lists.orders)
  const across = ORDERS_ACROSS[paper]
  const pages = Array.from({ length: Math.ceil(orders.length / across) }, (_, page) =>
    orders.slice(page * across, (page + 1) * across),
  )
  const caption = rows === 'product' ? m.lists_matrix_product() : m.lists_matrix_household()
  const titleOf = (page: number) =>
    m.lists_matrix_of({ caption, part: formatCount(page + 1), all: formatCount(pages.length) })
  return pages.map((shown, page) => (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section key={shown[0]?.id} className="paper-wide" aria-label={titleOf(page)} tabIndex={0}>
      <Table
        className="paper-matrix"
        caption={titleOf(page)}
        rows={table.filter(({ cells }) => shown.some(({ id }) => cells.has(id)))}
        rowKey={(row) => `${row.householdId} ${row.goods}`}
        columns={[
          {
            key: 'row',
            heading: m.lists_column_product(),
            isRowHeading: true,
            cell: (row) => {
              const household = row.householdId === null ? undefined : householdOf.get(row.householdId)
              return (
                <>
                  {productName(goodsOf(lists, row.goods))}
                  {household && <small>{m.lists_stall({ stall: household.stall })}</small>}
                </>
              )
            },
          },
          ...shown.map((order) => ({
            key: order.id,
            heading: (
              <>
                {formatPickupCode(order.pickupCode)}
                <small>{order.buyer}</small>
              </>
            ),
            numeric: true,
            cell: (row: (typeof table)[number]) => {
              const quantity = row.cells.get(order.id)
              return quantity === undefined ? '' : formatQuantity(quantity, goodsOf(lists, row.goods))
            },
          })),
          {
            key: 'total',
            heading: m.lists_all(),
            numeric: true,
            cell: (row) => <b>{formatQuantity(row.total, goodsOf(lists, row.goods))}</b>,
          },
        ]}
      />
    </section>
  ))
}

/** Where households stand, then the orders in the order in which they are packed along the stalls. */
function Packing({ lists }: { lists: ShownLists }) {
  const ofHousehold = groupParts(lists.parts, ({ householdId }) => householdId)
  const ofOrder = groupParts(lists.parts, ({ orderId }) => orderId)
  return (
    <>
      <h3 className="paper-title">{m.lists_stall_heading()}</h3>
      <ul className="paper-for paper-stalls">
        {lists.households.map((household) => (
          <li key={household.id}>
            <b>{m.lists_stall({ stall: household.stall })}</b> {householdName(household)}{' '}
            <span>{totalsWords(totalsOf(lists, ofHousehold.get(household.id) ?? []))}</span>
          </li>
        ))}
      </ul>
      <h3 className="paper-title">{m.lists_packing_heading()}</h3>
      {lists.orders.map((order) => {
        const own = groupParts(ofOrder.get(order.id) ?? [], ({ householdId }) => householdId)
        return (
          <section key={order.id} className="paper-row">
            <OrderHead order={order} />
            <ul className="paper-ticks">
              {lists.households.flatMap((household) => {
                const parts = own.get(household.id)
                if (!parts) return []
                return [
                  <li key={household.id}>
                    <span className="bring-box" aria-hidden="true" />
                    <span>
                      {m.lists_stall({ stall: household.stall })} <b>{totalsWords(totalsOf(lists, parts))}</b>
                    </span>
                  </li>,
                ]
              })}
            </ul>
          </section>
        )
      })}
    </>
  )
}

function inNumber(orders: readonly ShownListOrder[]): ShownListOrder[] {
  return [...orders].sort((a, b) => a.number - b.number)
}
