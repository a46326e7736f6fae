import { readForWhom } from '#app/domain/ordering/for-whom.ts'
import { formatAbout, formatAmount } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { productName } from '#app/ui/catalogue/words.ts'
import { Table } from '#app/ui/primitives/table.tsx'
import { type GoodsShown, quantityOf } from './words.ts'

export type Collected = {
  key: string
  goods: GoodsShown
  quantity: number
  amountFen: number
  isEstimate: boolean
  forWhom: string
}

/** What is collected at one event, to be ticked off with a pen. */
export function CollectTable({ goods }: { goods: readonly Collected[] }) {
  return (
    <Table
      caption={m.ordering_order_what()}
      hideCaption
      rows={goods}
      rowKey={(line) => line.key}
      columns={[
        {
          key: 'goods',
          heading: m.ordering_sheet_goods(),
          isRowHeading: true,
          cell: (line) => (
            <>
              {productName(line.goods)}
              <br />
              <span className="soft">{line.goods.village}</span>
            </>
          ),
        },
        {
          key: 'quantity',
          heading: m.ordering_sheet_quantity(),
          numeric: true,
          noWrap: true,
          cell: (line) => quantityOf(line.goods, line.quantity),
        },
        {
          key: 'amount',
          heading: m.ordering_sheet_amount(),
          numeric: true,
          onlyWide: true,
          cell: (line) => {
            const amount = formatAmount(line.amountFen)
            return line.isEstimate ? formatAbout(amount) : amount
          },
        },
        { key: 'whom', heading: m.ordering_sheet_for_whom(), apart: true, cell: (line) => line.forWhom },
      ]}
    />
  )
}

/** Which colleague has what, each named once, with room to note that it was given. */
export function WhoseTable({ goods }: { goods: readonly Collected[] }) {
  const named = goods.flatMap((line) =>
    readForWhom(line.forWhom).map(({ who, amount }) => {
      const name = productName(line.goods)
      const unit = line.goods.measure.orderedBy === 'weight' ? 500 : 1
      const quantity = amount === null ? '' : quantityOf(line.goods, amount * unit)
      return { who, text: quantity === '' ? name : m.ordering_order_goods({ name, quantity }) }
    }),
  )
  const people = [...new Set(named.map(({ who }) => who))]
  return (
    <section aria-labelledby="whose">
      <h2 id="whose">{m.ordering_sheet_whose()}</h2>
      <Table
        caption={m.ordering_sheet_whose()}
        hideCaption
        rows={people}
        rowKey={(who) => who}
        columns={[
          { key: 'who', heading: m.ordering_sheet_who(), isRowHeading: true, cell: (who) => who },
          {
            key: 'goods',
            heading: m.ordering_sheet_goods(),
            cell: (who) => (
              <ul>
                {named
                  .filter((one) => one.who === who)
                  .map((one) => (
                    <li key={one.text}>{one.text}</li>
                  ))}
              </ul>
            ),
          },
          { key: 'given', heading: m.ordering_sheet_given(), cell: () => '□' },
        ]}
      />
    </section>
  )
}
