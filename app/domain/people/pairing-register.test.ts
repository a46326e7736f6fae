import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays } from '#app/domain/kernel/calendar.ts'
import {
  beginSpan,
  changeSpan,
  END_REASONS,
  endSpan,
  isOverlapping,
  isPairedOn,
  type PairedSpan,
} from './pairing-register.ts'

const TODAY = '2026-11-20'
const open: PairedSpan = { startsOn: '2025-03-08', endsOn: null }
const past: PairedSpan = { startsOn: '2024-01-01', endsOn: '2025-03-07' }
const because = { reason: 'helper-retired', note: '' }

describe('beginning', () => {
  test('is refused while somebody helps, and well the day after, in the past and in days to come', () => {
    expect(beginSpan([open], '2026-01-01', TODAY)).toMatchObject({ code: 'pairing-overlaps' })
    expect(beginSpan([open], '2024-01-01', TODAY)).toMatchObject({ code: 'pairing-overlaps' })
    expect(beginSpan([past], '2025-03-07', TODAY)).toMatchObject({ code: 'pairing-overlaps' })
    expect(beginSpan([past], '2025-03-08', TODAY)).toEqual({ ok: true, value: open })
    expect(beginSpan([], '2026-12-01', TODAY)).toMatchObject({ ok: true })
  })

  test.each([
    ['soon', 'pairing-day-unreadable'],
    ['2026-02-30', 'pairing-day-unreadable'],
    ['1999-12-31', 'pairing-day-out-of-range'],
    ['2028-01-01', 'pairing-day-out-of-range'],
  ])('on %s is refused: %s', (day, code) => {
    expect(beginSpan([], day, TODAY)).toMatchObject({ ok: false, code })
  })
})

describe('ending', () => {
  test.each([
    [open, { ...because, endsOn: 'soon' }, 'pairing-end-day-unreadable'],
    [open, { ...because, endsOn: '2025-03-07' }, 'pairing-end-before-start'],
    [open, { ...because, endsOn: '2028-01-01' }, 'pairing-end-out-of-range'],
    [open, { ...because, endsOn: TODAY, reason: '' }, 'pairing-end-reason-missing'],
    [open, { ...because, endsOn: TODAY, reason: 'import' }, 'pairing-end-reason-missing'],
    [open, { endsOn: TODAY, reason: 'other', note: ' ' }, 'pairing-end-note-missing'],
    [open, { ...because, endsOn: TODAY, note: '新干部电话：139 0000 0000' }, 'text-holds-number'],
    [open, { ...because, endsOn: TODAY, note: '＋86１３９００００００００' }, 'text-holds-number'],
    [open, { ...because, endsOn: TODAY, note: '51098119500101001x换人' }, 'text-holds-number'],
    [past, { ...because, endsOn: TODAY }, 'pairing-ended'],
  ])('%j with %j is refused: %s', (span, said, code) => {
    expect(endSpan(span, said, TODAY)).toMatchObject({ ok: false, code })
  })

  test('with a day and a number of a paper in the words is well', () => {
    const note = '按2026-11-20第123号文调整'
    expect(endSpan(open, { ...because, endsOn: TODAY, note }, TODAY)).toMatchObject({ value: { note } })
  })

  test('on its first day, with a reason, is well', () => {
    expect(endSpan(open, { endsOn: '2025-03-08', reason: 'other', note: ' 试点 ' }, TODAY)).toEqual({
      ok: true,
      value: { endsOn: '2025-03-08', reason: 'other', note: '试点' },
    })
  })
})

test('one helper after another, not on the first day of the one before', () => {
  expect(changeSpan([past, open], open, { ...because, startsOn: '2026-12-01' }, TODAY)).toEqual({
    ok: true,
    value: {
      end: { endsOn: '2026-11-30', reason: 'helper-retired', note: null },
      begun: { startsOn: '2026-12-01', endsOn: null },
    },
  })
  expect(changeSpan([past, open], open, { ...because, startsOn: '2025-03-08' }, TODAY)).toMatchObject({
    code: 'pairing-end-before-start',
  })
})

type Act = { kind: 'begin' | 'end' | 'change'; day: string; reason: string }
const anyAct = fc.record<Act>({
  kind: fc.constantFrom('begin', 'end', 'change'),
  day: fc.integer({ min: -40, max: 40 }).map((days) => addDays(TODAY, days)),
  reason: fc.constantFrom(...END_REASONS, ''),
})

test('whatever is asked for, nobody ever has two helpers on one day, and every end is on or after its beginning', () => {
  fc.assert(
    fc.property(fc.array(anyAct, { maxLength: 12 }), (acts) => {
      const spans = acts.reduce(act, [])
      for (const [i, span] of spans.entries()) {
        expect(span.endsOn === null || span.endsOn >= span.startsOn).toBe(true)
        for (const other of spans.slice(i + 1)) expect(isOverlapping(span, other)).toBe(false)
      }
      for (let days = -45; days <= 45; days++) {
        const day = addDays(TODAY, days)
        expect(spans.filter((span) => isPairedOn(span, day)).length).toBeLessThanOrEqual(1)
      }
    }),
  )
})

function act(spans: PairedSpan[], { kind, day, reason }: Act): PairedSpan[] {
  if (kind === 'begin') {
    const begun = beginSpan(spans, day, TODAY)
    return begun.ok ? [...spans, begun.value] : spans
  }
  const standing = spans.find((span) => span.endsOn === null)
  if (standing === undefined) return spans
  const rest = spans.filter((span) => span !== standing)
  if (kind === 'end') {
    const ended = endSpan(standing, { endsOn: day, reason, note: '' }, TODAY)
    return ended.ok ? [...rest, { ...standing, endsOn: ended.value.endsOn }] : spans
  }
  const changed = changeSpan(spans, standing, { startsOn: day, reason, note: '' }, TODAY)
  if (!changed.ok) return spans
  const { end, begun } = changed.value
  return [...rest, { ...standing, endsOn: end.endsOn }, begun]
}
