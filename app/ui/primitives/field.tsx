import type { ReactNode } from 'react'
import { m } from '#app/i18n/generated/messages.js'
import { classNames } from './class-names.ts'

/** One message or several, as a form library reports them. */
export type FieldError = string | readonly string[] | null | undefined

export type FieldProps = {
  label: ReactNode
  /** Only a screen reader needs the label: the place on the page says it. */
  hideLabel?: boolean
  hint?: ReactNode
  error?: FieldError
  /** Says "optional" beside the label. */
  optional?: boolean
  className?: string
}

/** What a control must carry so that its label, hint and error belong to it. */
export type ControlProps = { id: string; 'aria-invalid'?: true; 'aria-describedby'?: string }

/** The first of several messages; undefined when there is none. */
export function firstError(error: FieldError): string | undefined {
  return (typeof error === 'string' ? error : error?.[0]) || undefined
}

/** The attributes that tie a control to the hint and error with ids `<id>-hint` and `<id>-error`. */
export function controlProps(id: string, hint: unknown, error: FieldError): ControlProps {
  const described = classNames(
    Boolean(hint) && `${id}-hint`,
    firstError(error) !== undefined && `${id}-error`,
  )
  return {
    id,
    ...(firstError(error) !== undefined && { 'aria-invalid': true as const }),
    ...(described && { 'aria-describedby': described }),
  }
}

export function FieldHint({ id, children }: { id: string; children: ReactNode }) {
  return children ? (
    <p className="hint" id={`${id}-hint`}>
      {children}
    </p>
  ) : null
}

export function FieldErrorText({ id, error }: { id: string; error: FieldError }) {
  const text = firstError(error)
  return text === undefined ? null : (
    <p className="err" id={`${id}-error`}>
      {text}
    </p>
  )
}

/** A labelled control: `<Field id="wit" label="…">{(control) => <input {...control} name="wit" />}</Field>`. */
export function Field({
  id,
  label,
  hideLabel,
  hint,
  error,
  optional,
  className,
  children,
}: FieldProps & { id: string; children: (control: ControlProps) => ReactNode }) {
  return (
    <div className={classNames('field', className)}>
      <label htmlFor={id} className={hideLabel ? 'vh' : undefined}>
        {label}
        {optional && <span className="optional"> {m.word_optional()}</span>}
      </label>
      <FieldHint id={id}>{hint}</FieldHint>
      {children(controlProps(id, hint, error))}
      <FieldErrorText id={id} error={error} />
    </div>
  )
}
