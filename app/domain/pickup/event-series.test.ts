import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { addDays } from '#app/domain/kernel/calendar.ts'
import {
  decideDays,
  type EventSeries,
  planOn,
  previewSeries,
  previewText,
  seriesFaults,
} from './event-series.ts'
import type { DeclaredDay } from './public-holiday.ts'

const NOW = new Date('2026-12-01T02:00:00Z')
const SERIES: EventSeries = {
  title: '“以购助扶”活动',
  villageCode: '510981100212',
  place: '村委会广场',
  weekday: 1,
  weeks: ['1', '3'],
  reading: 'weekday-of-month',
  startsAt: '09:00',
  endsAt: '11:30',
  cutOffDaysBefore: 3,
  cutOffAt: '18:00',
  capacityOrders: 100,
  scaleCount: 2,
  deskMinutesPerScale: null,
  servicePointId: null,
  servedVillageCodes: ['510981100212'],
  fromDay: '2026-12-01',
  toDay: null,
}
const QINGMING: DeclaredDay = { day: '2027-04-05', kind: 'holiday', name: '清明节' }

describe('the form of a series', () => {
  const faultsOf = (change: Partial<EventSeries>) =>
    seriesFaults(
      { ...SERIES, ...change },
      { now: NOW, isVillageOwn: (code) => code.startsWith('510981'), point: null },
    )

  it('has no fault when it is right', () => {
    expect(faultsOf({})).toEqual([])
    expect(faultsOf({ toDay: '2026-12-01' })).toEqual([])
  })

  it.each([
    ['weekday', { weekday: 8 }, 'weekday-missing'],
    ['weeks', { weeks: [] }, 'weeks-missing'],
    ['cutOffDaysBefore', { cutOffDaysBefore: 31 }, 'cut-off-days-out-of-range'],
    ['cutOffDaysBefore', { cutOffDaysBefore: 0.5, cutOffAt: '08:00' }, 'cut-off-days-out-of-range'],
    ['cutOffAt', { cutOffDaysBefore: 0 }, 'cut-off-too-late'],
    ['fromDay', { fromDay: '2026-11-30' }, 'series-in-the-past'],
    ['toDay', { toDay: '2026-11-30' }, 'series-ends-before-start'],
    ['endsAt', { endsAt: '09:00' }, 'ends-before-start'],
    ['title', { title: '' }, 'title-missing'],
    ['villageCode', { villageCode: '511025100201' }, 'village-not-yours'],
    ['servedVillageCodes', { servedVillageCodes: [] }, 'no-village-served'],
    ['capacityOrders', { capacityOrders: 0 }, 'capacity-out-of-range'],
  ] as const)('says what is wrong with %s', (field, change, code) => {
    expect(faultsOf(change)).toEqual([{ field, code }])
  })
})

