/** A second roster: seen piece by piece, applied as ticked, undone; and what stands in the way. */
import { beforeEach, describe, expect, test } from 'vitest'
import { queueImport } from '#app/commands/intake/queue-import.server.ts'
import { runWaitingImport } from '#app/commands/intake/run-waiting-import.server.ts'
import { tickImportItems } from '#app/commands/intake/tick-import-items.server.ts'
import { undoImport } from '#app/commands/intake/undo-import.server.ts'
import { database } from '#app/db/client.server.ts'
import { type Actor, SYSTEM_ACTOR } from '#app/domain/access/roles.ts'
import { readItemsPage } from '#app/queries/intake/import-items.server.ts'
import { readImportRound } from '#app/queries/intake/import-rounds.server.ts'
import { idNumber } from '#scripts/driving/roster.ts'
import { FOREIGN_COUNTY, OTHER_VILLAGE, seedGround, seedLot, VILLAGE } from '#seed/builders.ts'
import { seedGroup } from '#seed/groups.ts'
import { seedSettledSale } from '#seed/settled-sale.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import {
  applyRound,
  daysBefore,
  look,
  named,
  type Office,
  type Person,
  piecesOf,
  rosterCsv,
  seedOffice,
  standing,
} from './rounds.ts'

const FIRST = new Date('2026-11-02T02:00:00Z')
const SECOND = new Date('2026-11-20T02:00:00Z')
const LATER = new Date('2026-11-24T02:00:00Z')

const who = (
  number: string,
  at: number,
  name: string,
  kinship = '户主',
  more: Partial<Person> = {},
): Person => ({
  number,
  name,
  kinship,
  id: idNumber(at),
  headcount: 1,
  ...more,
})

/** Two in A1, one each in A2 to A5. */
const FIRST_ROSTER: Person[] = [
  who('A1', 1, '测甲', '户主', { headcount: 2, phone: '13900000001', bank: '农村信用社', card: '' }),
  who('A1', 2, '测乙', '之子', { headcount: 2 }),
  who('A2', 3, '测丙'),
  who('A3', 4, '测丁', '户主', { headcount: 2 }),
  who('A3', 5, '测戊', '配偶', { headcount: 2 }),
  who('A4', 6, '测己'),
  who('A5', 7, '测庚'),
]

/**
 * A1: another telephone and category, the son has gone; A2 is gone, and A9 has a head of its name; A3: the head is
 * gone, the wife is the head; A4 moved village; A5 has taken in somebody of A2; A6 is new.
 */
const SECOND_ROSTER: Person[] = [
  who('A1', 1, '测甲', '户主', { phone: '13900000009', category: '边缘易致贫户', bank: '农业银行' }),
  who('A3', 5, '测戊'),
  who('A4', 6, '测己', '户主', { village: '红碑村', grid: '2' }),
  who('A5', 7, '测庚', '户主', { headcount: 2 }),
  who('A5', 8, '测辛', '之女', { headcount: 2 }),
  who('A6', 9, '测壬'),
  who('A9', 10, '测丙'),
]

useDatabase()
let by: Office
beforeEach(async () => {
  await seedGround()
  by = await seedOffice()
  await applyRound(by, await look(by, rosterCsv(FIRST_ROSTER), FIRST), FIRST)
})

async function tick(roundId: string, change: Record<string, boolean>): Promise<void> {
  const pieces = await piecesOf(roundId)
  for (const [name, isTicked] of Object.entries(change)) {
    const found = pieces.filter((piece) => named(piece).startsWith(name))
    if (found.length !== 1) throw new Error(`${name} is ${found.length} pieces`)
    const numbers = found.map(({ number }) => number)
    const set = await tickImportItems(by.actor, by.scope, {
      roundId,
      shown: numbers,
      ticked: isTicked ? numbers : [],
    })
    expect(set).toMatchObject({ ok: true })
  }
}

const numberOf = async (number: string) =>
  database().household.findFirstOrThrow({
    where: { number },
    include: { states: { orderBy: { id: 'asc' } } },
  })

