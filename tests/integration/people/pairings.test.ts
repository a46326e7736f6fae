/** The pairing register: one lead helper of a household at a time, an end with a reason, agencies and villages. */
import pg from 'pg'
import { beforeEach, describe, expect, test } from 'vitest'
import { applyImport } from '#app/commands/intake/apply-import.server.ts'
import { previewImport } from '#app/commands/intake/preview-import.server.ts'
import { beginPairing } from '#app/commands/people/begin-pairing.server.ts'
import { beginVillagePairing } from '#app/commands/people/begin-village-pairing.server.ts'
import { changeLeadHelper } from '#app/commands/people/change-lead-helper.server.ts'
import { endPairing } from '#app/commands/people/end-pairing.server.ts'
import { endVillagePairing } from '#app/commands/people/end-village-pairing.server.ts'
import { database } from '#app/db/client.server.ts'
import { hashText, openText, sealText } from '#app/db/sealed/field-cipher.server.ts'
import { toDateColumn } from '#app/domain/kernel/calendar.ts'
import { readLeadHelper } from '#app/queries/people/lead-helper.server.ts'
import { readOwnHouseholds } from '#app/queries/people/own-households.server.ts'
import {
  readAllPairings,
  readPairing,
  readPairings,
  readVillagePairings,
} from '#app/queries/people/pairings.server.ts'
import {
  COUNTY,
  FOREIGN_COUNTY,
  FOREIGN_VILLAGE,
  seedAgency,
  seedGround,
  seedHousehold,
  seedLot,
  VILLAGE,
} from '#seed/builders.ts'
import { seedPairing } from '#seed/pairings.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { recordedActs, type Someone, scopeFor, someone } from '../access/people.ts'
import { quickReader } from '../intake/files.ts'

const NOW = new Date('2026-11-20T02:00:00Z')
const deps = { now: () => NOW }
const NUMBER = '5109819900001'
const EVERYTHING = { agency: '', village: '', number: '', state: 'all' } as const

const url = useDatabase()
let office: Someone
let stranger: Someone
let agencyId: number
let householdId: number
beforeEach(async () => {
  await seedGround()
  office = await someone('county-office')
  stranger = await someone('county-office', { scopeCode: FOREIGN_COUNTY })
  agencyId = (await seedAgency({ name: '县经信局' })).id
  householdId = (await seedHousehold({ number: NUMBER })).id
})

const liang = {
  helperName: '梁 某某',
  helperTitle: '科员',
  helperPhone: '199 0000 6148',
  startsOn: '2026-01-05',
}
const because = { reason: 'helper-transferred', note: '' }
type Said = Record<string, string | number | null>

const begin = (said: Said = {}, by = office) =>
  beginPairing(
    by.actor,
    scopeFor(by, 'pairing:work'),
    { householdNumber: NUMBER, agencyId, ...liang, ...said },
    deps,
  )
const end = (pairingId: number, said: Said = {}, by = office) =>
  endPairing(
    by.actor,
    scopeFor(by, 'pairing:work'),
    { pairingId, endsOn: '2026-11-20', ...because, ...said },
    deps,
  )
const change = (pairingId: number, said: Said = {}, by = office) =>
  changeLeadHelper(
    by.actor,
    scopeFor(by, 'pairing:work'),
    { pairingId, agencyId, ...liang, ...because, ...said },
    deps,
  )
const seeded = (startsOn = '2025-03-08') => seedPairing({ householdId, agencyId, startsOn })

async function register() {
  const rows = await database().pairing.findMany({ orderBy: { id: 'asc' } })
  return rows.map((row) => [
    openText('pairing.helper-name', row.helperNameSealed),
    row.fromDay.toISOString().slice(0, 10),
    row.toDay?.toISOString().slice(0, 10) ?? null,
    row.endReason,
  ])
}

async function nothingChanged(work: () => Promise<unknown>) {
  const before = [await database().pairing.findMany(), await recordedActs()]
  const said = await work()
  expect([await database().pairing.findMany(), await recordedActs()]).toEqual(before)
  return said
}

