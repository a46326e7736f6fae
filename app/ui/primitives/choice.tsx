import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { controlProps, type FieldError, FieldErrorText, FieldHint } from './field.tsx'

export type ChoiceOption = { value: string; label: ReactNode; hint?: ReactNode; disabled?: boolean }

type ChoiceProps = {
  legend: ReactNode
  hideLegend?: boolean
  name: string
  id?: string
  /** Radio buttons, or boxes of which several may be ticked. */
  kind?: 'radio' | 'checkbox'
  /** `buttons`: two a row, big taps. `list`: one a row, with room for a hint. `row`: short ones beside each other. */
  look?: 'buttons' | 'list' | 'row'
  options: readonly ChoiceOption[]
  /** The value chosen at first; several where `kind` is `checkbox`. */
  chosen?: string | readonly string[]
  required?: boolean
  hint?: ReactNode
  error?: FieldError
  /** The id of the form, when the group stands outside it. */
  form?: string
}

const LOOKS = { buttons: 'choice', list: 'pick', row: 'choice few' } as const

/** One question with its answers all in view. */
export function Choice({
  legend,
  hideLegend,
  name,
  id = name,
  kind = 'radio',
  look = 'buttons',
  options,
  chosen = [],
  required,
  hint,
  error,
  form,
}: ChoiceProps) {
  const { id: groupId, ...described } = controlProps(id, hint, error)
  const isChosen = (value: string) => (typeof chosen === 'string' ? chosen === value : chosen.includes(value))
  return (
    <fieldset className="field" id={groupId} aria-describedby={described['aria-describedby']}>
      <legend className={hideLegend ? 'vh' : 'label'}>{legend}</legend>
      <FieldHint id={id}>{hint}</FieldHint>
      <div className={LOOKS[look]}>
        {options.map((option) => (
          <label key={option.value}>
            <input
              type={kind}
              name={name}
              value={option.value}
              form={form}
              defaultChecked={isChosen(option.value)}
              disabled={option.disabled}
              required={required && kind === 'radio'}
            />
            <span>{option.label}</span>
            {option.hint && <small>{option.hint}</small>}
          </label>
        ))}
      </div>
      <FieldErrorText id={id} error={error} />
    </fieldset>
  )
}

/** One box to tick, with its sentence. */
export function Tick({
  label,
  hint,
  error,
  name,
  id = name,
  value = 'on',
  checked,
  required,
  className,
}: {
  label: ReactNode
  hint?: ReactNode
  error?: FieldError
  name: string
  id?: string
  value?: string
  checked?: boolean
  required?: boolean
  className?: string
}) {
  return (
    <div className={classNames('field', className)}>
      <label className="tick-box">
        <input
          type="checkbox"
          name={name}
          value={value}
          defaultChecked={checked}
          required={required}
          {...controlProps(id, hint, error)}
        />
        <span>{label}</span>
      </label>
      <FieldHint id={id}>{hint}</FieldHint>
      <FieldErrorText id={id} error={error} />
    </div>
  )
}
