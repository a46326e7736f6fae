import { m } from '#app/i18n/generated/messages.js'
import { type FieldError, firstError } from './field.tsx'

/**
 * All errors of a form above it, each a link to its field. `errors` is keyed by field id, the empty key for the
 * form itself: what conform's `form.allErrors` holds when ids are names. Draws nothing when there is none.
 */
export function ErrorSummary({ errors, title }: { errors: Record<string, FieldError>; title?: string }) {
  const found = Object.entries(errors).flatMap(([id, error]) => {
    const text = firstError(error)
    return text === undefined ? [] : [{ id, text }]
  })
  if (found.length === 0) return null
  return (
    <div className="note bad" role="alert">
      <b>{title ?? m.form_errors_title()}</b>
      <ul>
        {found.map(({ id, text }) => (
          <li key={id}>{id === '' ? text : <a href={`#${id}`}>{text}</a>}</li>
        ))}
      </ul>
    </div>
  )
}