describe('beginning', () => {
  test('keeps the helper sealed, found by his telephone, and says nothing of him in the record', async () => {
    expect(await begin()).toMatchObject({ ok: true })
    const [row] = await database().pairing.findMany()
    expect(row).toMatchObject({
      householdId,
      agencyId,
      villageCode: VILLAGE,
      helperTitle: '科员',
      helperPhoneHash: hashText('pairing.helper-phone', '19900006148'),
    })
    expect(JSON.stringify(row)).not.toContain('梁')
    expect(await register()).toEqual([['梁某某', '2026-01-05', null, null]])
    const [act] = await database().activityRecord.findMany()
    expect(act).toMatchObject({ act: 'pairing:begin', actorId: office.accountId, scopeCode: VILLAGE })
    expect(act?.facts).toEqual({ householdId, agencyId, startsOn: '2026-01-05' })
  })

  test('twice is once', async () => {
    const first = await begin()
    expect(await nothingChanged(() => begin())).toEqual(first)
  })

  test.each<[string, Said]>([
    ['pairing-household-unknown', { householdNumber: '999' }],
    ['pairing-agency-missing', { agencyId: null }],
    ['pairing-agency-missing', { agencyId: 999_999 }],
    ['pairing-helper-missing', { helperName: ' ' }],
    ['pairing-phone-unreadable', { helperPhone: '123' }],
    ['pairing-day-unreadable', { startsOn: '' }],
    ['pairing-day-out-of-range', { startsOn: '2030-01-01' }],
  ])('is refused: %s of %j', async (code, said) => {
    expect(await nothingChanged(() => begin(said))).toMatchObject({ ok: false, code })
  })

  test('is refused while somebody helps, of a closed household, and from another county', async () => {
    expect(await nothingChanged(() => begin({}, stranger))).toMatchObject({
      code: 'pairing-household-unknown',
    })
    await seeded()
    expect(await nothingChanged(() => begin())).toMatchObject({
      code: 'pairing-overlaps',
      facts: { sinceOn: '2025-03-08' },
    })
    const closed = await seedHousehold({ number: 'CLOSED' })
    await database().household.update({ where: { id: closed.id }, data: { closedOn: NOW } })
    expect(await nothingChanged(() => begin({ householdNumber: 'CLOSED' }))).toMatchObject({
      code: 'pairing-household-closed',
    })
  })

  test('by two at once: one wins, the other is told', async () => {
    const both = await Promise.all([begin(), begin({ helperName: '曾某' })])
    expect(both.map((one) => (one.ok ? 'ok' : one.code)).sort()).toEqual(['ok', 'pairing-overlaps'])
    expect(await database().pairing.count()).toBe(1)
  })

  test('by who may only read, or not at all, is not found', async () => {
    for (const role of ['town-desk', 'inspector', 'village-staff'] as const) {
      const other = await someone(role, { scopeCode: VILLAGE })
      expect(await nothingChanged(() => begin({}, other))).toMatchObject({ code: 'not-found' })
    }
  })
})

describe('ending', () => {
  test('has a last day and a reason; said again it stays, said otherwise it is refused', async () => {
    const { id } = await seeded()
    expect(await end(id, { reason: 'other', note: '试点结束' })).toEqual({ ok: true, value: null })
    expect(await database().pairing.findFirst()).toMatchObject({ endReason: 'other', endNote: '试点结束' })
    expect(await nothingChanged(() => end(id, { reason: 'other' }))).toMatchObject({ ok: true })
    expect(await nothingChanged(() => end(id))).toMatchObject({
      code: 'pairing-ended',
      facts: { endedOn: '2026-11-20' },
    })
    expect(await recordedActs()).toEqual(['pairing:end'])
    expect(await begin({ startsOn: '2026-11-21' })).toMatchObject({ ok: true })
  })

  test.each<[string, Said]>([
    ['pairing-end-reason-missing', { reason: '' }],
    ['pairing-end-note-missing', { reason: 'other' }],
    ['text-holds-number', { note: '13900000000' }],
    ['pairing-end-day-unreadable', { endsOn: '' }],
    ['pairing-end-before-start', { endsOn: '2024-01-01' }],
  ])('is refused: %s of %j', async (code, said) => {
    const { id } = await seeded()
    expect(await nothingChanged(() => end(id, said))).toMatchObject({ ok: false, code })
  })

  test('from another county, or of none, is not found', async () => {
    const { id } = await seeded()
    expect(await nothingChanged(() => end(id, {}, stranger))).toMatchObject({ code: 'not-found' })
    expect(await nothingChanged(() => end(999_999))).toMatchObject({ code: 'not-found' })
  })
})

