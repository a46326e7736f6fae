import { formatMoney } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { Choice, type ChoiceOption } from '#app/ui/primitives/choice.tsx'

export type StandingShown = {
  agencyId: number
  agencyName: string
  unpaidOrdersMost: number
  unpaidOrdersOpen: number
  memberLimitFen: number
  onAccountFen: number
}

/** For whom, through which agency, and how it is paid: what can't be chosen says why. */
export function PayChoices({
  standings,
  totalFen,
  chosen,
}: {
  standings: readonly StandingShown[]
  totalFen: number
  /** What was chosen before, where the form comes back. */
  chosen: { capacity: string; agencyId: string; payBy: string }
}) {
  const [first] = standings
  if (!first) return null
  const deskIsFull = standings.every((standing) => standing.unpaidOrdersOpen >= standing.unpaidOrdersMost)
  const accountIsOpen = standings.some((standing) => leftOf(standing) >= totalFen)
  const options: ChoiceOption[] = [
    {
      value: 'desk',
      label: m.ordering_checkout_desk(),
      hint: deskIsFull
        ? m.ordering_checkout_desk_full({ open: first.unpaidOrdersOpen, most: first.unpaidOrdersMost })
        : m.ordering_checkout_desk_hint(),
      disabled: deskIsFull,
    },
    {
      value: 'agency-account',
      label: m.ordering_checkout_account(),
      hint: accountHint(standings, totalFen),
      disabled: !accountIsOpen,
    },
  ]
  const isChosenOpen = options.some((option) => option.value === chosen.payBy && !option.disabled)
  const payBy = isChosenOpen ? chosen.payBy : (options.find((option) => !option.disabled)?.value ?? '')
  return (
    <>
      <Choice
        legend={m.ordering_checkout_for()}
        name="capacity"
        chosen={chosen.capacity}
        options={[
          { value: 'personal', label: m.ordering_checkout_personal() },
          { value: 'union', label: m.ordering_checkout_union() },
          { value: 'canteen', label: m.ordering_checkout_canteen() },
        ]}
      />
      {standings.length === 1 ? (
        <input type="hidden" name="agencyId" value={first.agencyId} />
      ) : (
        <Choice
          legend={m.ordering_checkout_agency()}
          name="agencyId"
          look="list"
          required
          chosen={chosen.agencyId}
          options={standings.map((standing) => ({
            value: String(standing.agencyId),
            label: standing.agencyName,
          }))}
        />
      )}
      <Choice
        legend={m.ordering_checkout_pay()}
        name="payBy"
        look="list"
        required
        chosen={payBy}
        options={options}
      />
    </>
  )
}

function leftOf({ memberLimitFen, onAccountFen }: StandingShown): number {
  return Math.max(0, memberLimitFen - onAccountFen)
}

function accountHint(standings: readonly StandingShown[], totalFen: number): string {
  const texts = standings.map((standing) => {
    const text = accountText(standing, totalFen)
    return standings.length === 1
      ? text
      : m.ordering_checkout_account_of({ agency: standing.agencyName, text })
  })
  return texts.join(' ')
}

function accountText(standing: StandingShown, totalFen: number): string {
  if (standing.memberLimitFen === 0) return m.ordering_checkout_account_none()
  const left = formatMoney(leftOf(standing))
  return leftOf(standing) >= totalFen
    ? m.ordering_checkout_account_hint({ left })
    : m.ordering_checkout_account_over({ left, total: formatMoney(totalFen) })
}
