/**
 * What a rule or a command answers. A refusal is a value with a code and the facts its sentence needs;
 * words for codes live in i18n.
 */
export type Refusal<Code extends string = string> = {
  ok: false
  code: Code
  facts?: Record<string, string | number>
}
export type Accepted<Value> = { ok: true; value: Value }
export type Verdict<Value, Code extends string = string> = Accepted<Value> | Refusal<Code>

export function accept<Value>(value: Value): Accepted<Value> {
  return { ok: true, value }
}

export function refuse<Code extends string>(
  code: Code,
  facts?: Record<string, string | number>,
): Refusal<Code> {
  return facts === undefined ? { ok: false, code } : { ok: false, code, facts }
}
