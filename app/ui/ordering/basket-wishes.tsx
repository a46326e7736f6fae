import { m } from '#app/i18n/generated/messages.js'
import { Button } from '#app/ui/primitives/button.tsx'
import { Select, TextInput } from '#app/ui/primitives/text-input.tsx'

/** Until when and near which town the buyer would like to collect. */
export function BasketWishes({
  latestDate,
  preferredTownCode,
  today,
  towns,
  action,
}: {
  latestDate: string | null
  preferredTownCode: string | null
  today: string
  towns: readonly { code: string; name: string }[]
  action: string
}) {
  const isOpen = latestDate !== null || preferredTownCode !== null
  return (
    <details open={isOpen} className="trip">
      <summary>{m.ordering_basket_wishes()}</summary>
      <form method="post" action={action} className="stack">
        <TextInput
          label={m.ordering_basket_latest()}
          name="latestDate"
          type="date"
          min={today}
          defaultValue={latestDate ?? ''}
          optional
        />
        <Select
          label={m.ordering_basket_town()}
          name="preferredTownCode"
          defaultValue={preferredTownCode ?? ''}
          placeholder={m.ordering_basket_town_any()}
          options={towns.map((town) => ({ value: town.code, label: town.name }))}
        />
        <p>
          <Button name="intent" value="wishes">
            {m.ordering_basket_wishes_do()}
          </Button>
        </p>
      </form>
    </details>
  )
}