describe('looking at a second roster', () => {
  test('shows each difference once, field by field, with its tick, and changes nothing', async () => {
    const before = await standing()
    const roundId = await look(by, rosterCsv(SECOND_ROSTER), SECOND)
    const pieces = await piecesOf(roundId)
    expect(pieces.map((piece) => `${piece.isTicked ? 'x' : '-'} ${named(piece)}`).sort()).toEqual([
      '- duplicate household A9 测丙',
      '- removed left A1 测乙',
      '- removed unlisted A2 测丙',
      'x added household A6 测壬',
      'x changed card A1 测甲',
      'x changed category A1 测甲',
      'x changed head A3 测丁',
      'x changed headcount A1 测甲',
      'x changed headcount A3 测丁',
      'x changed headcount A5 测庚',
      'x changed joined A5 测辛',
      'x changed member A1 phone 测甲',
      'x changed place A4 测己',
    ])
    const said = Object.fromEntries(pieces.map((piece) => [named(piece), piece.content.changes]))
    expect(said['changed member A1 phone 测甲']).toEqual([
      { field: 'phone', before: '13900000001', after: '13900000009' },
    ])
    expect(said['changed head A3 测丁']).toEqual([{ field: 'head', before: '测丁', after: '测戊' }])
    expect(said['changed category A1 测甲']).toEqual([
      { field: 'category', before: 'exited', after: 'marginal' },
    ])
    expect(said['changed place A4 测己']).toEqual([
      { field: 'village', before: VILLAGE, after: OTHER_VILLAGE },
      { field: 'grid', before: `${VILLAGE}-01`, after: `${OTHER_VILLAGE}-02` },
    ])
    expect(pieces.find(({ group }) => group === 'duplicate')).toMatchObject({
      suspicion: 'same-head',
      otherNumber: 'A2',
    })
    expect(await standing()).toEqual(before)
  })

  test('the county office sees names, numbers and telephones masked, and nothing readable is kept', async () => {
    const roundId = await look(by, rosterCsv(SECOND_ROSTER), SECOND)
    const page = await readItemsPage(by.actor, by.scope, roundId, { group: 'changed', kind: null, after: 0 })
    expect(page?.items.map(({ who: name }) => name)).toContain('测**')
    expect(page?.items.find(({ kind }) => kind === 'member')?.changes).toEqual([
      { field: 'phone', before: '139****0001', after: '139****0009' },
    ])
    expect(JSON.stringify(page)).not.toMatch(/测[甲乙丙丁戊己庚辛壬]|13900000009/)
    const kept = JSON.stringify(await database().importItem.findMany({ where: { roundId } }))
    expect(kept).not.toMatch(/测[甲乙丙丁戊己庚辛壬]|13900000009|510981195/)
    const staff: Actor = {
      ...by.actor,
      assignments: [{ role: 'village-staff', scopeCode: VILLAGE, agencyId: null }],
    }
    const inFull = await readItemsPage(staff, by.scope, roundId, {
      group: 'changed',
      kind: 'member',
      after: 0,
    })
    expect(inFull?.items.map(({ who: name }) => name)).toEqual(['测甲'])
  })

  test('is out of reach for another county', async () => {
    const roundId = await look(by, rosterCsv(SECOND_ROSTER), SECOND)
    const other = await seedOffice(FOREIGN_COUNTY)
    const all = { group: 'changed', kind: null, after: 0 } as const
    expect(await readItemsPage(other.actor, other.scope, roundId, all)).toBeNull()
    const before = await piecesOf(roundId)
    const none = { roundId, group: 'changed', kind: null, isTicked: false } as const
    for (const verdict of [
      await tickImportItems(other.actor, other.scope, none),
      await queueImport(other.actor, other.scope, { roundId }),
      await undoImport(other.actor, other.scope, { roundId, leavingOut: false }),
    ]) {
      expect(verdict).toEqual({ ok: false, code: 'not-found' })
    }
    expect(await piecesOf(roundId)).toEqual(before)
  })
})

