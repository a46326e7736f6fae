import type { CivilDate } from '#app/domain/kernel/calendar.ts'
import type { OrderedBy, PricedBy } from '#app/domain/kernel/quantity.ts'
import { formatAmount, formatDate, formatMoney, formatQuantity, formatUnitPrice } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { productName } from '#app/ui/catalogue/words.ts'
import { Button } from '#app/ui/primitives/button.tsx'
import { Chip } from '#app/ui/primitives/chip.tsx'
import { ErrorSummary } from '#app/ui/primitives/error-summary.tsx'
import { Totals } from '#app/ui/primitives/facts.tsx'
import { Table } from '#app/ui/primitives/table.tsx'
import { Select, TextInput } from '#app/ui/primitives/text-input.tsx'
import { agreementWords, WAYS_OFFERED } from '#app/ui/village/words.ts'
import { type PricedProduct, pricedName } from './price-forms.tsx'

type Product = {
  nameZh: string
  nameEn: string
  orderedBy: OrderedBy
  pricedBy: PricedBy
  pieceUnit: string | null
}

type ShownContract = {
  id: number
  householdNumber: string
  village: string
  product: Product
  purchasePriceFen: number
  mostQuantity: number
  listedQuantity: number
  soldQuantity: number
  earnedFen: number
  marginFen: number
  fromDay: CivilDate
  toDay: CivilDate
  endedOn: CivilDate | null
  endReason: string | null
}

type Answer = {
  /** Whose end was refused; null for a contract that was not recorded. */
  contractId: number | null
  values: Record<string, string>
  errors: Record<string, string>
} | null

/** Every contract with what came of it: what the household earned, and what was kept above that. */
export function ContractList({
  page,
  today,
  mayEnd,
  answer,
}: {
  page: { contracts: readonly ShownContract[]; earnedFen: number; marginFen: number }
  today: CivilDate
  mayEnd: boolean
  answer: Answer
}) {
  const { contracts } = page
  return (
    <>
      <Totals
        rows={[
          { key: 'earned', name: m.contract_earned(), value: formatMoney(page.earnedFen) },
          { key: 'margin', name: m.contract_margin(), value: formatMoney(page.marginFen) },
          {
            key: 'all',
            name: m.contract_buyers_paid(),
            value: formatMoney(page.earnedFen + page.marginFen),
            kind: 'all',
          },
        ]}
      />
      <section className="mt-8">
        <Table
          caption={m.contract_contracts()}
          rows={contracts}
          rowKey={(row) => row.id}
          empty={m.contract_contracts_none()}
          columns={[
            {
              key: 'what',
              heading: m.contract_column_contract(),
              isRowHeading: true,
              cell: (row) => <What row={row} today={today} mayEnd={mayEnd} answer={answer} />,
            },
            {
              key: 'earned',
              heading: m.contract_column_earned(),
              numeric: true,
              cell: (row) => formatAmount(row.earnedFen),
              total: formatAmount(page.earnedFen),
            },
            {
              key: 'margin',
              heading: m.contract_column_margin(),
              numeric: true,
              cell: (row) => formatAmount(row.marginFen),
              total: formatAmount(page.marginFen),
            },
          ]}
        />
      </section>
    </>
  )
}

function used({ listedQuantity, soldQuantity, mostQuantity, product }: ShownContract): string {
  const quantity = (count: number) => formatQuantity(count, product)
  return m.contract_used({
    sold: quantity(soldQuantity),
    listed: quantity(listedQuantity),
    most: quantity(mostQuantity),
  })
}

function What({
  row,
  today,
  mayEnd,
  answer,
}: {
  row: ShownContract
  today: CivilDate
  mayEnd: boolean
  answer: Answer
}) {
  const isOver = row.toDay < today
  return (
    <>
      {productName(row.product)} {formatUnitPrice(row.purchasePriceFen, row.product)}{' '}
      {row.endedOn !== null ? (
        <Chip tone="plain">{m.contract_ended()}</Chip>
      ) : (
        isOver && <Chip tone="plain">{m.contract_over()}</Chip>
      )}
      <br />
      <span className="soft">
        {m.contract_household({ village: row.village, number: row.householdNumber })}
        <br />
        {m.pairing_from_to({ from: formatDate(row.fromDay), to: formatDate(row.toDay) })}
        <br />
        {used(row)}
        {row.endedOn !== null && (
          <>
            <br />
            {m.contract_ended_why({ day: formatDate(row.endedOn), reason: row.endReason ?? '' })}
          </>
        )}
      </span>
      {mayEnd && row.endedOn === null && !isOver && (
        <EndForm id={row.id} answer={answer?.contractId === row.id ? answer : null} />
      )}
    </>
  )
}

function EndForm({ id, answer }: { id: number; answer: Answer }) {
  return (
    <details open={answer !== null}>
      <summary>{m.contract_end()}</summary>
      <form method="post" className="stack narrow">
        <input type="hidden" name="intent" value="end" />
        <input type="hidden" name="contractId" value={id} />
        <TextInput
          name="reason"
          id={`reason-${id}`}
          label={m.contract_end_why()}
          hint={m.contract_end_hint()}
          defaultValue={answer?.values.reason ?? ''}
          error={answer?.errors.reason}
          maxLength={60}
          autoComplete="off"
          required
        />
        <Button>{m.contract_end_do()}</Button>
      </form>
    </details>
  )
}

export function ContractForm({
  products,
  today,
  answer,
}: {
  products: readonly PricedProduct[]
  today: CivilDate
  answer: Answer
}) {
  const field = (name: string, first = '') => ({
    name,
    error: answer?.errors[name],
    defaultValue: answer?.values[name] ?? first,
  })
  return (
    <section>
      <h2 className="mb-4">{m.contract_add()}</h2>
      <form method="post" className="stack narrow">
        <ErrorSummary errors={answer?.errors ?? {}} />
        <TextInput {...field('householdNumber')} label={m.pairing_number()} autoComplete="off" required />
        <Select
          {...field('productKey')}
          label={m.prices_product()}
          placeholder={m.prices_choose_product()}
          options={products.map((product) => ({ value: product.key, label: pricedName(product) }))}
          required
        />
        <TextInput
          {...field('price')}
          label={m.contract_price()}
          hint={m.contract_price_hint()}
          inputMode="decimal"
          autoComplete="off"
          required
        />
        <TextInput
          {...field('quantity')}
          label={m.contract_most()}
          hint={m.contract_most_hint()}
          inputMode="decimal"
          autoComplete="off"
          required
        />
        <TextInput {...field('fromDay', today)} label={m.contract_from()} type="date" required />
        <TextInput {...field('toDay')} label={m.contract_to()} type="date" required />
        <Select
          {...field('how')}
          label={m.village_how()}
          options={WAYS_OFFERED.map((value) => ({ value, label: agreementWords(value) }))}
          required
        />
        <TextInput
          {...field('witness')}
          label={m.village_witness()}
          hint={m.village_witness_hint()}
          maxLength={60}
          autoComplete="off"
          optional
        />
        <TextInput
          {...field('agreedOn', today)}
          label={m.village_agreed_on()}
          type="date"
          max={today}
          required
        />
        <Button tone="go">{m.contract_add_do()}</Button>
      </form>
    </section>
  )
}
