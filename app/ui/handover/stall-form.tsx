/** What forms about a household's lots at the stall share: the act's id, what is wrong, and which lot. */
import type { ReactNode } from 'react'
import type { OrderedBy, PricedBy } from '#app/domain/kernel/quantity.ts'
import { formatQuantity, formatUnitPrice } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { productName } from '#app/ui/catalogue/words.ts'
import { Choice } from '#app/ui/primitives/choice.tsx'
import { Note } from '#app/ui/primitives/note.tsx'

export type ShownStallLot = {
  lotId: number
  nameZh: string
  nameEn: string
  orderedBy: OrderedBy
  pricedBy: PricedBy
  pieceUnit: string | null
  unitPriceFen: number
  available: number
}

export type StallFormProps = {
  lots: readonly ShownStallLot[]
  operationId: string
  typed: Record<string, string>
  errors: Record<string, string>
}

/** Which of the lots, chosen already where there is one; `lotValueOf` is what a lot is sent as. */
export function StallForm({
  lots,
  operationId,
  typed,
  errors,
  legend,
  lotValueOf,
  children,
}: StallFormProps & { legend: string; lotValueOf: (lot: ShownStallLot) => string; children: ReactNode }) {
  const [only] = lots.length === 1 ? lots : []
  const form = errors['']
  return (
    <form method="post" className="stack">
      <input type="hidden" name="operationId" value={operationId} />
      {form && (
        <Note tone="bad" announce>
          {form}
        </Note>
      )}
      <Choice
        legend={legend}
        name="lot"
        look="list"
        required
        chosen={typed.lot ?? (only ? lotValueOf(only) : '')}
        error={errors.lot}
        options={lots.map((lot) => ({
          value: lotValueOf(lot),
          label: productName(lot),
          hint: (
            <span data-live={`lot-${lot.lotId}`}>
              {m.desk_walk_up_left({
                price: formatUnitPrice(lot.unitPriceFen, lot),
                quantity: formatQuantity(lot.available, lot),
              })}
            </span>
          ),
        }))}
      />
      {children}
    </form>
  )
}
