import { Banknote, QrCode } from 'lucide-react'
import { isWeighedPiece } from '#app/domain/kernel/quantity.ts'
import { formatUnit } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { Button } from '#app/ui/primitives/button.tsx'
import { Choice } from '#app/ui/primitives/choice.tsx'
import { TextInput } from '#app/ui/primitives/text-input.tsx'
import { countedAs } from './desk-line.ts'
import { type ShownStallLot, StallForm, type StallFormProps } from './stall-form.tsx'

/** Pieces or 斤 that are mostly asked for, a tap each. */
const USUAL = ['1', '2', '3', '5', '10']

/** A sale in three taps: what (chosen already where there is one), how much, and how it is paid. */
export function WalkUpForm(props: StallFormProps) {
  const { lots, typed, errors } = props
  const [only] = lots.length === 1 ? lots : []
  return (
    <StallForm {...props} legend={m.desk_walk_up_goods()} lotValueOf={lotValue}>
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
    </StallForm>
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
