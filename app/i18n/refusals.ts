/**
 * Words for refusals. A code `lot-short` is the message `refused_lot_short` of messages/{locale}/refusals.json
 * (or intake.json). Facts are formatted by their unit, which is the end of their name: `leftFen`, `overGrams`,
 * `closesAt`, `soldOn`. Call it in loaders and actions: in a component it ships every message to the browser.
 */
import { isCivilDate } from '#app/domain/kernel/calendar.ts'
import type { Refusal } from '#app/domain/kernel/verdict.ts'
import { formatAmount, formatCount, formatDate, formatInstant, formatMoney, formatWeight } from './format.ts'
import { m } from './generated/messages.js'
import { type Locale, locale } from './locale.ts'

type RefusalMessage = (inputs: Record<string, string>, options: { locale: Locale }) => string
type Underscored<Text extends string> = Text extends `${infer Head}-${infer Tail}`
  ? `${Head}_${Underscored<Tail>}`
  : Text

/** The message key of a refusal code, at the type level: `refused_lot_short` for `lot-short`. */
export type RefusalKey<Code extends string> = `refused_${Underscored<Code>}`

/**
 * `never` when every code has its sentence, else the codes without: in a room's test,
 * `expectTypeOf<CodesWithoutWords<PlaceRefusal>>().toBeNever()`.
 */
export type CodesWithoutWords<Code extends string> = Code extends Code
  ? RefusalKey<Code> extends keyof typeof m
    ? never
    : Code
  : never

const registry: Readonly<Record<string, unknown>> = m

function isMessage(value: unknown): value is RefusalMessage {
  return typeof value === 'function'
}

/** A fact as it is said, by the unit at the end of its name; text without one is said as it is. */
export function formatFact(name: string, value: string | number, to: Locale): string {
  if (typeof value === 'number') {
    if (name.endsWith('Fen')) return formatMoney(value, to)
    if (name.endsWith('Grams')) return formatWeight(value, to)
    return Number.isInteger(value) ? formatCount(value) : formatAmount(Math.round(value * 100))
  }
  if (name.endsWith('At') && !Number.isNaN(Date.parse(value))) return formatInstant(value, to)
  if (name.endsWith('On') && isCivilDate(value)) return formatDate(value, to)
  return value
}

/** Whether a code has its own sentence. */
export function hasRefusalText(code: string): boolean {
  return isMessage(registry[`refused_${code.replaceAll('-', '_')}`])
}

/** The sentence for a refusal: what is wrong and what to do. A code without words gets one that names the code. */
export function refusalText(
  code: Refusal['code'],
  facts: Readonly<Record<string, string | number>> = {},
  to: Locale = locale(),
): string {
  const message = registry[`refused_${code.replaceAll('-', '_')}`]
  if (!isMessage(message)) return m.refusal_without_words({ code }, { locale: to })
  const words: Record<string, string> = {}
  for (const [name, value] of Object.entries(facts)) words[name] = formatFact(name, value, to)
  return message(words, { locale: to })
}