describe('applying', () => {
  test('writes what is ticked and nothing else; again, nothing', async () => {
    const roundId = await look(by, rosterCsv(SECOND_ROSTER), SECOND)
    await tick(roundId, {
      'changed member A1 phone': false,
      'changed category A1': false,
      'removed unlisted A2': true,
      'removed left A1': true,
    })
    const applied = await applyRound(by, roundId, SECOND)
    expect(applied.changes).toMatchObject({ added: 1, changed: 4, removed: 1, suspected: 1 })
    const now = await standing()
    expect(now.map(({ number }) => number)).toEqual(['A1', 'A3', 'A4', 'A5', 'A6'])
    expect(now[0]).toMatchObject({
      places: [{ category: 'exited', headcount: 1 }],
      members: [{ name: '测甲', phone: '13900000001', isHead: true }],
      cards: [['农业银行', null]],
    })
    expect(now[1]?.members).toEqual([{ name: '测戊', phone: null, isHead: true }])
    expect(now[2]?.places).toMatchObject([{ villageCode: OTHER_VILLAGE, gridCode: `${OTHER_VILLAGE}-02` }])
    expect(await numberOf('A2')).toMatchObject({
      closedOn: new Date('2026-11-20'),
      states: [{ fromDay: new Date('2026-11-02'), toDay: new Date('2026-11-20') }],
    })
    const outcomes = (await piecesOf(roundId)).map((piece) => [named(piece), piece.outcome])
    expect(outcomes).toContainEqual(['changed member A1 phone 测甲', 'not-ticked'])
    expect(outcomes).toContainEqual(['duplicate household A9 测丙', 'not-ticked'])
    expect(outcomes).toContainEqual(['removed unlisted A2 测丙', 'applied'])

    const again = await look(by, rosterCsv(SECOND_ROSTER), SECOND)
    await tick(again, { 'changed member A1 phone': false, 'changed category A1': false })
    await applyRound(by, again, SECOND)
    expect((await standing()).map(({ number }) => number)).toEqual(['A1', 'A3', 'A4', 'A5', 'A6', 'A9'])
  })

  test('twice with every tick as it is at first changes nothing the second time', async () => {
    await applyRound(by, await look(by, rosterCsv(SECOND_ROSTER), SECOND), SECOND)
    const before = { standing: await standing(), states: await database().householdState.findMany() }
    const again = await applyRound(by, await look(by, rosterCsv(SECOND_ROSTER), LATER), LATER)
    expect(again.changes).toMatchObject({ added: 0, changed: 0, removed: 1 })
    expect({ standing: await standing(), states: await database().householdState.findMany() }).toEqual(before)
  })

  test('a suspected duplicate that is ticked is added; one found by its ID number moves here', async () => {
    const renumbered = FIRST_ROSTER.filter(({ number }) => number !== 'A2')
    const roundId = await look(by, rosterCsv([...renumbered, who('B2', 3, '测丙')]), SECOND)
    expect((await piecesOf(roundId)).map(named)).toEqual([
      'duplicate household B2 测丙',
      'removed unlisted A2 测丙',
    ])
    await tick(roundId, { 'duplicate household B2': true, 'removed unlisted A2': true })
    await applyRound(by, roundId, SECOND)
    expect((await standing()).map(({ number }) => number)).toEqual(['A1', 'A3', 'A4', 'A5', 'B2'])
    expect(await database().person.count({ where: { toDay: null } })).toBe(FIRST_ROSTER.length)
  })

  test('what changed since it was looked at is not written over', async () => {
    const roundId = await look(by, rosterCsv(SECOND_ROSTER), SECOND)
    const meanwhile = FIRST_ROSTER.map((one) => (one.number === 'A1' ? { ...one, category: '一般户' } : one))
    await applyRound(by, await look(by, rosterCsv(meanwhile), SECOND), SECOND)
    await applyRound(by, roundId, SECOND)
    const outcomes = Object.fromEntries((await piecesOf(roundId)).map((p) => [named(p), p.outcome]))
    expect(outcomes['changed category A1 测甲']).toBe('changed-meanwhile')
    expect(outcomes['changed member A1 phone 测甲']).toBe('applied')
    expect((await standing())[0]?.places).toMatchObject([{ category: 'ordinary' }])
  })

  test('a household with goods on offer or open orders is not closed', async () => {
    const household = await numberOf('A2')
    const { lot } = await seedLot({ householdId: household.id })
    const before = await standing()
    const left = FIRST_ROSTER.filter(({ number }) => number !== 'A2')
    for (const [changed, outcome] of [
      [{ available: 5, reserved: 0 }, 'live-lots'],
      [{ available: 3, reserved: 2 }, 'open-orders'],
    ] as const) {
      await database().lot.update({ where: { id: lot.id }, data: changed })
      const roundId = await look(by, rosterCsv(left), SECOND)
      await tick(roundId, { 'removed unlisted A2': true })
      await applyRound(by, roundId, SECOND)
      expect(await piecesOf(roundId)).toMatchObject([{ outcome }])
      expect(await standing()).toEqual(before)
      expect(await database().importUndo.count({ where: { roundId } })).toBe(0)
    }
    await database().lot.update({ where: { id: lot.id }, data: { available: 0, reserved: 0, withdrawn: 5 } })
    const roundId = await look(by, rosterCsv(left), SECOND)
    await tick(roundId, { 'removed unlisted A2': true })
    await applyRound(by, roundId, SECOND)
    expect((await numberOf('A2')).closedOn).toEqual(new Date('2026-11-20'))
    await expect(seedLot({ householdId: household.id, unitPriceFen: 13_000 })).rejects.toThrow(
      'a closed household lists no goods',
    )
  })

  test('a lead farmer with others’ goods to collect is not closed; closed, it collects none', async () => {
    const { id: householdId } = await numberOf('A2')
    const lead = { householdId, feeFen: 100 }
    const { lot } = await seedLot({ lead })
    const before = await standing()
    const left = FIRST_ROSTER.filter(({ number }) => number !== 'A2')
    const close = async () => {
      const roundId = await look(by, rosterCsv(left), SECOND)
      await tick(roundId, { 'removed unlisted A2': true })
      await applyRound(by, roundId, SECOND)
      return (await piecesOf(roundId)).find(({ householdNumber }) => householdNumber === 'A2')?.outcome
    }
    for (const [changed, outcome] of [
      [{ state: 'pending', approvedAt: null }, 'live-lots'],
      [{ state: 'approved', approvedAt: SECOND, available: 3, reserved: 2 }, 'open-orders'],
    ] as const) {
      await database().lot.update({ where: { id: lot.id }, data: changed })
      expect(await close()).toBe(outcome)
      expect(await standing()).toEqual(before)
    }
    await database().lot.update({ where: { id: lot.id }, data: { available: 0, reserved: 0, withdrawn: 5 } })
    expect(await close()).toBe('applied')
    await expect(seedLot({ lead })).rejects.toThrow('a closed household collects no goods')
  })

  test('a household that is closed leaves its group, and is in it again once the round is put back', async () => {
    const { id: householdId } = await numberOf('A2')
    const group = await seedGroup([{ householdId, weight: 3 }])
    const left = FIRST_ROSTER.filter(({ number }) => number !== 'A2')
    const roundId = await look(by, rosterCsv(left), SECOND)
    await tick(roundId, { 'removed unlisted A2': true })
    await applyRound(by, roundId, SECOND)
    const ended = { weight: 3, toDay: new Date('2026-11-20'), endReason: 'household-closed' }
    const memberships = () =>
      database().householdGroupMember.findMany({ where: { householdId }, orderBy: { id: 'asc' } })
    expect(await memberships()).toMatchObject([ended])
    const undone = await undoImport(by.actor, by.scope, { roundId, leavingOut: false }, { now: () => SECOND })
    expect(undone).toMatchObject({ ok: true })
    // Of one household no two memberships share a day.
    const again = { groupId: group.id, weight: 3, fromDay: new Date('2026-11-21'), toDay: null }
    expect(await memberships()).toMatchObject([ended, { ...again, recordedBy: by.actor.accountId }])
  })

  test('a household whose rows were refused is not taken to be gone', async () => {
    const spoiled = FIRST_ROSTER.map((one) => (one.number === 'A2' ? { ...one, category: '富裕户' } : one))
    const roundId = await look(by, rosterCsv(spoiled), SECOND)
    expect((await piecesOf(roundId)).map(named)).toEqual([])
    expect((await readImportRound(by.scope, roundId))?.findings?.refused).toHaveLength(1)
  })

  test('a household that is listed again is open again, with its old number', async () => {
    const left = FIRST_ROSTER.filter(({ number }) => number !== 'A2')
    const closing = await look(by, rosterCsv(left), SECOND)
    await tick(closing, { 'removed unlisted A2': true })
    await applyRound(by, closing, SECOND)
    const roundId = await look(by, rosterCsv(FIRST_ROSTER), LATER)
    expect((await piecesOf(roundId)).map(named)).toEqual(['changed returned A2 测丙'])
    await applyRound(by, roundId, LATER)
    expect(await numberOf('A2')).toMatchObject({
      closedOn: null,
      states: [{ toDay: new Date('2026-11-20') }, { fromDay: new Date('2026-11-24'), toDay: null }],
    })
  })
})

