/** A page's forms by their names: some fields are on a page twice. */

/** A refused form: field ids are `<name>-<form>`. */
export type NamedAnswer = {
  form: string
  values: Record<string, string>
  errors: Record<string, string>
} | null

/** A form's fields, with what was typed and what was wrong with it; `first` is what stands there at first. */
export function fieldsOf(form: string, answer: NamedAnswer) {
  const own = answer?.form === form ? answer : null
  const field = (name: string, first = '') => ({
    id: `${name}-${form}`,
    name,
    error: own?.errors[name],
    defaultValue: own?.values[name] ?? first,
  })
  const errors = Object.fromEntries(
    Object.entries(own?.errors ?? {}).map(([name, error]) => [name === '' ? '' : `${name}-${form}`, error]),
  )
  return { field, errors }
}
