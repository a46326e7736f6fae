import { formatQuantity, formatUnitPrice } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { productName } from '#app/ui/catalogue/words.ts'
import { Button } from '#app/ui/primitives/button.tsx'
import { Choice } from '#app/ui/primitives/choice.tsx'
import { TextInput } from '#app/ui/primitives/text-input.tsx'
import { householdWords, type ShownHousehold } from './desk-line.ts'
import type { ShownStallLot } from './stall-form.tsx'
import { lotValue } from './walk-up-form.tsx'

export type ShownSubstitute = ShownStallLot & {
  offerId: number
  productId: number
  household: ShownHousehold
}

/**
 * Other goods of the stall for what is missing of a line, folded away among the reasons: part of the scale's form, so
 * that what was brought of the line goes with it.
 */
export function SubstituteChoice({
  lots,
  typed,
}: {
  lots: readonly ShownSubstitute[]
  typed: Record<string, string>
}) {
  const byProduct = new Map<number, ShownSubstitute[]>()
  for (const lot of lots) byProduct.set(lot.productId, [...(byProduct.get(lot.productId) ?? []), lot])
  return (
    <details open={typed.act === 'substitute'}>
      <summary>{m.desk_substitute()}</summary>
      <p className="hint">{m.desk_substitute_hint()}</p>
      <div className="stack">
        {[...byProduct.values()].map((ofProduct) => (
          <OfProduct key={ofProduct[0]?.productId} lots={ofProduct} chosen={typed.substitute} />
        ))}
        <TextInput
          name="substituteQuantity"
          label={m.desk_substitute_quantity()}
          hint={m.desk_walk_up_quantity_hint()}
          inputMode="decimal"
          autoComplete="off"
          defaultValue={typed.substituteQuantity ?? ''}
        />
        <Button name="act" value="substitute" size="big">
          {m.desk_substitute_do()}
        </Button>
      </div>
    </details>
  )
}

/** One product's lots, folded away: a stall has dozens. */
function OfProduct({ lots, chosen }: { lots: readonly ShownSubstitute[]; chosen: string | undefined }) {
  const [first] = lots
  if (!first) return null
  return (
    <details open={lots.some((lot) => lotValue(lot) === chosen)}>
      <summary>{productName(first)}</summary>
      <Choice
        id={`substitute-${first.productId}`}
        legend={productName(first)}
        hideLegend
        name="substitute"
        look="list"
        chosen={chosen}
        options={lots.map((lot) => ({
          value: lotValue(lot),
          label: householdWords(lot.household),
          hint: m.desk_walk_up_left({
            price: formatUnitPrice(lot.unitPriceFen, lot),
            quantity: formatQuantity(lot.available, lot),
          }),
        }))}
      />
    </details>
  )
}
