/** Files that come again with something else in them: pairings, goods and events. */
import { beforeEach, describe, expect, test } from 'vitest'
import { database } from '#app/db/client.server.ts'
import { openText } from '#app/db/sealed/field-cipher.server.ts'
import type { IntakeKind } from '#app/domain/intake/check-sheet.ts'
import { seedGround, seedHousehold, seedServicePoint, VILLAGE } from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { importQuickly } from './files.ts'

useDatabase()
beforeEach(seedGround)

async function importLines(kind: IntakeKind, lines: string[]) {
  const { applied } = await importQuickly(kind, Buffer.from(`\ufeff${lines.join('\r\n')}`))
  expect(applied.refused).toEqual([])
  return applied.changes
}

describe('a register of pairings', () => {
  const header = '帮扶单位,帮扶责任人,职务,联系电话,行政村,户编号,结对开始日期'
  const row = (helper: string, since: string, title = '科员') =>
    `县经信局,${helper},${title},19900006148,白鹿垭村,A1,${since}`
  const pairings = async () => {
    const rows = await database().pairing.findMany({ orderBy: { id: 'asc' }, include: { agency: true } })
    return rows.map((one) => ({
      agency: one.agency.name,
      helper: openText('pairing.helper-name', one.helperNameSealed),
      title: one.helperTitle,
      from: one.fromDay.toISOString().slice(0, 10),
      to: one.toDay?.toISOString().slice(0, 10) ?? null,
      endReason: one.endReason,
    }))
  }
  beforeEach(() => seedHousehold({ number: 'A1' }))

  test('another helper ends the one before; a promotion does not', async () => {
    expect(await importLines('pairings', [header, row('陈某', '2025-03-08')])).toMatchObject({ added: 1 })
    expect(await importLines('pairings', [header, row('陈某', '2025-03-08', '股长')])).toMatchObject({
      added: 0,
      changed: 1,
    })
    expect(await importLines('pairings', [header, row('梁某', '2026-01-05')])).toMatchObject({
      added: 0,
      changed: 1,
    })
    expect(await pairings()).toEqual([
      {
        agency: '县经信局',
        helper: '陈某',
        title: '股长',
        from: '2025-03-08',
        to: '2026-01-04',
        endReason: 'import',
      },
      { agency: '县经信局', helper: '梁某', title: '科员', from: '2026-01-05', to: null, endReason: null },
    ])
    expect(await database().agency.count()).toBe(1)
  })

  test('with the helper before and the helper now, once and again', async () => {
    const lines = [header, row('梁某', '2026-01-05'), row('陈某', '2025-03-08')]
    expect(await importLines('pairings', lines)).toEqual({ added: 2, changed: 0, removed: 0, unchanged: 0 })
    expect(await importLines('pairings', lines)).toEqual({ added: 0, changed: 0, removed: 0, unchanged: 2 })
    expect((await pairings()).map(({ helper, to }) => [helper, to])).toEqual([
      ['陈某', '2026-01-04'],
      ['梁某', null],
    ])
  })
})

describe('a goods list', () => {
  const header =
    '行政村,户编号,品名,数量,单位,单价(元),市场参考价(元),参考价来源,可供开始,可供结束,农户底价(元),农户意愿确认方式'
  const row = (number: string, quantity: number, reference: string) =>
    `白鹿垭村,${number},大白鹅,${quantity},只,120,${reference},武安农贸市场,2026-11-16,2026-12-27,100,签字`
  beforeEach(async () => {
    await seedHousehold({ number: 'A1' })
    await seedHousehold({ number: 'A2' })
  })

  test('goods of one village, product and price are one offer at the lowest reference of theirs', async () => {
    await importLines('goods', [header, row('A1', 3, '112')])
    expect(await importLines('goods', [header, row('A1', 3, '112'), row('A2', 5, '108')])).toMatchObject({
      added: 1,
      unchanged: 1,
    })
    const [offer, ...others] = await database().offer.findMany({
      include: { lots: { orderBy: { id: 'asc' } } },
    })
    expect(others).toEqual([])
    expect(offer).toMatchObject({ villageCode: VILLAGE, unitPriceFen: 12_000, referencePriceFen: 10_800 })
    expect(offer?.lots).toMatchObject([
      {
        listed: 3,
        available: 3,
        referencePriceFen: 11_200,
        state: 'approved',
        approvedBy: null,
        listedBy: null,
      },
      { listed: 5, available: 5, referencePriceFen: 10_800, state: 'approved', agreementHow: 'signature' },
    ])
  })

  test('the same row twice is two lots, and the same two rows again are none', async () => {
    const lines = [header, row('A1', 3, '112'), row('A1', 3, '112')]
    expect(await importLines('goods', lines)).toMatchObject({ added: 2 })
    expect(await importLines('goods', lines)).toMatchObject({ added: 0, unchanged: 2 })
    expect(await database().lot.count()).toBe(2)
  })

  test('what was sold since stays sold when the list comes again', async () => {
    const lines = [header, row('A1', 3, '112')]
    await importLines('goods', lines)
    await database().lot.updateMany({ data: { available: 1, reserved: 2 } })
    await importLines('goods', lines)
    expect(await database().lot.findMany()).toMatchObject([{ listed: 3, available: 1, reserved: 2 }])
  })
})

