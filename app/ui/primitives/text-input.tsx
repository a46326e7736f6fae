import type { InputHTMLAttributes, SelectHTMLAttributes } from 'react'
import { Field, type FieldProps } from './field.tsx'

/** `id` defaults to `name`; give one where a name is on the page twice. */
type Named = FieldProps & { name: string; id?: string }

export function TextInput({
  label,
  hideLabel,
  hint,
  error,
  optional,
  className,
  ...input
}: Named & Omit<InputHTMLAttributes<HTMLInputElement>, 'id' | 'name'>) {
  return (
    <Field id={input.id ?? input.name} {...{ label, hideLabel, hint, error, optional, className }}>
      {(control) => <input type="text" className="input" {...input} {...control} />}
    </Field>
  )
}

export type SelectOption = { value: string; label: string; disabled?: boolean }

/** A native select. `placeholder` is an empty first option, for "choose one". */
export function Select({
  label,
  hideLabel,
  hint,
  error,
  optional,
  className,
  options,
  placeholder,
  ...select
}: Named & {
  options: readonly SelectOption[]
  placeholder?: string
} & Omit<SelectHTMLAttributes<HTMLSelectElement>, 'id' | 'name'>) {
  return (
    <Field id={select.id ?? select.name} {...{ label, hideLabel, hint, error, optional, className }}>
      {(control) => (
        <select className="input" {...select} {...control}>
          {placeholder !== undefined && <option value="">{placeholder}</option>}
          {options.map((option) => (
            <option key={option.value} value={option.value} disabled={option.disabled}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}
