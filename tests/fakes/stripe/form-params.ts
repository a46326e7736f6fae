/** Bracketed form fields, as the card provider's SDK sends them. */

export type Param = string | Param[] | { [name: string]: Param }
export type Params = { [name: string]: Param }

/** `a[b][0]=x` as `{ a: { b: ['x'] } }`. Fields with number keys become lists. */
export function parseParams(body: string): Params {
  const root: Params = {}
  for (const [name, value] of new URLSearchParams(body)) {
    const keys = [...name.matchAll(/[^[\]]+/g)].map((match) => match[0])
    put(root, keys, value)
  }
  return listed(root) as Params
}

function put(into: Params, [key, ...rest]: string[], value: string): void {
  if (key === undefined) return
  if (rest.length === 0) {
    into[key] = value
    return
  }
  const inner = into[key]
  const next: Params = typeof inner === 'object' && !Array.isArray(inner) ? inner : {}
  into[key] = next
  put(next, rest, value)
}

function listed(param: Param): Param {
  if (typeof param === 'string' || Array.isArray(param)) return param
  const keys = Object.keys(param)
  const inner = Object.fromEntries(Object.entries(param).map(([key, value]) => [key, listed(value)]))
  return keys.length > 0 && keys.every((key) => /^\d+$/.test(key)) ? Object.values(inner) : inner
}

/** The text at a path of names; empty where there is none. */
export function textAt(params: Param, ...path: (string | number)[]): string {
  let at: Param | undefined = params
  for (const key of path) {
    at = typeof at === 'object' ? (at as Record<string | number, Param>)[key] : undefined
  }
  return typeof at === 'string' ? at : ''
}
