import { describe, expect, it } from 'vitest'
import {
  type AgencyMovement,
  dayAfterMonth,
  drawStatement,
  isWorthIssuing,
  monthBefore,
  movementKind,
  statementContent,
} from './agency-statement.ts'

const moved = (postingId: bigint, kind: AgencyMovement['kind'], amountFen: number): AgencyMovement => ({
  postingId,
  businessDay: '2026-11-07',
  kind,
  amountFen,
})

describe('movementKind', () => {
  it('tells goods charged, goods taken back, and money', () => {
    expect(movementKind('debit', 'charge')).toBe('charged')
    expect(movementKind('credit', 'refund')).toBe('taken-back')
    expect(movementKind('credit', 'charge')).toBe('taken-back')
    expect(movementKind('credit', 'payment')).toBe('paid')
  })
})

describe('drawStatement', () => {
  it('adds up what was charged, taken back and paid', () => {
    const movements = [moved(1n, 'charged', 13_300), moved(2n, 'taken-back', 300), moved(3n, 'paid', 20_000)]
    expect(drawStatement(8_000, movements)).toEqual({
      openingFen: 8_000,
      chargedFen: 13_300,
      takenBackFen: 300,
      paidFen: 20_000,
      closingFen: 1_000,
    })
  })

  it('goes below zero where more was paid than is owed', () => {
    expect(drawStatement(0, [moved(1n, 'paid', 500)]).closingFen).toBe(-500)
  })

  it('is worth issuing where something moved or something is open', () => {
    const nothing = drawStatement(0, [])
    expect(isWorthIssuing(nothing, [])).toBe(false)
    expect(isWorthIssuing(drawStatement(-5, []), [])).toBe(true)
    expect(isWorthIssuing(nothing, [moved(1n, 'charged', 1), moved(2n, 'taken-back', 1)])).toBe(true)
  })
})

describe('statementContent', () => {
  it('is another for any other figure, day, kind, line or order of lines', () => {
    const head = { agencyId: 4, number: 2, month: '2026-11' }
    const lines = [moved(1n, 'charged', 100), moved(2n, 'charged', 200)]
    const all = [
      statementContent(head, drawStatement(0, lines), lines),
      statementContent({ ...head, number: 3 }, drawStatement(0, lines), lines),
      statementContent({ ...head, month: '2026-12' }, drawStatement(0, lines), lines),
      statementContent({ ...head, agencyId: 5 }, drawStatement(0, lines), lines),
      statementContent(head, drawStatement(1, lines), lines),
      statementContent(head, drawStatement(0, lines), [...lines].reverse()),
      statementContent(head, drawStatement(0, lines), [moved(1n, 'charged', 100), moved(3n, 'charged', 200)]),
    ]
    expect(new Set(all).size).toBe(all.length)
  })
})

describe('months', () => {
  it.each([
    ['2026-12-01', '2026-11'],
    ['2027-01-31', '2026-12'],
    ['2026-03-31', '2026-02'],
  ])('before %s the last whole month is %s', (day, month) => {
    expect(monthBefore(day)).toBe(month)
  })

  it.each([
    ['2026-11', '2026-12-01'],
    ['2026-12', '2027-01-01'],
    ['2026-02', '2026-03-01'],
  ])('%s is over on %s', (month, day) => {
    expect(dayAfterMonth(month)).toBe(day)
  })
})
