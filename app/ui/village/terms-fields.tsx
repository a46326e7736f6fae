import type { CivilDate } from '#app/domain/kernel/calendar.ts'
import { formatDaySpan, formatQuantity, formatUnitPrice } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { Choice } from '#app/ui/primitives/choice.tsx'
import { Select, TextInput } from '#app/ui/primitives/text-input.tsx'
import { householdName, priceUnit, type ShownHousehold, type ShownProduct } from './words.ts'

export type ShownContract = {
  id: number
  cooperative: string
  purchasePriceFen: number
  fromDay: CivilDate
  lastDay: CivilDate
  leftQuantity: number
}

type Answered = { values: Record<string, string>; errors: Record<string, string> }

/** Who sells it: the household itself, or a cooperative that bought it by contract. Nothing where there is no contract. */
export function SellerField({
  product,
  contracts,
  values,
  errors,
}: Answered & { product: ShownProduct; contracts: readonly ShownContract[] }) {
  if (contracts.length === 0) return null
  return (
    <Choice
      name="contractId"
      legend={m.contract_seller()}
      look="list"
      chosen={values.contractId ?? ''}
      error={errors.contractId}
      options={[
        { value: '', label: m.contract_seller_household(), hint: m.contract_seller_household_hint() },
        ...contracts.map((contract) => ({
          value: String(contract.id),
          label: m.contract_seller_cooperative({
            cooperative: contract.cooperative,
            price: formatUnitPrice(contract.purchasePriceFen, product),
          }),
          hint: m.contract_seller_hint({
            left: formatQuantity(contract.leftQuantity, product),
            days: formatDaySpan(contract.fromDay, contract.lastDay),
          }),
        })),
      ]}
    />
  )
}

/** Who collects it in the village, for what fee. Nothing where no lead farmer of the village sells the product. */
export function LeadFields({
  product,
  leads,
  values,
  errors,
}: Answered & { product: ShownProduct; leads: readonly ShownHousehold[] }) {
  if (leads.length === 0) return null
  return (
    <>
      <Select
        name="lead"
        label={m.lead_fee_who()}
        placeholder={m.lead_fee_nobody()}
        error={errors.lead}
        defaultValue={values.lead ?? ''}
        options={leads.map((lead) => ({ value: lead.number, label: householdName(lead) }))}
        optional
      />
      <TextInput
        name="leadFee"
        label={m.lead_fee_per({ unit: priceUnit(product) })}
        hint={m.lead_fee_hint()}
        error={errors.leadFee}
        defaultValue={values.leadFee ?? ''}
        inputMode="decimal"
        autoComplete="off"
        optional
      />
    </>
  )
}
