import type { AgencyMovementKind } from '#app/domain/payment/agency-statement.ts'
import { formatYearMonth } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'

/** `2026-11` in words. */
export function monthName(month: string): string {
  return formatYearMonth(`${month}-01`)
}

export function movementWord(kind: AgencyMovementKind): string {
  switch (kind) {
    case 'charged':
      return m.statement_kind_charged()
    case 'taken-back':
      return m.statement_kind_taken_back()
    case 'paid':
      return m.statement_kind_paid()
  }
}
