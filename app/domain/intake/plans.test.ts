import { describe, expect, test } from 'vitest'
import { checkDivisions } from './divisions.ts'
import { checkEvents, type EventsContext } from './events.ts'
import { checkPairings, type PairingsContext } from './pairings.ts'

const PLACES: EventsContext = {
  today: '2026-11-22',
  towns: [{ code: '510981100000', name: '武安镇' }],
  villages: [
    { code: '510981100200', name: '金鱼垭村村民委员会' },
    { code: '510981100201', name: '瓦窑村村民委员会' },
    { code: '510981100210', name: '文武村村民委员会' },
    { code: '510981103231', name: '文武村村民委员会' },
  ],
}

function sheetOf(...rows: string[][]) {
  return { name: null, otherSheets: [], rows: rows.map((cells, i) => ({ row: i + 1, cells })) }
}

describe('pickup events', () => {
  const HEADER = [
    '活动名称',
    '日期',
    '开始',
    '结束',
    '地点',
    '行政村',
    '服务村',
    '订单截止',
    '接单上限(单)',
    '称重台数',
  ]
  type Plan = Partial<
    Record<
      'title' | 'date' | 'start' | 'end' | 'place' | 'village' | 'served' | 'cutOff' | 'capacity' | 'scales',
      string
    >
  >
  const plan = (given: Plan = {}): string[] => {
    const {
      title = '赶场',
      date = '2026-12-07',
      start = '09:00',
      end = '11:30',
      place = '广场',
      village = '金鱼垭村',
    } = given
    const { served = '金鱼垭村、瓦窑村', cutOff = '2026-12-04 18:00', capacity = '100', scales = '3' } = given
    return [title, date, start, end, place, village, served, cutOff, capacity, scales]
  }
  const check = (...rows: string[][]) => {
    const checked = checkEvents(sheetOf(HEADER, ...rows), PLACES)
    if (!checked.ok) throw new Error(checked.code)
    return checked.value
  }

  test('a row becomes an event; a village of a common name is told by those beside it', () => {
    expect(check(plan({ served: '金鱼垭村，瓦窑村; 文武村' })).accepted).toEqual([
      {
        row: 2,
        title: '赶场',
        villageCode: '510981100200',
        servedVillageCodes: ['510981100200', '510981100201', '510981100210'],
        place: '广场',
        heldOn: '2026-12-07',
        startTime: '09:00',
        endTime: '11:30',
        cutOffOn: '2026-12-04',
        cutOffTime: '18:00',
        capacityOrders: 100,
        scaleCount: 3,
      },
    ])
  })

  test.each<[string, Plan, string, string]>([
    ['no name', { title: '' }, '活动名称', 'event-title-missing'],
    ['no place', { place: '' }, '地点', 'event-place-missing'],
    ['no day', { date: '' }, '日期', 'cell-missing'],
    ['an end before its start', { end: '08:00' }, '结束', 'times-reversed'],
    ['a time that is none', { start: '早上' }, '开始', 'time-unreadable'],
    ['a cut-off after its start', { cutOff: '2026-12-07 09:00' }, '订单截止', 'cut-off-after-start'],
    ['a cut-off that is none', { cutOff: '前几天' }, '订单截止', 'cut-off-unreadable'],
    ['no room', { capacity: '0' }, '接单上限(单)', 'capacity-unreadable'],
    ['half a scale', { scales: '1.5' }, '称重台数', 'scale-count-unreadable'],
    ['a served village elsewhere', { served: '金鱼垭村、不存在的村' }, '服务村', 'village-unknown'],
    ['an unclear village', { village: '文武村', served: '文武村' }, '行政村', 'village-ambiguous'],
  ])('with %s is refused', (_, fault, column, code) => {
    const rows = code === 'village-ambiguous' ? [plan(fault)] : [plan(fault), plan({ title: '别的' })]
    const { refused } = check(...rows)
    expect(refused[0]).toMatchObject({ row: 2, column, code })
    expect(refused).toHaveLength(1)
  })

  test.each<[string, Plan, string]>([
    ['a day without an hour', { cutOff: '2026-12-04' }, '2026-12-04 23:59'],
    ['days before', { cutOff: '活动前3天18:00' }, '2026-12-04 18:00'],
    ['Chinese', { cutOff: '2026年12月4日下午6点' }, '2026-12-04 18:00'],
  ])('a cut-off as %s', (_, given, cutOff) => {
    const [event] = check(plan(given)).accepted
    expect(`${event?.cutOffOn} ${event?.cutOffTime}`).toBe(cutOff)
  })

  test('the same event again is refused', () => {
    expect(check(plan(), plan()).refused).toMatchObject([
      { row: 3, code: 'event-repeated', facts: { row: 2 } },
    ])
  })

  test('times in one column are read as two', () => {
    const header = ['活动名称', '活动日期', '活动时间', '地点', '举办村', '覆盖村', '截单时间', '容量']
    const row = [
      '赶场',
      '2026年12月7日',
      '上午9点-11点半',
      '广场',
      '金鱼垭',
      '瓦窑',
      '2026-12-04 18:00',
      '50',
    ]
    const checked = checkEvents(sheetOf(header, row), PLACES)
    expect(checked).toMatchObject({
      value: { accepted: [{ startTime: '09:00', endTime: '11:30', scaleCount: 1 }] },
    })
  })
})

