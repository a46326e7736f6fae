import type { CivilDate } from '#app/domain/kernel/calendar.ts'
import { GRAMS_PER_JIN } from '#app/domain/kernel/money.ts'
import { parseYuan } from '#app/domain/kernel/quantity.ts'
import { formatPercent, formatUnit } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { Choice, Tick } from '#app/ui/primitives/choice.tsx'
import { Stepper } from '#app/ui/primitives/stepper.tsx'
import { TextInput } from '#app/ui/primitives/text-input.tsx'
import { PriceCheck } from './price-check.tsx'
import { StepOpen } from './steps.tsx'
import { agreementWords, priceUnit, type ShownProduct, WAYS_OFFERED } from './words.ts'

type FormAnswer = { values: Record<string, string>; errors: Record<string, string> }

/** Questions three to six, on one page. Field ids are their names; what was typed stays. */
export function LotForm({
  id,
  hidden,
  product,
  today,
  capPercent,
  answer: { values, errors },
}: {
  id: string
  /** What was answered before, and the form's own key. */
  hidden: Record<string, string>
  product: ShownProduct & { step: number }
  today: CivilDate
  capPercent: number
  answer: FormAnswer
}) {
  const field = (name: string) => ({ name, error: errors[name], defaultValue: values[name] ?? '' })
  return (
    <form method="post" id={id}>
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <StepOpen id="step-quantity" number={3} title={m.village_step_quantity()} isNow>
        <QuantityField product={product} value={values.quantity ?? ''} error={errors.quantity} />
        <Tick name="isLeadFarmer" label={m.village_lead_farmer()} checked={values.isLeadFarmer === 'on'} />
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
          <TextInput {...field('availableTo')} type="date" label={m.village_to()} required />
        </div>
      </StepOpen>
      <StepOpen id="step-price" number={5} title={m.village_step_price()}>
        <PriceFields product={product} capPercent={capPercent} values={values} errors={errors} />
      </StepOpen>
      <StepOpen id="step-agreement" number={6} title={m.village_step_agreement()}>
        <Choice
          name="how"
          legend={m.village_how()}
          hideLegend
          options={WAYS_OFFERED.map((value) => ({ value, label: agreementWords(value) }))}
          chosen={values.how}
          error={errors.how}
          required
        />
        <div className="stack">
          <TextInput
            {...field('witness')}
            label={m.village_witness()}
            hint={m.village_witness_hint()}
            maxLength={60}
            autoComplete="off"
          />
          <TextInput
            {...field('agreedOn')}
            type="date"
            label={m.village_agreed_on()}
            defaultValue={values.agreedOn ?? today}
            max={today}
            required
          />
        </div>
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

function PriceFields({
  product,
  capPercent,
  values,
  errors,
}: { product: ShownProduct; capPercent: number } & FormAnswer) {
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
  return (
    <div className="stack">
      <TextInput
        {...price('unitPrice')}
        label={m.village_price_unit({ unit })}
        hint={m.village_price_hint({ percent: formatPercent(capPercent, 100) })}
      />
      <TextInput {...price('floorPrice')} label={m.village_floor({ unit })} hint={m.village_floor_hint()} />
      <TextInput {...price('referencePrice')} label={m.village_reference({ unit })} />
      <TextInput
        name="referenceSource"
        label={m.village_reference_source()}
        hint={m.village_reference_source_hint()}
        error={errors.referenceSource}
        defaultValue={values.referenceSource ?? ''}
        maxLength={60}
        required
      />
      {unitPriceFen !== null && referencePriceFen !== null && referencePriceFen > 0 && (
        <PriceCheck
          {...{ product, unitPriceFen, referencePriceFen, capPercent }}
          floorPriceFen={typed('floorPrice')}
        />
      )}
    </div>
  )
}