describe('changing the lead helper', () => {
  test('ends the one before the day before, in one act; twice is once', async () => {
    const { id } = await seeded()
    const changed = await change(id)
    expect(changed).toMatchObject({ ok: true })
    expect(await register()).toEqual([
      ['陈某某', '2025-03-08', '2026-01-04', 'helper-transferred'],
      ['梁某某', '2026-01-05', null, null],
    ])
    expect(await recordedActs()).toEqual(['pairing:change-helper'])
    expect(await nothingChanged(() => change(id))).toEqual(changed)
  })

  test.each<[string, Said]>([
    ['pairing-end-before-start', { startsOn: '2025-03-08' }],
    ['pairing-end-reason-missing', { reason: 'because' }],
    ['pairing-helper-missing', { helperName: '' }],
    ['pairing-agency-missing', { agencyId: null }],
  ])('is refused and neither is written: %s of %j', async (code, said) => {
    const { id } = await seeded()
    expect(await nothingChanged(() => change(id, said))).toMatchObject({ ok: false, code })
  })

  test('by two at once: one wins, the other is told; from another county it is not found', async () => {
    const { id } = await seeded()
    expect(await nothingChanged(() => change(id, {}, stranger))).toMatchObject({ code: 'not-found' })
    const both = await Promise.all([change(id), change(id, { helperName: '曾某' })])
    expect(both.map((one) => (one.ok ? 'ok' : one.code)).sort()).toEqual(['ok', 'pairing-ended'])
    expect(await database().pairing.count()).toBe(2)
  })
})

describe('the database, asked by the application’s own role', () => {
  const asApp = async (statement: string) => {
    const client = new pg.Client({ connectionString: url.urls.app })
    await client.connect()
    try {
      return await client.query(statement)
    } finally {
      await client.end()
    }
  }
  const insert = (from: string, to: string) =>
    asApp(`INSERT INTO pairing (county_code, agency_id, household_id, village_code, helper_name_sealed, from_day, to_day, end_reason)
      VALUES ('x', ${agencyId}, ${householdId}, '${VILLAGE}', 'x', ${from}, ${to}, ${to === 'NULL' ? 'NULL' : "'other'"})`)

  test('refuses two helpers on one day, ended or open, and an end without a reason', async () => {
    await insert("'2025-01-01'", "'2025-06-30'")
    await expect(insert("'2025-06-30'", 'NULL')).rejects.toThrow('pairing-overlaps')
    await expect(insert("'2024-01-01'", "'2025-01-01'")).rejects.toThrow('pairing-overlaps')
    await insert("'2025-07-01'", 'NULL')
    await expect(insert("'2026-01-01'", "'2026-01-02'")).rejects.toThrow('pairing-overlaps')
    await expect(asApp("UPDATE pairing SET from_day = '2025-06-01' WHERE to_day IS NULL")).rejects.toThrow(
      'pairing-overlaps',
    )
    await expect(asApp("UPDATE pairing SET to_day = '2026-01-01' WHERE to_day IS NULL")).rejects.toThrow(
      'check',
    )
    await expect(asApp('UPDATE pairing SET to_day = NULL, end_reason = NULL')).rejects.toThrow('ends once')
    await expect(asApp('DELETE FROM pairing')).rejects.toThrow('stays on record')
  })

  test('lets one of two at once in, though neither sees the other', async () => {
    const [a, b] = [0, 1].map(() => new pg.Client({ connectionString: url.urls.app }))
    if (!a || !b) return
    await Promise.all([a.connect(), b.connect()])
    const values = `INSERT INTO pairing (county_code, agency_id, household_id, village_code, helper_name_sealed, from_day, to_day, end_reason)
      VALUES ('x', ${agencyId}, ${householdId}, '${VILLAGE}', 'x', '2025-01-01', '2025-06-30', 'other')`
    await a.query('BEGIN')
    await b.query('BEGIN')
    await a.query(values)
    const waiting = b.query(values).then(
      () => 'in',
      (error: Error) => error.message,
    )
    await a.query('COMMIT')
    expect(await waiting).toContain('pairing-overlaps')
    await b.query('ROLLBACK')
    await Promise.all([a.end(), b.end()])
    expect(await database().pairing.count()).toBe(1)
  })
})

