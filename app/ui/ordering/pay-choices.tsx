import { formatMoney } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { Choice, type ChoiceOption } from '#app/ui/primitives/choice.tsx'

export type StandingShown = {
  agencyId: number
  agencyName: string
  unpaidOrdersMost: number
  unpaidOrdersOpen: number
  unpaidCardOrdersOpen: number
  hasToPayBefore: boolean
  isTransferOffered: boolean
  memberLimitFen: number
  onAccountFen: number
}

/** For whom, through which agency, and how it is paid: what can't be chosen says why. */
export function PayChoices({
  standings,
  totalFen,
  cardIsClosed,
  noShowSharePercent,
  chosen,
  joinsAtDesk = false,
}: {
  standings: readonly StandingShown[]
  totalFen: number
  cardIsClosed: 'not-offered' | 'too-late' | null
  noShowSharePercent: number
  /** What was chosen before, where the form comes back. */
  chosen: { capacity: string; agencyId: string; payBy: string }
  /** All of it can join an order paid at the desk, so it is no further one. */
  joinsAtDesk?: boolean
}) {
  const [first] = standings
  if (!first) return null
  const accountIsOpen = standings.some((standing) => leftOf(standing) >= totalFen)
  const desk = deskOption(standings, first, { isCardOffered: cardIsClosed !== 'not-offered', joinsAtDesk })
  const options: ChoiceOption[] = [
    desk,
    ...(cardIsClosed === 'not-offered' ? [] : [cardOption(standings, first, cardIsClosed === 'too-late')]),
    ...(first.isTransferOffered ? [transferOption(standings, first)] : []),
    {
      value: 'agency-account',
      label: m.ordering_checkout_account(),
      hint: accountHint(standings, totalFen),
      disabled: !accountIsOpen,
    },
    // It is an order of its own, also where the rest would join one that there is.
    ...(accountIsOpen || desk.disabled || standings.every(isFull)
      ? []
      : [{ value: 'ask-agency', label: m.charge_checkout(), hint: m.charge_checkout_hint() }]),
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
      {noShowSharePercent > 0 && (cardIsClosed !== 'not-offered' || first.isTransferOffered) && (
        <p>{m.payment_checkout_no_show({ percent: noShowSharePercent })}</p>
      )}
    </>
  )
}

function isFull({ unpaidOrdersOpen, unpaidOrdersMost }: StandingShown): boolean {
  return unpaidOrdersOpen >= unpaidOrdersMost
}

function fullHint({ unpaidOrdersOpen: open, unpaidOrdersMost: most }: StandingShown): string {
  return m.ordering_checkout_desk_full({ open, most })
}

function deskOption(
  standings: readonly StandingShown[],
  first: StandingShown,
  { isCardOffered, joinsAtDesk }: { isCardOffered: boolean; joinsAtDesk: boolean },
): ChoiceOption {
  // Where nothing but the desk is offered, nobody is asked to pay before.
  const hasToPayBefore = first.hasToPayBefore && (isCardOffered || first.isTransferOffered)
  const deskIsFull = standings.every(isFull) && !joinsAtDesk
  const hint = hasToPayBefore
    ? m.payment_checkout_desk_not()
    : deskIsFull
      ? fullHint(first)
      : m.ordering_checkout_desk_hint()
  return { value: 'desk', label: m.ordering_checkout_desk(), hint, disabled: hasToPayBefore || deskIsFull }
}

function cardOption(
  standings: readonly StandingShown[],
  first: StandingShown,
  isTooLate: boolean,
): ChoiceOption {
  const hasTooMany = standings.every((one) => one.unpaidCardOrdersOpen >= one.unpaidOrdersMost)
  const hint = isTooLate
    ? m.payment_checkout_card_late()
    : hasTooMany
      ? m.payment_checkout_card_full({ open: first.unpaidCardOrdersOpen })
      : m.payment_checkout_card_hint()
  return { value: 'card', label: m.payment_checkout_card(), hint, disabled: isTooLate || hasTooMany }
}

function transferOption(standings: readonly StandingShown[], first: StandingShown): ChoiceOption {
  const isClosed = standings.every(isFull)
  return {
    value: 'transfer',
    label: m.payment_checkout_transfer(),
    hint: isClosed ? fullHint(first) : m.payment_checkout_transfer_hint(),
    disabled: isClosed,
  }
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
