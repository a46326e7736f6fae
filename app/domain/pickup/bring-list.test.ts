import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type BringLine, bringChanges, bringContent, toBringLines } from './bring-list.ts'

const line = (householdId: number, offerId: number, quantity: number): BringLine => ({
  householdId,
  offerId,
  quantity,
})
const anyLines = fc.array(
  fc.record({
    householdId: fc.integer({ min: 1, max: 3 }),
    offerId: fc.integer({ min: 1, max: 3 }),
    quantity: fc.integer({ min: 1, max: 4 }),
  }),
  { maxLength: 6 },
)

test('each household and offer is one line, whatever order they come in', () => {
  expect(toBringLines([line(2, 1, 3), line(1, 7, 1), line(2, 1, 2)])).toEqual([line(1, 7, 1), line(2, 1, 5)])
  expect(bringContent([line(2, 1, 3), line(1, 7, 1)])).toBe(bringContent([line(1, 7, 1), line(2, 1, 3)]))
})

test('a correction says what is more, less, new and no longer wanted', () => {
  expect(
    bringChanges(
      [line(1, 1, 2), line(1, 2, 5), line(2, 1, 1)],
      [line(1, 1, 3), line(1, 2, 5), line(3, 1, 4)],
    ),
  ).toEqual([
    { householdId: 1, offerId: 1, before: 2, after: 3 },
    { householdId: 2, offerId: 1, before: 1, after: 0 },
    { householdId: 3, offerId: 1, before: 0, after: 4 },
  ])
})

test('changes turn the one list into the other, and are none exactly when both say the same', () => {
  fc.assert(
    fc.property(anyLines, anyLines, (before, after) => {
      const changes = bringChanges(before, after)
      const changed = new Map(toBringLines(before).map((one) => [`${one.householdId} ${one.offerId}`, one]))
      for (const { householdId, offerId, after: quantity } of changes) {
        changed.set(`${householdId} ${offerId}`, { householdId, offerId, quantity })
      }
      expect(bringContent([...changed.values()])).toBe(bringContent(after))
      expect(changes.length === 0).toBe(bringContent(before) === bringContent(after))
    }),
  )
})