describe('a plan of events', () => {
  const header = '活动名称,日期,开始,结束,地点,行政村,服务村,订单截止,接单上限(单),称重台数'
  const row = (place: string, served = '白鹿垭村', cutOff = '2026-12-04 18:00') =>
    `帮扶日,2026-12-07,09:00,11:30,${place},白鹿垭村,${served},${cutOff},100,3`
  const events = () => database().pickupEvent.findMany({ include: { servedVillages: true } })

  test('is changed by a new plan while nobody has ordered, and kept from then on', async () => {
    await importLines('events', [header, row('村委会广场')])
    expect(await importLines('events', [header, row('小学操场', '白鹿垭村、红碑村')])).toMatchObject({
      added: 0,
      changed: 1,
    })
    const [event] = await events()
    expect(event).toMatchObject({ place: '小学操场', state: 'open', capacityOrders: 100, scaleCount: 3 })
    expect(event?.servedVillages).toHaveLength(2)
    await database().pickupEvent.updateMany({ data: { ordersTaken: 1 } })
    expect(await importLines('events', [header, row('村委会广场')])).toMatchObject({
      changed: 0,
      unchanged: 1,
    })
    expect(await events()).toMatchObject([{ place: '小学操场', ordersTaken: 1 }])
  })

  test('whose cut-off is past waits as a draft', async () => {
    await importLines('events', [header, row('村委会广场', '白鹿垭村', '2026-11-20 18:00')])
    expect(await events()).toMatchObject([{ state: 'draft' }])
  })

  test('is held at a service point that its place names, and open only if that is', async () => {
    const { id } = await seedServicePoint({ name: '电商服务点', state: 'under-construction' })
    const plan = [header, row('电商服务点').replace(',100,3', ',100,1')]
    await importLines('events', plan)
    const at = { servicePointId: id, place: '村小学对面', scaleCount: 3 }
    expect(await events()).toMatchObject([{ ...at, state: 'draft' }])
    await database().servicePoint.update({ where: { id }, data: { state: 'open' } })
    expect(await importLines('events', plan)).toMatchObject({ added: 0, changed: 0, unchanged: 1 })
    await importLines('events', [header, row('电商服务点', '白鹿垭村、红碑村')])
    expect(await events()).toMatchObject([{ ...at, state: 'open' }])
  })

  test('is refused by the row where its service point is closed then, or has another event', async () => {
    await seedServicePoint({ name: '电商服务点' })
    const later = row('电商服务点').replace('帮扶日', '另一场').replace('09:00,11:30', '11:00,12:00')
    const late = row('电商服务点').replace('帮扶日', '晚场').replace('09:00,11:30', '17:00,18:30')
    const { applied } = await importQuickly(
      'events',
      Buffer.from(`\ufeff${[header, row('电商服务点'), later, late].join('\r\n')}`),
    )
    expect(applied.refused.map(({ row, code }) => [row, code])).toEqual([
      [3, 'event-point-taken'],
      [4, 'event-outside-point-hours'],
    ])
    expect(await events()).toHaveLength(1)
  })
})