describe('as the server’s work', () => {
  const work = async (task: { is: string; roundId?: string }) => {
    await applyRound(by, task.roundId ?? '', SECOND)
    return { ok: true as const, value: { roundId: task.roundId ?? '' } }
  }
  const running = () => new AbortController().signal

  test('a round in line is applied once, under the name of who asked for it; its ticks hold still', async () => {
    const roundId = await look(by, rosterCsv(SECOND_ROSTER), SECOND)
    expect(await queueImport(by.actor, by.scope, { roundId })).toMatchObject({ ok: true })
    expect(await queueImport(by.actor, by.scope, { roundId })).toMatchObject({ code: 'import-applied' })
    const none = { roundId, group: 'changed', kind: null, isTicked: false } as const
    expect(await tickImportItems(by.actor, by.scope, none)).toMatchObject({ code: 'import-applied' })
    const both = await Promise.all([1, 2].map(() => runWaitingImport(SYSTEM_ACTOR, running(), { work })))
    expect(both.sort()).toEqual([false, true])
    expect(await database().importRound.findUniqueOrThrow({ where: { id: roundId } })).toMatchObject({
      state: 'applied',
      appliedBy: by.actor.accountId,
    })
    expect(await runWaitingImport(SYSTEM_ACTOR, running(), { work })).toBe(false)
  })

  test('a worker that dies is tried three times, then the round can be looked at again', async () => {
    const before = await standing()
    const roundId = await look(by, rosterCsv(SECOND_ROSTER), SECOND)
    await queueImport(by.actor, by.scope, { roundId })
    const dies = async () => {
      throw new Error('the worker died')
    }
    for (const _ of [1, 2, 3]) {
      await expect(runWaitingImport(SYSTEM_ACTOR, running(), { work: dies })).rejects.toThrow('died')
    }
    expect(await readImportRound(by.scope, roundId)).toMatchObject({
      state: 'previewed',
      failure: 'import-broken-off',
    })
    expect(await standing()).toEqual(before)
    await queueImport(by.actor, by.scope, { roundId })
    await runWaitingImport(SYSTEM_ACTOR, running(), { work })
    expect(await readImportRound(by.scope, roundId)).toMatchObject({ state: 'applied', failure: null })
  })
})

