/** The files of a real town's office, as they are, through preview and apply. */
import { describe, expect, test } from 'vitest'
import { database } from '#app/db/client.server.ts'
import { COUNTY } from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { divisionsFile, importAsSystem, plantedRows, previewAsSystem, wuanFile } from './files.ts'

useDatabase({ per: 'file' })

/** Everything an import may write, as it stands. */
async function contents() {
  const db = database()
  return {
    divisions: await db.division.findMany({ orderBy: { code: 'asc' } }),
    grids: await db.grid.findMany({ orderBy: { code: 'asc' } }),
    households: await db.household.findMany({ orderBy: { id: 'asc' } }),
    states: await db.householdState.findMany({ orderBy: { id: 'asc' } }),
    people: await db.person.findMany({ orderBy: { id: 'asc' } }),
    cards: await db.bankCard.findMany({ orderBy: { id: 'asc' } }),
    agencies: await db.agency.findMany({ orderBy: { id: 'asc' } }),
    pairings: await db.pairing.findMany({ orderBy: { id: 'asc' } }),
    offers: await db.offer.findMany({ orderBy: { id: 'asc' } }),
    lots: await db.lot.findMany({ orderBy: { id: 'asc' } }),
    events: await db.pickupEvent.findMany({ orderBy: { id: 'asc' }, include: { servedVillages: true } }),
  }
}

describe.sequential('one town after another file', () => {
  test('divisions: every row, each village in its town', async () => {
    const { preview, applied } = await importAsSystem('divisions', divisionsFile())
    expect(preview.changes).toEqual({ added: 1386, changed: 0, removed: 0, unchanged: 0 })
    expect(applied).toMatchObject({ rows: 1386, acceptedRows: 1386, refused: [], changes: preview.changes })
    expect(await database().division.findUniqueOrThrow({ where: { code: '510981100212' } })).toMatchObject({
      name: '白鹿垭村村民委员会',
      shortName: '白鹿垭',
      level: 'village',
      parentCode: '510981100000',
    })
  })

  test('the roster: exactly the planted rows are refused', async () => {
    const { preview, applied } = await importAsSystem('households', wuanFile('households'))
    expect(applied.refused.map(({ row }) => row)).toEqual(plantedRows('roster'))
    expect(preview.refused).toEqual(applied.refused)
    const households = await database().household.count()
    expect(applied.changes).toEqual({ added: households, changed: 0, removed: 0, unchanged: 0 })
    expect(await database().person.count()).toBe(applied.acceptedRows)
    expect(applied.rows).toBe(applied.acceptedRows + plantedRows('roster').length)
  })

  test('pairings: every row', async () => {
    const { applied } = await importAsSystem('pairings', wuanFile('pairings'))
    expect(applied).toMatchObject({ refused: [], changes: { added: applied.rows, changed: 0 } })
    expect(await database().pairing.count({ where: { toDay: null } })).toBe(applied.rows)
  })

  test('goods: exactly the planted rows are refused, rows of one price become one offer', async () => {
    const { applied } = await importAsSystem('goods', wuanFile('goods'))
    expect(applied.refused.map(({ row }) => row)).toEqual(plantedRows('goods'))
    const lots = await database().lot.findMany({ include: { offer: true } })
    expect(lots).toHaveLength(applied.rows - plantedRows('goods').length)
    expect(lots.every((lot) => lot.state === 'approved' && lot.available === lot.listed)).toBe(true)
    const terms = (lot: (typeof lots)[number]) =>
      [lot.offer.villageCode, lot.offer.productId, lot.offer.unitPriceFen].join()
    expect(await database().offer.count()).toBe(new Set(lots.map(terms)).size)
    for (const { offer } of lots) {
      const references = lots.filter((lot) => lot.offerId === offer.id).map((lot) => lot.referencePriceFen)
      expect(offer.referencePriceFen).toBe(Math.min(...references))
    }
  })

  test('events: every row, open while its cut-off is ahead', async () => {
    const { applied } = await importAsSystem('events', wuanFile('events'))
    expect(applied).toMatchObject({ rows: 12, refused: [], changes: { added: 12 } })
    const event = await database().pickupEvent.findFirstOrThrow({
      where: { title: { startsWith: '白鹿垭村' } },
      include: { servedVillages: true },
    })
    expect(event).toMatchObject({
      countyCode: COUNTY,
      villageCode: '510981100212',
      place: '白鹿垭村村委会广场',
      startsAt: new Date('2027-01-04T01:00:00Z'),
      endsAt: new Date('2027-01-04T03:30:00Z'),
      cutOffAt: new Date('2027-01-01T10:00:00Z'),
      capacityOrders: 86,
      scaleCount: 2,
      state: 'open',
    })
    expect(event.servedVillages).toHaveLength(3)
  })

  test('all of them again change nothing', async () => {
    const before = await contents()
    for (const kind of ['divisions', 'households', 'pairings', 'goods', 'events'] as const) {
      const { applied } = await importAsSystem(kind, kind === 'divisions' ? divisionsFile() : wuanFile(kind))
      expect({ kind, ...applied.changes }).toMatchObject({ kind, added: 0, changed: 0, removed: 0 })
    }
    expect(await contents()).toEqual(before)
  })

  test('a preview that is not kept writes nothing at all', async () => {
    const before = await database().importRound.count()
    const records = await database().activityRecord.count()
    const preview = await previewAsSystem('households', wuanFile('households'), false)
    expect(preview).toMatchObject({ ok: true, value: { roundId: null } })
    expect(await database().importRound.count()).toBe(before)
    expect(await database().activityRecord.count()).toBe(records)
  })

  test('no name, number, telephone or card is readable anywhere, and what is refused is kept without them', async () => {
    const tables = [await contents(), await database().importRound.findMany()]
    const everything = JSON.stringify(tables, (_, value) => (typeof value === 'bigint' ? `${value}` : value))
    for (const secret of [
      '郭大勇',
      '许小红',
      '510981194907080009',
      '510981196705040008',
      '测试户',
      '陈小红',
    ]) {
      expect(everything).not.toContain(secret)
    }
    expect(everything).not.toMatch(/19900006148|6217001234567890123/)
  })

  test('each household has an alias of its own in its village', async () => {
    const states = await database().householdState.findMany({
      select: { villageCode: true, household: { select: { alias: true } } },
    })
    const given = states.map(({ villageCode, household }) => `${villageCode} ${household.alias}`)
    expect(new Set(given).size).toBe(given.length)
    expect(given.every((alias) => /^\d{12} \p{Script=Han}{2}户$/u.test(alias))).toBe(true)
  })
})
