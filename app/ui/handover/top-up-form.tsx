import { m } from '#app/i18n/generated/messages.js'
import { Button } from '#app/ui/primitives/button.tsx'
import { Tick } from '#app/ui/primitives/choice.tsx'
import { TextInput } from '#app/ui/primitives/text-input.tsx'
import { type ShownStallLot, StallForm, type StallFormProps } from './stall-form.tsx'

/** How many more of which lot a household has brought, and that it sells them as was agreed. */
export function TopUpForm(props: StallFormProps) {
  const { typed, errors } = props
  return (
    <StallForm {...props} legend={m.desk_top_up_goods()} lotValueOf={lotValue}>
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
    </StallForm>
  )
}

/** The lot, and whether its goods are weighed or counted; pieces that are weighed when sold are counted when brought. */
function lotValue({ lotId, orderedBy }: ShownStallLot): string {
  return `${lotId}:${orderedBy === 'weight' ? 'weight' : 'pieces'}`
}