describe('undoing', () => {
  async function applySecond(now = SECOND): Promise<string> {
    const roundId = await look(by, rosterCsv(SECOND_ROSTER), now)
    await tick(roundId, {
      'removed unlisted A2': true,
      'removed left A1': true,
      'duplicate household A9': true,
    })
    await applyRound(by, roundId, now)
    return roundId
  }
  const undo = (roundId: string, now: Date, leavingOut = false) =>
    undoImport(by.actor, by.scope, { roundId, leavingOut }, { now: () => now })

  test.each([
    ['on the same day', SECOND],
    ['days later', LATER],
  ])(
    '%s puts everything back as it was; no row goes, and no day before says anything else',
    async (_, now) => {
      const before = await standing()
      const rows = await database().household.count()
      const roundId = await applySecond()
      expect(await standing()).not.toEqual(before)
      const day = now.toISOString().slice(0, 10)
      const past = await daysBefore(day)
      expect(await undo(roundId, now)).toMatchObject({ ok: true })
      expect(await standing()).toEqual(before)
      expect(await daysBefore(day)).toEqual(past)
      expect(await database().household.count()).toBe(rows + 2)
      expect(await numberOf('A6')).toMatchObject({ closedOn: new Date(day) })
      expect(await readImportRound(by.scope, roundId)).toMatchObject({ state: 'undone' })
      expect(await undo(roundId, now)).toEqual({ ok: false, code: 'import-not-applied' })
      expect(await database().activityRecord.count({ where: { act: 'import:undo' } })).toBe(1)
    },
  )

  test('not once another roster was applied, until that one is undone', async () => {
    const roundId = await applySecond()
    const next = await look(by, rosterCsv([...SECOND_ROSTER, who('A7', 11, '测癸')]), LATER)
    await applyRound(by, next, LATER)
    const before = await standing()
    expect(await undo(roundId, LATER)).toEqual({ ok: false, code: 'import-applied-since' })
    expect(await standing()).toEqual(before)
    expect(await undo(next, LATER)).toMatchObject({ ok: true })
    expect(await undo(roundId, LATER)).toMatchObject({ ok: true })
  })

  test.each([
    ['goods', async (householdId: number) => void (await seedLot({ householdId }))],
    ['a sale', async (householdId: number) => void (await seedSettledSale({ householdId }))],
    [
      'a place in a group',
      async (householdId: number) => void (await seedGroup([{ householdId, weight: 3 }])),
    ],
    [
      'others’ goods to collect',
      async (householdId: number) => void (await seedLot({ lead: { householdId, feeFen: 100 } })),
    ],
    [
      'a lead farmer’s fee',
      async (householdId: number) => {
        const sale = await seedSettledSale()
        await database().$executeRaw`
          WITH fee AS (
            INSERT INTO journal (county_code, book, kind, cause_kind, cause_id, idempotency_key, content_hash, business_day)
            SELECT county_code, book, kind, cause_kind, 'fee', 'fee', content_hash, business_day FROM journal
            WHERE id = ${sale.saleJournalId} RETURNING id)
          INSERT INTO posting (journal_id, county_code, from_account, to_account, amount_fen, part, business_day, household_id,
            village_code, category, product_id, event_id, order_line_id, capacity)
          SELECT fee.id, p.county_code, p.to_account, ${`household:${householdId}`}, 100, 'lead-fee', p.business_day,
            p.household_id, p.village_code, p.category, p.product_id, p.event_id, p.order_line_id, p.capacity
          FROM fee, posting p WHERE p.journal_id = ${sale.saleJournalId} AND p.part = 'base'`
      },
    ],
    [
      'a helper',
      async (householdId: number) => {
        const agency = await database().agency.create({ data: { countyCode: '510981000000', name: '某局' } })
        await database().pairing.create({
          data: {
            countyCode: '510981000000',
            agencyId: agency.id,
            householdId,
            villageCode: VILLAGE,
            helperNameSealed: 'x',
            fromDay: new Date('2026-11-21'),
          },
        })
      },
    ],
  ])('not for a household that had %s since: it is named, and only it can be left out', async (_, happen) => {
    const roundId = await applySecond()
    await happen((await numberOf('A6')).id)
    const before = { standing: await standing(), days: await daysBefore('2026-12-31') }
    expect(await undo(roundId, LATER)).toEqual({
      ok: false,
      code: 'import-households-moved-on',
      facts: { count: 1, numbers: 'A6' },
    })
    expect({ standing: await standing(), days: await daysBefore('2026-12-31') }).toEqual(before)
    expect(await readImportRound(by.scope, roundId)).toMatchObject({ state: 'applied' })
    expect(await undo(roundId, LATER, true)).toMatchObject({ ok: true })
    const listed = (await standing()).map(({ number }) => number).filter((number) => number.startsWith('A'))
    expect(listed).toEqual(['A1', 'A2', 'A3', 'A4', 'A5', 'A6'])
  })

  test.each([
    ['goods', (householdId: number) => ({ householdId })],
    ['goods to collect', (leadHouseholdId: number) => ({ leadHouseholdId, leadFeeFen: 0 })],
  ])('%s listed while a round is put back are waited for, and stand in its way', async (_, terms) => {
    const roundId = await applySecond()
    const { id: householdId } = await numberOf('A6')
    const { lot: listed } = await seedLot()
    const { id: __, ...lot } = listed
    let undoing: ReturnType<typeof undo> | undefined
    await database().$transaction(async (tx) => {
      await tx.lot.create({ data: { ...lot, ...terms(householdId), createdAt: new Date() } })
      undoing = undo(roundId, LATER)
      await expect
        .poll(async () => {
          const [row] = await database().$queryRaw<{ waiting: bigint }[]>`
            SELECT count(*) AS waiting FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock'`
          return Number(row?.waiting)
        })
        .toBe(1)
    })
    expect(await undoing).toMatchObject({ ok: false, code: 'import-households-moved-on' })
    expect(await numberOf('A6')).toMatchObject({ closedOn: null })
  })

  test('is not for another role, and not for files of another kind', async () => {
    const roundId = await applySecond()
    const desk: Actor = {
      accountId: 1,
      assignments: [{ role: 'town-desk', scopeCode: '510981100000', agencyId: null }],
    }
    expect(await undoImport(desk, by.scope, { roundId, leavingOut: false })).toEqual({
      ok: false,
      code: 'not-allowed',
    })
    await database().importRound.update({ where: { id: roundId }, data: { kind: 'goods' } })
    expect(await undo(roundId, LATER)).toEqual({ ok: false, code: 'import-no-undo' })
  })
})
