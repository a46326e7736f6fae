import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { propertyRuns, propertyTimeoutMs } from '#tests/oracles/dispatch.ts'
import { chooseEvents } from './choose-events.ts'
import type { EventChoice } from './event-choice.ts'

const NOWHERE = 1_000_000

/** By trying every set of trips: too many lines and events for every assignment. */
function tryEverySet(lineCount: number, choices: EventChoice[]): (number | null)[] {
  const anyway = choices.filter((choice) => !choice.isTrip)
  const trips = choices.filter((choice) => choice.isTrip)
  let best: number[] = []
  for (let set = 0; set < 2 ** trips.length; set++) {
    const chosen = trips.filter((_, index) => (set >> index) & 1)
    const hasClash = chosen.some((a, at) =>
      chosen.slice(at + 1).some((b) => a.startsAtMs < b.endsAtMs && b.startsAtMs < a.endsAtMs),
    )
    if (hasClash) continue
    const terms = termsOf(lineCount, chosen.length, [...anyway, ...chosen])
    const at = terms.findIndex((term, index) => term !== best[index])
    if (best.length === 0 || (terms[at] ?? 0) < (best[at] ?? 0)) best = terms
  }
  return best.slice(3).map((number) => (number === NOWHERE ? null : number))
}

/** Lines left, trips, weight, and a number for each line. */
function termsOf(lineCount: number, trips: number, visited: EventChoice[]): number[] {
  let left = 0
  let weight = 0
  const numbers: number[] = []
  for (let line = 0; line < lineCount; line++) {
    let preferred: EventChoice | null = null
    for (const choice of visited) {
      if (!choice.lines.includes(line)) continue
      if (preferred === null || choice.weight < preferred.weight) preferred = choice
      if (choice.weight === preferred.weight && choice.number < preferred.number) preferred = choice
    }
    if (preferred === null) left++
    weight += preferred?.weight ?? 0
    numbers.push(preferred?.number ?? NOWHERE)
  }
  return [left, trips, weight, ...numbers]
}

const LINES = 8

/** Many lines and few at each event, so that it takes several; windows from all apart to nearly all at once. */
const choiceLists = fc
  .record({
    span: fc.constantFrom(10, 40, 1000),
    heaviest: fc.constantFrom(0, 2, 50),
    facts: fc.array(
      fc.record({
        weight: fc.nat(),
        isTrip: fc.integer({ min: 0, max: 9 }).map((n) => n > 0),
        start: fc.nat(),
        length: fc.integer({ min: 1, max: 12 }),
        lines: fc.subarray([0, 1, 2, 3, 4, 5, 6, 7], { minLength: 1, maxLength: 4 }),
      }),
      { minLength: 1, maxLength: 10 },
    ),
  })
  .map(({ span, heaviest, facts }) => {
    const choices = facts.map(({ weight, isTrip, start, length, lines }, index) => ({
      number: index + 1,
      weight: weight % (heaviest + 1),
      isTrip,
      startsAtMs: start % span,
      endsAtMs: (start % span) + length,
      lines,
    }))
    const held = choices.filter((choice) => !choice.isTrip)
    const isFree = (trip: EventChoice) =>
      !held.some((other) => trip.startsAtMs < other.endsAtMs && other.startsAtMs < trip.endsAtMs)
    return choices.filter((choice) => !choice.isTrip || isFree(choice))
  })

describe('chooseEvents', () => {
  it('chooses the best of all sets of trips', { timeout: propertyTimeoutMs }, () => {
    fc.assert(
      fc.property(choiceLists, (choices) => {
        expect(chooseEvents(LINES, choices)).toEqual(tryEverySet(LINES, choices))
      }),
      { numRuns: propertyRuns },
    )
  })

  it('leaves more lines unplaced than it must in no case, however the windows overlap', () => {
    // Two trips of two lines each beat the one of three that overlaps them both.
    const choices = [
      { number: 1, weight: 0, isTrip: true, startsAtMs: 0, endsAtMs: 10, lines: [0, 1, 2] },
      { number: 2, weight: 5, isTrip: true, startsAtMs: 0, endsAtMs: 4, lines: [0, 1] },
      { number: 3, weight: 5, isTrip: true, startsAtMs: 4, endsAtMs: 8, lines: [2, 3] },
    ]
    expect(chooseEvents(4, choices)).toEqual([2, 2, 3, 3])
  })
})
