import { m } from '#app/i18n/generated/messages.js'
import type { FieldError } from '#app/ui/primitives/field.tsx'
import { TextInput } from '#app/ui/primitives/text-input.tsx'

/** A password that is being chosen. Never filled in again after a refusal. */
export function NewPassword({
  label,
  name = 'password',
  error,
}: {
  label?: string
  name?: string
  error?: FieldError
}) {
  return (
    <TextInput
      label={label ?? m.account_new_password()}
      hint={m.account_new_password_hint()}
      name={name}
      type="password"
      autoComplete="new-password"
      error={error}
      required
    />
  )
}