describe('an agency and a village', () => {
  const pair = (
    said: Partial<{ villageCode: string; agencyId: number | null; startsOn: string }> = {},
    by = office,
  ) =>
    beginVillagePairing(
      by.actor,
      scopeFor(by, 'pairing:work'),
      { agencyId, villageCode: VILLAGE, startsOn: '2026-01-01', ...said },
      deps,
    )
  const part = (pairingId: number, said: Said = {}, by = office) =>
    endVillagePairing(
      by.actor,
      scopeFor(by, 'pairing:work'),
      { pairingId, endsOn: '2026-11-20', ...because, ...said },
      deps,
    )

  test('are paired once, and ended with a reason', async () => {
    expect(await pair()).toMatchObject({ ok: true })
    expect(await pair()).toMatchObject({ ok: true })
    expect(await database().agencyVillage.count()).toBe(1)
    expect(await pair({ startsOn: '2026-02-01' })).toMatchObject({ code: 'pairing-overlaps' })
    const { id } = await database().agencyVillage.findFirstOrThrow()
    expect(await part(id, { reason: '' })).toMatchObject({ code: 'pairing-end-reason-missing' })
    expect(await part(id, {}, stranger)).toMatchObject({ code: 'not-found' })
    expect(await part(id)).toMatchObject({ ok: true })
    expect(await part(id)).toMatchObject({ ok: true })
    expect(await pair({ startsOn: '2026-11-21' })).toMatchObject({ ok: true })
    expect(await recordedActs()).toEqual([
      'village-pairing:begin',
      'village-pairing:end',
      'village-pairing:begin',
    ])
    const scope = scopeFor(office, 'pairing:read')
    expect((await readVillagePairings(scope, null, NOW)).rows).toMatchObject([
      { agency: '县经信局', village: '白鹿垭', standing: 'to-come' },
      { endReason: 'helper-transferred', standing: 'now' },
    ])
  })

  test('of another county, of no such village, or by two at once', async () => {
    expect(await pair({ villageCode: FOREIGN_VILLAGE })).toMatchObject({ code: 'pairing-village-missing' })
    expect(await pair({ agencyId: null })).toMatchObject({ code: 'pairing-agency-missing' })
    expect(await pair({}, stranger)).toMatchObject({ code: 'pairing-village-missing' })
    const both = await Promise.all([pair(), pair({ startsOn: '2026-03-01' })])
    expect(both.filter(({ ok }) => ok)).toHaveLength(1)
    expect(await database().agencyVillage.count()).toBe(1)
    const data = { countyCode: 'x', agencyId, villageCode: VILLAGE, fromDay: toDateColumn('2026-02-01') }
    await expect(
      database().agencyVillage.create({ data: { ...data, fromDay: toDateColumn('2026-06-01') } }),
    ).rejects.toThrow()
  })
})

describe('the register', () => {
  test('is searched, masked, with what has ended, and only in scope', async () => {
    const { id } = await seeded()
    await change(id)
    const scope = scopeFor(office, 'pairing:read')
    const page = await readPairings(scope, { ...EVERYTHING, state: 'now', after: null }, NOW)
    expect(page).toMatchObject({
      counts: { now: 1, ended: 1 },
      next: null,
      rows: [{ householdNumber: NUMBER, helperName: '梁**', helperPhone: '199****6148', village: '白鹿垭' }],
    })
    for (const found of [
      { agency: '经信' },
      { village: '白鹿' },
      { village: VILLAGE },
      { number: '51098199' },
    ]) {
      expect(await readAllPairings(scope, { ...EVERYTHING, ...found }, NOW)).toHaveLength(2)
    }
    for (const none of [{ agency: '档案' }, { village: '红碑' }, { number: '9' }, { agency: '%' }]) {
      expect(await readAllPairings(scope, { ...EVERYTHING, ...none }, NOW)).toHaveLength(0)
    }
    expect((await readPairing(scope, id, NOW))?.history.map((row) => row.standing)).toEqual(['now', 'ended'])
    const far = scopeFor(stranger, 'pairing:read')
    expect(await readPairing(far, id, NOW)).toBeNull()
    expect(await readAllPairings(far, EVERYTHING, NOW)).toEqual([])
  })
})

