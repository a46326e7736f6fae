import { formatQuantity, formatUnitPrice } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { productName } from '#app/ui/catalogue/words.ts'
import { Button } from '#app/ui/primitives/button.tsx'
import { Choice, Tick } from '#app/ui/primitives/choice.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { TextInput } from '#app/ui/primitives/text-input.tsx'
import type { ShownStallLot } from './walk-up-form.tsx'

/** How many more of which lot a household has brought, and that it sells them as was agreed. */
export function TopUpForm({
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
        legend={m.desk_top_up_goods()}
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
      <TextInput
        name="quantity"
        label={m.desk_top_up_quantity()}
        hint={m.desk_walk_up_quantity_hint()}
        error={errors.quantity}
        inputMode="decimal"
        autoComplete="off"
        required
        defaultValue={typed.quantity ?? ''}
      />
      <Tick
        name="agreed"
        label={m.desk_top_up_agreed()}
        checked={typed.agreed !== undefined}
        error={errors.agreed}
        required
      />
      <Button tone="ok" size="big" wide>
        {m.desk_top_up_do()}
      </Button>
    </form>
  )
}

/** The lot, and whether its goods are weighed or counted; pieces that are weighed when sold are counted when brought. */
function lotValue({ lotId, orderedBy }: ShownStallLot): string {
  return `${lotId}:${orderedBy === 'weight' ? 'weight' : 'pieces'}`
}
