import { Banknote, QrCode } from 'lucide-react'
import { isWeighedPiece, type OrderedBy, type PricedBy } from '#app/domain/kernel/quantity.ts'
import { formatQuantity, formatUnit, formatUnitPrice } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { productName } from '#app/ui/catalogue/words.ts'
import { Button } from '#app/ui/primitives/button.tsx'
import { Choice } from '#app/ui/primitives/choice.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { TextInput } from '#app/ui/primitives/text-input.tsx'
import { countedAs } from './desk-line.ts'

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

/** Pieces or 斤 that are mostly asked for, a tap each. */
const USUAL = ['1', '2', '3', '5', '10']

/** A sale in three taps: what (chosen already where there is one), how much, and how it is paid. */
export function WalkUpForm({
  lots,
  operationId,
  typed,
  errors,
}: {
  lots: readonly ShownStallLot[]
  operationId: string
  typed: Record<string, string>
  errors: Record<string, string>
}) {
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
        legend={m.desk_walk_up_goods()}
        name="lot"
        look="list"
        required
        chosen={typed.lot ?? (only ? lotValue(only) : '')}
        error={errors.lot}
        options={lots.map((lot) => ({
          value: lotValue(lot),
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
      {(!only || !isWeighedPiece(only)) && (
        <Choice
          legend={only ? quantityWords(only) : m.desk_walk_up_quantity()}
          name="usual"
          look="row"
          chosen={typed.usual ?? (only?.orderedBy === 'piece' ? '1' : '')}
          options={USUAL.map((value) => ({ value, label: value }))}
        />
      )}
      <TextInput
        name="quantity"
        label={only && isWeighedPiece(only) ? quantityWords(only) : m.desk_walk_up_other_quantity()}
        hint={only ? undefined : m.desk_walk_up_quantity_hint()}
        error={errors.quantity}
        inputMode="decimal"
        autoComplete="off"
        defaultValue={typed.quantity ?? ''}
      />
      <div className="two">
        <Button name="method" value="cash" tone="ok" size="big" icon={Banknote}>
          {m.desk_walk_up_cash()}
        </Button>
        <Button name="method" value="qr" size="big" icon={QrCode}>
          {m.desk_walk_up_qr()}
        </Button>
      </div>
    </form>
  )
}

/** The lot, and how its figure is taken. */
export function lotValue(lot: Pick<ShownStallLot, 'lotId' | 'orderedBy' | 'pricedBy'>): string {
  return `${lot.lotId}:${countedAs(lot)}`
}

function quantityWords(lot: ShownStallLot): string {
  if (isWeighedPiece(lot)) return m.desk_walk_up_quantity_weighed()
  return lot.orderedBy === 'weight'
    ? m.desk_walk_up_quantity_weight()
    : m.desk_walk_up_quantity_piece({ unit: formatUnit(lot) })
}
