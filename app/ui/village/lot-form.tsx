import type { CivilDate } from '#app/domain/kernel/calendar.ts'
import { GRAMS_PER_JIN } from '#app/domain/kernel/money.ts'
import { parseYuan } from '#app/domain/kernel/quantity.ts'
import { formatDate, formatPercent, formatUnit, formatUnitPrice } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { Tick } from '#app/ui/primitives/choice.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { Stepper } from '#app/ui/primitives/stepper.tsx'
import { TextInput } from '#app/ui/primitives/text-input.tsx'
import { AgreementFields } from './agreement-fields.tsx'
import { PriceCheck } from './price-check.tsx'
import { StepOpen } from './steps.tsx'
import { LeadFields, SellerField, type ShownContract } from './terms-fields.tsx'
import { priceUnit, type ShownHousehold, type ShownProduct } from './words.ts'

/** What the county noted last of the product. */
type ShownReference = { priceFen: number; source: string; pricedOn: CivilDate }

type FormAnswer = { values: Record<string, string>; errors: Record<string, string> }

/** Questions three to six, on one page. Field ids are their names; what was typed stays. */
export function LotForm({
  id,
  hidden,
  product,
  today,
  usualTo,
  capPercent,
  reference,
  group,
  contracts,
  leads,
  answer: { values, errors },
}: {
  id: string
  /** What was answered before, and the form's own key. */
  hidden: Record<string, string>
  product: ShownProduct & { step: number }
  today: CivilDate
  /** Until when it is on offer unless somebody says otherwise. */
  usualTo: CivilDate
  capPercent: number
  reference: ShownReference | null
  /** The ten-household group that may sell it instead of the household by itself. */
  group: { name: string } | null
  contracts: readonly ShownContract[]
  leads: readonly ShownHousehold[]
  answer: FormAnswer
}) {
  const field = (name: string) => ({ name, error: errors[name], defaultValue: values[name] ?? '' })
  return (
    <form method="post" id={id} encType="multipart/form-data">
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <StepOpen id="step-quantity" number={3} title={m.village_step_quantity()} isNow>
        <QuantityField product={product} value={values.quantity ?? ''} error={errors.quantity} />
        <Tick name="isLeadFarmer" label={m.village_lead_farmer()} checked={values.isLeadFarmer === 'on'} />
        {group && (
          <Tick
            name="isOfGroup"
            label={m.group_sells({ group: group.name })}
            hint={m.group_sells_hint()}
            checked={values.isOfGroup === 'on'}
          />
        )}
      </StepOpen>
      <StepOpen id="step-dates" number={4} title={m.village_step_dates()}>
        <div className="stack">
          <TextInput
            {...field('availableFrom')}
            type="date"
            label={m.village_from()}
            defaultValue={values.availableFrom ?? today}
            required
          />
          <TextInput
            {...field('availableTo')}
            type="date"
            label={m.village_to()}
            defaultValue={values.availableTo ?? usualTo}
            required
          />
        </div>
      </StepOpen>
      <StepOpen id="step-price" number={5} title={m.village_step_price()}>
        <div className="stack">
          <SellerField {...{ product, contracts, values, errors }} />
          <PriceFields {...{ product, capPercent, reference, values, errors }} />
          <LeadFields {...{ product, leads, values, errors }} />
        </div>
      </StepOpen>
      <StepOpen id="step-agreement" number={6} title={m.village_step_agreement()}>
        <AgreementFields today={today} values={values} errors={errors} />
      </StepOpen>
    </form>
  )
}

function QuantityField({
  product,
  value,
  error,
}: {
  product: ShownProduct & { step: number }
  value: string
  error: string | undefined
}) {
  const isByWeight = product.orderedBy === 'weight'
  const unit = formatUnit(product)
  const step = isByWeight ? product.step / GRAMS_PER_JIN : product.step
  return (
    <Stepper
      name="quantity"
      label={isByWeight ? m.village_quantity_jin() : m.village_quantity_pieces({ unit })}
      unit={unit}
      value={value}
      min={step}
      step={step}
      error={error}
      required
    />
  )
}

/** The figures that are questioned where they are far from the county's. */
const FAR = ['unitPrice', 'referencePrice', 'doubtReason']

function PriceFields({
  product,
  capPercent,
  reference,
  values,
  errors,
}: { product: ShownProduct; capPercent: number; reference: ShownReference | null } & FormAnswer) {
  const unit = priceUnit(product)
  const price = (name: string) => ({
    name,
    error: errors[name],
    defaultValue: values[name] ?? '',
    inputMode: 'decimal' as const,
    autoComplete: 'off',
    required: true,
  })
  const typed = (name: string) => parseYuan((values[name] ?? '').normalize('NFKC'))
  const [unitPriceFen, referencePriceFen] = [typed('unitPrice'), typed('referencePrice')]
  const isQuestioned = FAR.some((name) => errors[name] !== undefined) || values.isSo === 'on'
  return (
    <div className="stack">
      {reference && (
        <Note title={m.listing_reference_offered({ price: formatUnitPrice(reference.priceFen, product) })}>
          {m.listing_reference_from({ source: reference.source, day: formatDate(reference.pricedOn) })}
        </Note>
      )}
      <TextInput
        {...price('unitPrice')}
        label={m.village_price_unit({ unit })}
        hint={m.village_price_hint({ percent: formatPercent(capPercent, 100) })}
      />
      <TextInput {...price('floorPrice')} label={m.village_floor({ unit })} hint={m.village_floor_hint()} />
      <TextInput
        {...price('referencePrice')}
        label={m.village_reference({ unit })}
        hint={reference ? m.listing_reference_own() : undefined}
      />
      <TextInput
        name="referenceSource"
        label={m.village_reference_source()}
        hint={m.village_reference_source_hint()}
        error={errors.referenceSource}
        defaultValue={values.referenceSource ?? ''}
        maxLength={60}
        required
      />
      {reference && isQuestioned && (
        <>
          <Tick name="isSo" label={m.listing_is_so()} checked={values.isSo === 'on'} />
          <TextInput
            name="doubtReason"
            label={m.listing_doubt_reason()}
            hint={m.listing_doubt_reason_hint()}
            error={errors.doubtReason}
            defaultValue={values.doubtReason ?? ''}
            maxLength={60}
            autoComplete="off"
          />
        </>
      )}
      {unitPriceFen !== null && referencePriceFen !== null && referencePriceFen > 0 && (
        <PriceCheck
          {...{ product, unitPriceFen, referencePriceFen, capPercent }}
          floorPriceFen={typed('floorPrice')}
        />
      )}
    </div>
  )
}