describe('pairings', () => {
  const HEADER = ['帮扶单位', '帮扶责任人', '职务', '联系电话', '行政村', '户编号', '结对开始日期']
  const CONTEXT: PairingsContext = { ...PLACES, households: [{ number: 'H1', villageCode: '510981100200' }] }
  const check = (...rows: string[][]) => {
    const checked = checkPairings(sheetOf(HEADER, ...rows), CONTEXT)
    return checked.ok ? checked.value : expect.fail(checked.code)
  }
  const row = ['县经信局', '陈 小红', '科员', '19900006148', '金鱼垭村', 'H1', '2025年3月8日']
  const changed = (index: number, text: string) => row.map((cell, i) => (i === index ? text : cell))

  test('a row becomes a pairing', () => {
    expect(check(row).accepted).toEqual([
      {
        row: 2,
        agencyName: '县经信局',
        helperName: '陈小红',
        helperTitle: '科员',
        helperPhone: '19900006148',
        villageCode: '510981100200',
        householdNumber: 'H1',
        startsOn: '2025-03-08',
      },
    ])
  })

  test.each([
    [0, '', 'agency-missing'],
    [1, '', 'helper-missing'],
    [3, '1990', 'phone-invalid'],
    [4, '瓦窑村', 'household-not-in-village'],
    [5, 'H2', 'household-unknown'],
    [6, '', 'cell-missing'],
    [6, '去年', 'date-unreadable'],
  ])('column %i with %j is refused: %s', (index, text, code) => {
    expect(check(changed(index, text)).refused).toMatchObject([{ row: 2, column: HEADER[index], code }])
  })

  test('a household has one helper from one day on', () => {
    const checked = check(row, changed(1, '李四'), changed(6, '2026-03-08'), row)
    expect(checked.refused.map((fault) => [fault.row, fault.code])).toEqual([[3, 'household-paired-twice']])
    expect(checked.warnings.map((fault) => [fault.row, fault.code])).toEqual([
      [4, 'household-paired-again'],
      [5, 'row-repeated'],
    ])
  })
})

describe('divisions', () => {
  const HEADER = ['code', 'name', 'level', 'parent_code']
  const check = (...rows: string[][]) => {
    const checked = checkDivisions(sheetOf(HEADER, ...rows), {
      divisions: [{ code: '510000000000', name: '四川' }],
    })
    return checked.ok ? checked.value : expect.fail(checked.code)
  }
  const county = ['510981000000', '射洪市', 'county', '510000000000']

  test('hang below what is known or in the file, by stated or nearest parent', () => {
    const town = ['510981100000', '武安镇', '乡镇', '']
    expect(check(town, county).accepted.map((fact) => [fact.code, fact.level, fact.parentCode])).toEqual([
      ['510981100000', 'town', '510981000000'],
      ['510981000000', 'county', '510000000000'],
    ])
  })

  test.each([
    [['51098', '射洪市', 'county', ''], 'code', 'division-code-invalid'],
    [['5.10981E+11', '射洪市', 'county', ''], 'code', 'long-number-lost'],
    [['510981000000', '', 'county', '510000000000'], 'name', 'division-name-missing'],
    [['510981000000', '射洪市', '州', '510000000000'], 'level', 'division-level-unknown'],
    [['510981000000', '射洪市', 'town', '510000000000'], 'level', 'division-level-differs'],
    [['520981000000', '射洪市', 'county', '510000000000'], 'parent_code', 'division-parent-wrong'],
    [['510981100000', '武安镇', 'town', '510981000000'], 'parent_code', 'division-parent-unknown'],
  ])('%j is refused at %s: %s', (row, column, code) => {
    expect(check(row).refused).toMatchObject([{ row: 2, column, code }])
  })

  test('a code given twice is refused the second time, a new name is remarked on', () => {
    expect(check(county, county).refused).toMatchObject([{ row: 3, code: 'division-code-repeated' }])
    expect(check(['510000000000', '四川省', 'province', '']).warnings).toMatchObject([
      { code: 'division-changes', facts: { before: '四川', after: '四川省' } },
    ])
  })
})
