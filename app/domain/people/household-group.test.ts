import { describe, expect, test } from 'vitest'
import { changeWeight, join, leave, type Membership, readGroupName, readStart } from './household-group.ts'

const TODAY = '2026-12-01'
const group = { startsOn: '2026-01-01', endsOn: null }
const said = { weight: '3', startsOn: '2026-06-01' }

function member(facts: Partial<Membership> = {}): Membership {
  return { groupId: 1, householdId: 7, weight: 2, startsOn: '2026-02-01', endsOn: null, ...facts }
}

describe('a name and a first day', () => {
  test('a name is cut of spaces and has words', () => {
    expect(readGroupName('  向阳  十户组 ')).toEqual({ ok: true, value: '向阳 十户组' })
    expect(readGroupName(' ')).toMatchObject({ code: 'group-name-missing' })
    expect(readGroupName('长'.repeat(21))).toMatchObject({ code: 'group-name-long' })
    expect(readGroupName('一组139 0000 0000')).toMatchObject({ code: 'text-holds-number' })
  })

  test('a day is one of the calendar, not to come and not before the group', () => {
    expect(readStart(TODAY, { today: TODAY })).toEqual({ ok: true, value: TODAY })
    expect(readStart('2026-02-30', { today: TODAY })).toMatchObject({ code: 'group-day-unreadable' })
    expect(readStart('2026-12-02', { today: TODAY })).toMatchObject({ code: 'group-day-out-of-range' })
    expect(readStart('1999-12-31', { today: TODAY })).toMatchObject({ code: 'group-day-out-of-range' })
  })
})

describe('joining', () => {
  test('with a weight and a day, of which full-width digits are read', () => {
    const joined = join(group, { own: [], open: [] }, { ...said, weight: ' １２ ' }, TODAY)
    expect(joined).toEqual({ ok: true, value: { weight: 12, startsOn: '2026-06-01' } })
  })

  test.each(['', '0', '1001', '-1', '1.5', '三'])('a weight is a whole number: %j', (weight) => {
    const joined = join(group, { own: [], open: [] }, { ...said, weight }, TODAY)
    expect(joined).toMatchObject({ code: 'group-weight-unreadable' })
  })

  test('not while in a group, also on one shared day; the day after is free', () => {
    const ended = (endsOn: string) => [member({ groupId: 2, endsOn })]
    const code = (own: Membership[]) => join(group, { own, open: [] }, said, TODAY)
    expect(code([member()])).toMatchObject({ code: 'group-member-elsewhere' })
    expect(code(ended('2026-06-01'))).toMatchObject({ code: 'group-member-elsewhere' })
    expect(code(ended('2026-05-31'))).toMatchObject({ ok: true })
  })

  test('not a group that is over, not before it, and not as the sixteenth', () => {
    const none = { own: [], open: [] }
    const over = { ...group, endsOn: '2026-11-30' }
    expect(join(over, none, said, TODAY)).toMatchObject({ code: 'group-over' })
    const early = { ...said, startsOn: '2025-12-31' }
    expect(join(group, none, early, TODAY)).toMatchObject({ code: 'group-day-out-of-range' })
    const open = Array.from({ length: 15 }, (_, i) => member({ householdId: i }))
    expect(join(group, { own: [], open }, said, TODAY)).toMatchObject({ code: 'group-full' })
    expect(join(group, { own: [], open: open.slice(1) }, said, TODAY)).toMatchObject({ ok: true })
  })
})

describe('another weight', () => {
  const change = (of: Partial<Membership>, to = { weight: '5', startsOn: '2026-12-02' }) =>
    changeWeight(member(of), to, TODAY)

  test('from tomorrow on, the one before until the day before', () => {
    const value = { weight: 5, startsOn: '2026-12-02', beforeEndsOn: TODAY }
    expect(change({})).toEqual({ ok: true, value })
  })

  test('not from today, not later than a month, not the same, one at a time', () => {
    const from = (startsOn: string) => change({}, { weight: '5', startsOn })
    expect(from(TODAY)).toMatchObject({ code: 'group-day-not-ahead' })
    expect(from('2027-01-02')).toMatchObject({ code: 'group-day-not-ahead' })
    expect(from('')).toMatchObject({ code: 'group-day-unreadable' })
    expect(change({ weight: 5 })).toMatchObject({ code: 'group-weight-same' })
    expect(change({ startsOn: '2026-12-05' })).toMatchObject({ code: 'group-change-to-come' })
    expect(change({}, { weight: '0', startsOn: '2026-12-02' })).toMatchObject({
      code: 'group-weight-unreadable',
    })
  })
})

describe('leaving', () => {
  test('today, for a reason', () => {
    const left = leave(member(), { reason: 'moved', lots: [] }, TODAY)
    expect(left).toEqual({ ok: true, value: { endsOn: TODAY, reason: 'moved' } })
  })

  test('not without a reason of the list, with goods on sale, or before a weight to come', () => {
    const code = (of: Partial<Membership>, how: { reason: string; lots: number[] }) =>
      leave(member(of), how, TODAY)
    expect(code({}, { reason: 'group-ended', lots: [] })).toMatchObject({
      code: 'group-leave-reason-missing',
    })
    expect(code({}, { reason: 'left', lots: [4, 9] })).toMatchObject({
      code: 'group-member-has-lots',
      facts: { lots: '4、9' },
    })
    expect(code({ startsOn: '2026-12-05' }, { reason: 'left', lots: [] })).toMatchObject({
      code: 'group-change-to-come',
    })
  })
})
