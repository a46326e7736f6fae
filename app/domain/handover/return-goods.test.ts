import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Measure } from '#app/domain/kernel/quantity.ts'
import { settleAfterReturn } from './return-goods.ts'
import { settleLine } from './settle-line.ts'

const byWeight: Measure = { orderedBy: 'weight', pricedBy: 'jin', step: 500, usualPieceGrams: null }
const part = (lotId: number, quantity: number) => ({ lotId, householdId: lotId, quantity, weightGrams: null })
const line = {
  measure: byWeight,
  quantity: 3_000,
  unitPriceFen: 253,
  referencePriceFen: 200,
  heldAmountFen: 1_518,
}

it('settles the line as if only what is kept had been given, however it came back', () => {
  const given = fc.array(fc.integer({ min: 1, max: 1_000 }), { minLength: 1, maxLength: 3 })
  fc.assert(
    fc.property(given, fc.nat(2), fc.integer({ min: 1, max: 1_000 }), (grams, pick, back) => {
      const parts = grams.map((quantity, index) => part(index + 1, quantity))
      const whole = grams.reduce((sum, each) => sum + each, 0)
      const short = { kind: 'short' as const, quantity: line.quantity - whole, reason: 'not-brought' }
      const shortfalls = short.quantity > 0 ? [short] : []
      const from = parts[pick % parts.length] ?? part(1, 1)
      const entry = settleAfterReturn(
        line,
        { parts, shortfalls },
        { lotId: from.lotId, quantity: back, reason: 'sick' },
      )
      if (back > from.quantity) {
        expect(entry).toEqual({ ok: false, code: 'more-than-given', facts: { given: from.quantity } })
        return
      }
      if (!entry.ok) throw new Error(entry.code)
      const kept = entry.value.parts.reduce((sum, { quantity }) => sum + quantity, 0)
      expect(kept).toBe(whole - back)
      const settled = settleLine(entry.value)
      if (!settled.ok) throw new Error(settled.code)
      expect(settled.value.amountFen).toBe(Math.floor((2 * kept * 253 + 500) / 1_000))
      expect(settled.value.shortfalls.at(-1)).toEqual({
        kind: 'returned',
        quantity: back,
        reason: 'sick',
        lotId: from.lotId,
      })
      expect(settled.value.outcome).toMatch(kept > 0 ? 'part-handed-over' : /refused|short/)
    }),
  )
})

it('explains nothing missing by what the scale had given over', () => {
  const entry = settleAfterReturn(
    line,
    { parts: [part(1, 3_140)], shortfalls: [] },
    { lotId: 1, quantity: 100, reason: 'sick' },
  )
  expect(entry).toMatchObject({ ok: true, value: { parts: [part(1, 3_040)], shortfalls: [] } })
})

it.each([0, -1, 1.5, Number.NaN])('is refused for %s', (quantity) => {
  expect(
    settleAfterReturn(
      line,
      { parts: [part(1, 3_000)], shortfalls: [] },
      { lotId: 1, quantity, reason: 'sick' },
    ),
  ).toMatchObject({ code: 'quantity-not-whole' })
})
