import { Upload } from 'lucide-react'
import type { CivilDate } from '#app/domain/kernel/calendar.ts'
import type { PricedBy } from '#app/domain/kernel/quantity.ts'
import { formatUnit } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { productName } from '#app/ui/catalogue/words.ts'
import { Button } from '#app/ui/primitives/button.tsx'
import { ErrorSummary } from '#app/ui/primitives/error-summary.tsx'
import { Select, TextInput } from '#app/ui/primitives/text-input.tsx'

export type PricedProduct = {
  key: string
  nameZh: string
  nameEn: string
  pricedBy: PricedBy
  pieceUnit: string | null
}

/** `大白鹅，元/只`: what a price of the product is per. */
export function pricedName(product: PricedProduct): string {
  const { pricedBy, pieceUnit } = product
  const unit = formatUnit({ orderedBy: pricedBy === 'jin' ? 'weight' : 'piece', pieceUnit })
  return m.prices_product_per({ product: productName(product), unit })
}

/** One price, by hand. Field ids are their names; what was typed stays. */
export function PriceForm({
  products,
  today,
  answer,
}: {
  products: readonly PricedProduct[]
  today: CivilDate
  answer: { values: Record<string, string>; errors: Record<string, string> } | null
}) {
  const field = (name: string) => ({
    name,
    error: answer?.errors[name],
    defaultValue: answer?.values[name] ?? '',
  })
  return (
    <section>
      <h2>{m.prices_by_hand()}</h2>
      <form method="post" className="stack narrow">
        <ErrorSummary errors={answer?.errors ?? {}} />
        <Select
          {...field('productKey')}
          label={m.prices_product()}
          placeholder={m.prices_choose_product()}
          options={products.map((product) => ({ value: product.key, label: pricedName(product) }))}
          required
        />
        <TextInput
          {...field('price')}
          label={m.prices_price()}
          hint={m.prices_price_hint()}
          inputMode="decimal"
          autoComplete="off"
          required
        />
        <TextInput
          {...field('source')}
          label={m.prices_source()}
          hint={m.prices_source_hint()}
          maxLength={60}
          required
        />
        <TextInput
          {...field('pricedOn')}
          label={m.prices_day()}
          type="date"
          defaultValue={answer?.values.pricedOn ?? today}
          max={today}
          required
        />
        <Button tone="go">{m.prices_add()}</Button>
      </form>
    </section>
  )
}

/** Many prices, as a file. */
export function PriceFileForm({ error }: { error: string | undefined }) {
  return (
    <section>
      <h2>{m.prices_by_file()}</h2>
      <form method="post" encType="multipart/form-data" className="stack narrow">
        <TextInput
          label={m.prices_file()}
          name="file"
          type="file"
          accept=".xlsx,.csv"
          hint={m.prices_file_hint()}
          error={error}
        />
        <Button icon={Upload}>{m.prices_file_add()}</Button>
      </form>
    </section>
  )
}