describe('the preview', () => {
  const preview = (
    change: Partial<EventSeries & { plannedTo: string | null }> = {},
    context: { declared?: DeclaredDay[]; taken?: string[] } = {},
  ) =>
    previewSeries(
      { ...SERIES, plannedTo: null, ...change },
      { declared: context.declared ?? [], taken: context.taken ?? [], now: NOW },
    )

  it('is of twelve months from the first day, and then on from where it was planned to', () => {
    const first = preview()
    expect([first?.from, first?.to, first?.days.length]).toEqual(['2026-12-01', '2027-11-30', 24])
    expect(first?.days[0]).toEqual({ day: '2026-12-07', clash: null, isTooLate: false, isTaken: false })
    const next = preview({ plannedTo: '2027-11-30' })
    expect([next?.from, next?.to]).toEqual(['2027-12-01', '2028-11-30'])
    expect(preview({ plannedTo: '2027-03-31', toDay: '2027-03-31' })).toBeNull()
  })

  it('proposes another day for a holiday, past days that are taken, and moves nothing', () => {
    const days = preview({}, { declared: [QINGMING], taken: ['2027-04-06', '2026-12-21'] })?.days
    expect(days?.find(({ day }) => day === '2027-04-05')?.clash).toEqual({
      holiday: '清明节',
      proposedDay: '2027-04-07',
    })
    expect(days?.filter(({ isTaken }) => isTaken).map(({ day }) => day)).toEqual(['2026-12-21'])
  })

  it('proposes no day twice', () => {
    const declared: DeclaredDay[] = ['2027-02-01', '2027-02-02', '2027-02-08', '2027-02-09'].map((day) => ({
      day,
      kind: 'holiday',
      name: '春节',
    }))
    const all = Array.from({ length: 5 }, (_, n) => addDays('2027-02-03', n))
    const days = preview({ weeks: ['1', '2'] }, { declared, taken: all })?.days
    const proposed = days?.flatMap(({ clash }) => clash?.proposedDay ?? [])
    expect(proposed).toEqual(['2027-02-10', '2027-02-11'])
  })

  it('proposes no day past the end of the series, and none that the rule gives after the preview', () => {
    const holidays = (...days: string[]): DeclaredDay[] =>
      days.map((day) => ({ day, kind: 'holiday', name: '假日' }))
    const lastOf = (change: Partial<EventSeries>, declared: DeclaredDay[]) =>
      preview(change, { declared })?.days.at(-1)
    const ended = { toDay: '2027-04-05' }
    expect(lastOf(ended, [QINGMING])?.clash).toEqual({ holiday: '清明节', proposedDay: null })
    expect(lastOf({ toDay: '2027-04-06' }, [QINGMING])?.clash?.proposedDay).toBe('2027-04-06')
    const days = Array.from({ length: 7 }, (_, n) => addDays('2027-11-29', n))
    const lastMonday = lastOf({ weeks: ['1', 'last'] }, holidays(...days))
    expect([lastMonday?.day, lastMonday?.clash?.proposedDay]).toEqual(['2027-11-29', '2027-12-07'])
  })

  it('reads otherwise with a holiday or a day taken, and the same when a cut-off has passed', () => {
    const text = (...of: Parameters<typeof preview>) => {
      const shown = preview(...of)
      return shown && previewText(shown)
    }
    const texts = [text(), text({}, { declared: [QINGMING] }), text({}, { taken: ['2027-04-05'] })]
    expect(new Set(texts).size).toBe(3)
    expect(text({ cutOffDaysBefore: 7 })).toBe(texts[0])
  })

  it('says which day’s cut-off has passed', () => {
    const days = preview({ cutOffDaysBefore: 7 })?.days
    expect(days?.filter(({ isTooLate }) => isTooLate).map(({ day }) => day)).toEqual(['2026-12-07'])
  })
})

describe('what was ticked', () => {
  const clash = { holiday: '清明节', proposedDay: '2027-04-06' }
  const days = [
    { day: '2027-03-29', clash: null, isTooLate: true, isTaken: false },
    { day: '2027-04-05', clash, isTooLate: false, isTaken: false },
    { day: '2027-04-19', clash: null, isTooLate: false, isTaken: false },
  ]
  const april19 = { day: '2027-04-19', heldOn: '2027-04-19' }

  it('is held as it is, moved to what was proposed, or left out', () => {
    const moved = { day: '2027-04-05', heldOn: '2027-04-06' }
    expect(decideDays(days, [moved, april19])).toEqual({ ok: true, value: [moved, april19] })
    const asIs = { day: '2027-04-05', heldOn: '2027-04-05' }
    expect(decideDays(days, [asIs, { ...april19, heldOn: 'left-out' }])).toEqual({ ok: true, value: [asIs] })
  })

  it('is refused for a day nobody decided, another day than was proposed, and a day of no such preview', () => {
    expect(decideDays(days, [april19])).toEqual({
      ok: false,
      code: 'series-day-undecided',
      facts: { dayOn: '2027-04-05' },
    })
    for (const heldOn of ['2027-04-07', '2027-04-19']) {
      expect(decideDays(days, [{ day: '2027-04-05', heldOn }, april19])).toEqual({
        ok: false,
        code: 'changed-meanwhile',
      })
    }
    expect(decideDays(days, [april19, { day: '2027-05-03', heldOn: 'left-out' }]).ok).toBe(false)
  })
})

test('an event of a series is on its day, its cut-off before it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 3_000 }), fc.integer({ min: 0, max: 30 }), (offset, before) => {
      const day = addDays('2026-12-01', offset)
      const plan = planOn({ ...SERIES, cutOffDaysBefore: before, cutOffAt: '08:00' }, day)
      expect(plan.startsAt).toEqual(new Date(`${day}T09:00:00+08:00`))
      expect(plan.cutOffAt < plan.startsAt && plan.startsAt < plan.endsAt).toBe(true)
    }),
  )
})
