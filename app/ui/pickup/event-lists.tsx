import type { OrderedBy } from '#app/domain/kernel/quantity.ts'
import type { OrderState } from '#app/domain/ordering/order-states.ts'
import { formatQuantity } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { productName } from '#app/ui/catalogue/words.ts'
import { Table } from '#app/ui/primitives/table.tsx'

type ProductQuantity = {
  nameZh: string
  nameEn: string
  orderedBy: OrderedBy
  pieceUnit: string | null
  quantity: number
}

/** 大白鹅2只，土鸡蛋30个: each product once, whatever lines it came in. */
export function goodsWords(goods: readonly ProductQuantity[]): string {
  const sums = new Map<string, ProductQuantity>()
  for (const one of goods) {
    const quantity = (sums.get(one.nameZh)?.quantity ?? 0) + one.quantity
    sums.set(one.nameZh, { ...one, quantity })
  }
  return [...sums.values()]
    .map((one) =>
      m.organizer_goods({ product: productName(one), quantity: formatQuantity(one.quantity, one) }),
    )
    .reduce((first, second) => (first === '' ? second : m.joined({ first, second })), '')
}

export type ShownBrings = {
  householdNumber: string
  alias: string
  village: string
  goods: ProductQuantity[]
}

/** What each household is told to bring: printed after the cut-off. */
export function BringsTable({ rows, isFixed }: { rows: readonly ShownBrings[]; isFixed: boolean }) {
  return (
    <section className="stack" aria-labelledby="brings">
      <h2 id="brings">{m.organizer_brings_title()}</h2>
      <p className="soft">{isFixed ? m.organizer_brings_fixed() : m.organizer_brings_changing()}</p>
      <Table
        caption={m.organizer_brings_title()}
        hideCaption
        rows={rows}
        rowKey={(row) => row.householdNumber}
        empty={m.organizer_brings_none()}
        columns={[
          {
            key: 'household',
            heading: m.organizer_column_household(),
            isRowHeading: true,
            cell: (row) => (
              <>
                {m.organizer_household({ alias: row.alias, village: row.village })}
                <br />
                <span className="soft num">{row.householdNumber}</span>
              </>
            ),
          },
          { key: 'goods', heading: m.organizer_column_goods(), cell: (row) => goodsWords(row.goods) },
        ]}
      />
    </section>
  )
}

export type ShownOrder = {
  id: string
  number: number
  buyer: string
  agency: string | null
  state: OrderState
  lines: ProductQuantity[]
}

const states: Record<OrderState, () => string> = {
  placed: m.organizer_order_placed,
  'part-settled': m.organizer_order_part,
  'handed-over': m.organizer_order_done,
  'not-handed-over': m.organizer_order_not,
  cancelled: m.organizer_order_cancelled,
}

/** Every order of the event. */
export function OrderTable({ orders }: { orders: readonly ShownOrder[] }) {
  return (
    <section className="stack" aria-labelledby="orders">
      <h2 id="orders">{m.organizer_order_list()}</h2>
      <Table
        caption={m.organizer_order_list()}
        hideCaption
        rows={orders}
        rowKey={(order) => order.id}
        empty={m.organizer_order_none()}
        columns={[
          { key: 'number', heading: m.organizer_column_order(), noWrap: true, cell: (order) => order.number },
          {
            key: 'buyer',
            heading: m.organizer_column_buyer(),
            isRowHeading: true,
            cell: ({ agency, buyer, lines }) => (
              <>
                {agency === null ? buyer : m.organizer_buyer_of({ agency, buyer })}
                <br />
                <span className="soft">{goodsWords(lines)}</span>
              </>
            ),
          },
          {
            key: 'state',
            heading: m.organizer_column_state(),
            noWrap: true,
            cell: (order) => states[order.state](),
          },
        ]}
      />
    </section>
  )
}
