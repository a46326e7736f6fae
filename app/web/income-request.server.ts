/** Reading the income report's address: year, level, scope and day, the same for the page and its files. */
import type { Scope } from '#app/domain/access/roles.ts'
import { civilDateOf, isCivilDate, yearOf } from '#app/domain/kernel/calendar.ts'
import { isDivisionCode, isGridCode } from '#app/domain/kernel/ids.ts'
import { type IncomeLevel, isIncomeLevel } from '#app/domain/ledger/income-report.ts'

export type IncomeAddress = {
  year: number
  level: IncomeLevel
  scopeCode: string
  withOrdinary: boolean
  asOf: string
}

function widest(scope: Scope): string | null {
  const prefix = [...scope.prefixes].sort((a, b) => a.length - b.length)[0]
  if (prefix === undefined) return null
  return prefix.includes('-') ? prefix : prefix.padEnd(12, '0')
}

/** What the address asks for, with this year, today and the reader's own division where it is silent. Null: no such report. */
export function readIncomeAddress(request: Request, scope: Scope, now: Date): IncomeAddress | null {
  const query = new URL(request.url).searchParams
  const today = civilDateOf(now)
  const year = Number(query.get('year') ?? yearOf(today))
  const asOf = query.get('asOf') || today
  const scopeCode = query.get('scope') || widest(scope)
  if (!Number.isInteger(year) || year < 2000 || year > 2999 || !isCivilDate(asOf)) return null
  if (scopeCode === null || !(isDivisionCode(scopeCode) || isGridCode(scopeCode))) return null
  const level = query.get('level') || defaultLevel(scopeCode)
  if (!isIncomeLevel(level)) return null
  return { year, level, scopeCode, withOrdinary: query.get('all') === '1', asOf }
}

function defaultLevel(scopeCode: string): IncomeLevel {
  if (scopeCode.endsWith('000000')) return 'town'
  return scopeCode.endsWith('000') ? 'village' : 'household'
}