describe('a helper’s own households', () => {
  test('are those of his telephone and his agency today, with what each has for sale, and nobody’s name', async () => {
    const { lot, offer } = await seedLot({ householdId })
    const helper = await someone('buyer', { agencyId })
    const pairing = await seedPairing({ householdId, agencyId, phone: helper.phone })
    const other = await seedHousehold({})
    await seedPairing({ householdId: other.id, agencyId, phone: '19900009999' })
    const own = (by: Someone, now = NOW) => readOwnHouseholds(by.actor, scopeFor(by, 'pairing:own'), now)
    const shown = await own(helper)
    expect(shown).toMatchObject([
      {
        number: NUMBER,
        village: '白鹿垭',
        startsOn: '2025-03-08',
        goods: [{ offerId: offer.id, nameZh: '大白鹅' }],
      },
    ])
    expect(Object.keys(shown[0] ?? {})).not.toContain('name')
    await database().lot.update({ where: { id: lot.id }, data: { available: 0, reserved: 5 } })
    expect((await own(helper))[0]?.goods).toEqual([])

    const elsewhere = await someone('buyer')
    await database().account.update({ where: { id: helper.accountId }, data: { phoneHash: 'gone' } })
    await database().account.update({
      where: { id: elsewhere.accountId },
      data: { phoneSealed: sealText('account.phone', helper.phone) },
    })
    expect(await own(elsewhere)).toEqual([])
    await end(pairing.id)
    expect(await own(helper)).toHaveLength(1)
    expect(await own(helper, new Date('2026-11-21T02:00:00Z'))).toEqual([])
  })
})

test('the lead helper of a household is named in full to its village only', async () => {
  await seedPairing({ householdId, agencyId, phone: '19900006148' })
  const staff = await someone('village-staff', { scopeCode: VILLAGE })
  expect(await readLeadHelper(staff.actor, householdId, NOW)).toEqual({
    name: '陈某某',
    title: '科员',
    phone: '199****6148',
    agency: '县经信局',
    startsOn: '2025-03-08',
  })
  expect(await readLeadHelper(office.actor, householdId, NOW)).toMatchObject({ name: '陈**' })
  expect(await readLeadHelper(staff.actor, householdId, new Date('2025-01-01T02:00:00Z'))).toBeNull()
})

describe('a register as a file', () => {
  const header = '镇,村,户编号,帮扶单位,帮扶责任人,职务,联系电话,结对开始日期'
  const row = (helper: string, day: string) => `武安镇,白鹿垭村,${NUMBER},县经信局,${helper},科员,,${day}`

  test('ends the helper of before where it names a later one, and refuses a row that contradicts', async () => {
    await seeded()
    const bytes = (day: string) => Buffer.from(`\ufeff${[header, row('梁某', day)].join('\r\n')}`)
    const input = { kind: 'pairings' as const, scopeCode: COUNTY, fileName: '结对', isKept: true }
    const scope = scopeFor(office, 'import:apply')
    const looked = await previewImport(
      office.actor,
      scope,
      { ...input, bytes: bytes('2024-01-01') },
      { ...quickReader, ...deps },
    )
    expect(looked).toMatchObject({ ok: true, value: { refused: [{ row: 2 }] } })
    expect(JSON.stringify(looked)).toContain('pairing-contradicts')
    const later = await previewImport(
      office.actor,
      scope,
      { ...input, bytes: bytes('2026-01-05') },
      { ...quickReader, ...deps },
    )
    expect(later).toMatchObject({ ok: true, value: { changes: { added: 0, changed: 1 } } })
    if (!later.ok) return
    await applyImport(
      office.actor,
      scope,
      { roundId: later.value.roundId ?? '' },
      { ...quickReader, ...deps },
    )
    expect(await register()).toEqual([
      ['陈某某', '2025-03-08', '2026-01-04', 'import'],
      ['梁某', '2026-01-05', null, null],
    ])
  })
})
