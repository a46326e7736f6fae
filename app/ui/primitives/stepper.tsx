import { m } from '#app/i18n/generated/messages.js'
import { classNames } from './class-names.ts'
import { controlProps, type FieldError, FieldErrorText, FieldHint } from './field.tsx'

type StepperProps = {
  label: string
  /** The place on the page already says what is counted. */
  hideLabel?: boolean
  name: string
  id?: string
  value: number | string
  min?: number
  max?: number
  /** In what the field counts: pieces, or 斤; `any` for a free figure. */
  step?: number | 'any'
  /** What is counted, said after the figure: 只, 斤. */
  unit?: string
  /** `price`: as wide as its column, figures large. */
  look?: 'stepper' | 'price'
  required?: boolean
  hint?: string
  error?: FieldError
  form?: string
}

/**
 * A number typed, or changed by a tap. The two buttons are shown where a script runs
 * (ui/enhance/steppers.ts); without one the number field stands alone.
 */
export function Stepper({
  label,
  hideLabel,
  name,
  id = name,
  value,
  min = 0,
  max,
  step = 1,
  unit,
  look = 'stepper',
  required,
  hint,
  error,
  form,
}: StepperProps) {
  return (
    <div className="field">
      <label htmlFor={id} className={hideLabel ? 'vh' : undefined}>
        {label}
      </label>
      <FieldHint id={id}>{hint}</FieldHint>
      <div className="stepper-row">
        <div className={classNames(look === 'price' ? 'pricefield' : 'stepper')}>
          <button type="button" data-step="down" aria-label={m.stepper_less({ label })} aria-controls={id}>
            −
          </button>
          <input
            type="number"
            inputMode={step === 1 ? 'numeric' : 'decimal'}
            name={name}
            defaultValue={value}
            min={min}
            max={max}
            step={step}
            required={required}
            form={form}
            autoComplete="off"
            {...controlProps(id, hint, error)}
          />
          <button type="button" data-step="up" aria-label={m.stepper_more({ label })} aria-controls={id}>
            +
          </button>
        </div>
        {unit && <span aria-hidden="true">{unit}</span>}
      </div>
      <FieldErrorText id={id} error={error} />
    </div>
  )
}
