/** What an import round may do and for whom: kept, applied once, undone as a whole, out of reach. */
import { writeFileSync } from 'node:fs'
import { beforeEach, describe, expect, test } from 'vitest'
import { applyImport } from '#app/commands/intake/apply-import.server.ts'
import { exportRefusedRows } from '#app/commands/intake/export-refused-rows.server.ts'
import { previewImport } from '#app/commands/intake/preview-import.server.ts'
import { database } from '#app/db/client.server.ts'
import { rolesWith } from '#app/domain/access/matrix.ts'
import { type Actor, scopeOf, systemScope } from '#app/domain/access/roles.ts'
import type { IntakeKind } from '#app/domain/intake/check-sheet.ts'
import {
  COUNTY,
  FOREIGN_COUNTY,
  FOREIGN_VILLAGE,
  seedAccount,
  seedGround,
  seedHousehold,
  VILLAGE,
} from '#seed/builders.ts'
import { asOwner } from '#tests/setup/as-owner.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { NOW, quickReader as reader } from './files.ts'

const db = useDatabase()

async function office(scopeCode = COUNTY) {
  const { account } = await seedAccount({ role: 'county-office', scopeCode })
  const actor: Actor = {
    accountId: account.id,
    assignments: [{ role: 'county-office', scopeCode, agencyId: null }],
  }
  return { actor, scope: scopeOf(actor, rolesWith('import:apply')) }
}

const csv = (lines: string[]) => Buffer.from(`\ufeff${lines.join('\r\n')}`)

const ROSTER_HEADER = '行政村,网格,户编号,姓名,证件号码,家庭人口数,与户主关系,户类型,联系电话'
/** Sound identity numbers of people who don't exist. */
const IDS: Record<string, string> = {
  A1: '510981196001010011',
  A2: '51098119600101002X',
  B1: '510981196001010038',
}

/** A household of one. */
function rosterRow(
  number: string,
  change: Partial<Record<'village' | 'grid' | 'name' | 'id' | 'category' | 'phone', string>> = {},
) {
  const { village = '白鹿垭村', grid = '1', name = '测甲', category = '脱贫户', phone = '' } = change
  const id = change.id ?? IDS[number]
  return [village, grid, number, name, id, '1', '户主', category, phone].join()
}

type Office = Awaited<ReturnType<typeof office>>

async function preview(by: Office, kind: IntakeKind, bytes: Buffer, now = NOW) {
  const input = { kind, scopeCode: COUNTY, fileName: '文件.csv', bytes, isKept: true }
  return previewImport(by.actor, by.scope, input, { ...reader, now: () => now })
}

async function apply(by: Office, kind: IntakeKind, bytes: Buffer, now = NOW) {
  const previewed = await preview(by, kind, bytes, now)
  if (!previewed.ok) throw new Error(previewed.code)
  const roundId = previewed.value.roundId ?? ''
  const applied = await applyImport(by.actor, by.scope, { roundId }, { ...reader, now: () => now })
  if (!applied.ok) throw new Error(applied.code)
  return { roundId, ...applied.value }
}

const stateOf = (number: string) =>
  database().householdState.findMany({
    where: { household: { number } },
    orderBy: { id: 'asc' },
    select: {
      villageCode: true,
      gridCode: true,
      category: true,
      headcount: true,
      fromDay: true,
      toDay: true,
    },
  })

beforeEach(seedGround)

describe('a roster', () => {
  test('what changed closes the day before and opens on the day', async () => {
    const by = await office()
    await apply(by, 'households', csv([ROSTER_HEADER, rosterRow('A1')]))
    const later = new Date('2026-12-01T02:00:00Z')
    const { changes } = await apply(
      by,
      'households',
      csv([ROSTER_HEADER, rosterRow('A1', { village: '红碑村', category: '边缘易致贫户' })]),
      later,
    )
    expect(changes).toEqual({ added: 0, changed: 1, removed: 0, unchanged: 0 })
    expect(await stateOf('A1')).toEqual([
      {
        villageCode: VILLAGE,
        gridCode: `${VILLAGE}-01`,
        category: 'exited',
        headcount: 1,
        fromDay: new Date('2026-11-22'),
        toDay: new Date('2026-11-30'),
      },
      {
        villageCode: '510981100211',
        gridCode: '510981100211-01',
        category: 'marginal',
        headcount: 1,
        fromDay: new Date('2026-12-01'),
        toDay: null,
      },
    ])
  })

  test('a second change on one day writes over the first', async () => {
    const by = await office()
    await apply(by, 'households', csv([ROSTER_HEADER, rosterRow('A1')]))
    await apply(by, 'households', csv([ROSTER_HEADER, rosterRow('A1', { category: '一般户' })]))
    expect(await stateOf('A1')).toMatchObject([{ category: 'ordinary', toDay: null }])
  })

  test('households of the file’s towns that it no longer lists are counted, and stay', async () => {
    const by = await office()
    await apply(
      by,
      'households',
      csv([ROSTER_HEADER, rosterRow('A1'), rosterRow('A2', { village: '红碑村' })]),
    )
    const { changes } = await apply(by, 'households', csv([ROSTER_HEADER, rosterRow('A1')]))
    expect(changes).toEqual({ added: 0, changed: 0, removed: 1, unchanged: 1 })
    expect(await stateOf('A2')).toMatchObject([{ toDay: null }])
  })

  test('a telephone written anew is a change; who is known elsewhere is not taken unless ticked', async () => {
    const by = await office()
    const id = '510981194907080009'
    await apply(by, 'households', csv([ROSTER_HEADER, rosterRow('A1', { id })]))
    const corrected = await apply(
      by,
      'households',
      csv([ROSTER_HEADER, rosterRow('A1', { id, phone: '13900000001' })]),
    )
    expect(corrected.changes).toMatchObject({ changed: 1, unchanged: 0 })
    const stranger = await apply(by, 'households', csv([ROSTER_HEADER, rosterRow('B1', { id })]))
    expect(stranger).toMatchObject({ refused: [], changes: { added: 0, suspected: 1 } })
    expect(await database().person.count()).toBe(1)
    expect(await stateOf('B1')).toEqual([])
  })
})

describe('an import round', () => {
  const roster = csv([ROSTER_HEADER, rosterRow('A1'), rosterRow('A2')])

  test('a preview says what would change and changes nothing', async () => {
    const by = await office()
    const previewed = await preview(by, 'households', roster)
    expect(previewed).toMatchObject({
      ok: true,
      value: { rows: 2, acceptedRows: 2, refused: [], changes: { added: 2 } },
    })
    expect(await database().household.count()).toBe(0)
    expect(await database().importRound.findMany()).toMatchObject([{ state: 'previewed', rowCount: 2 }])
  })

  test('is applied once, whoever presses how often', async () => {
    const by = await office()
    const previewed = await preview(by, 'households', roster)
    const roundId = (previewed.ok && previewed.value.roundId) || ''
    const pressed = await Promise.all(
      [1, 2, 3].map(() => applyImport(by.actor, by.scope, { roundId }, reader)),
    )
    expect(pressed.filter((verdict) => verdict.ok)).toHaveLength(1)
    for (const verdict of pressed) {
      if (!verdict.ok) expect(['import-applied', 'import-file-gone']).toContain(verdict.code)
    }
    expect(await database().household.count()).toBe(2)
    expect(await database().activityRecord.count({ where: { act: 'import:apply' } })).toBe(1)
  })

  test('two files with the same households, applied at once, add each household once', async () => {
    const by = await office()
    const rounds = [await preview(by, 'households', roster), await preview(by, 'households', roster)]
    const applied = await Promise.all(
      rounds.map((round) =>
        applyImport(by.actor, by.scope, { roundId: (round.ok && round.value.roundId) || '' }, reader),
      ),
    )
    expect(applied.map((verdict) => verdict.ok && verdict.value.changes.added).sort()).toEqual([0, 2])
    expect(await database().household.count()).toBe(2)
  })

  test('broken off half way, nothing of it is there, and it can be applied afterwards', async () => {
    const by = await office()
    const previewed = await preview(by, 'households', roster)
    const roundId = (previewed.ok && previewed.value.roundId) || ''
    await asOwner(
      db.urls.owner,
      [],
      [
        `CREATE FUNCTION break_off() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN IF (SELECT count(*) FROM person) >= 1 THEN RAISE EXCEPTION 'broken off'; END IF; RETURN NULL; END $$`,
        'CREATE TRIGGER break_off AFTER INSERT ON person FOR EACH ROW EXECUTE FUNCTION break_off()',
      ],
    )
    await expect(applyImport(by.actor, by.scope, { roundId }, reader)).rejects.toThrow('broken off')
    expect(await database().household.count()).toBe(0)
    expect(await database().grid.count()).toBe(0)
    expect(await database().importRound.findMany()).toMatchObject([{ state: 'previewed', appliedAt: null }])
    await asOwner(db.urls.owner, [], ['DROP TRIGGER break_off ON person'])
    expect(await applyImport(by.actor, by.scope, { roundId }, reader)).toMatchObject({ ok: true })
    expect(await database().household.count()).toBe(2)
  })

  test('rows of another county’s village are refused; its own office reaches neither round nor rows', async () => {
    const by = await office()
    const foreign = await seedHousehold({ villageCode: FOREIGN_VILLAGE, number: 'Z9' })
    const mixed = csv([ROSTER_HEADER, rosterRow('A1'), rosterRow('A2', { village: '资中县某村' })])
    const { roundId, refused } = await apply(by, 'households', mixed)
    expect(refused).toMatchObject([{ row: 3, column: '行政村', code: 'village-unknown' }])
    const other = await office(FOREIGN_COUNTY)
    expect(await applyImport(other.actor, other.scope, { roundId }, reader)).toMatchObject({
      code: 'not-found',
    })
    expect(
      await exportRefusedRows(other.actor, other.scope, { roundId, format: 'csv' }, async () => 'read'),
    ).toMatchObject({ code: 'not-found' })
    const input = {
      kind: 'households' as const,
      scopeCode: COUNTY,
      fileName: 'x',
      bytes: mixed,
      isKept: true,
    }
    expect(await previewImport(other.actor, other.scope, input, reader)).toMatchObject({ code: 'not-found' })
    expect(await database().household.count()).toBe(2)
    expect(await stateOf('Z9')).toMatchObject([{ villageCode: foreign.villageCode }])
  })

  test.each(['town-desk', 'inspector', 'village-lead', 'organizer'] as const)(
    'is not for a %s',
    async (role) => {
      const actor: Actor = { accountId: 1, assignments: [{ role, scopeCode: COUNTY, agencyId: null }] }
      const input = {
        kind: 'households' as const,
        scopeCode: COUNTY,
        fileName: 'x',
        bytes: roster,
        isKept: true,
      }
      const scope = systemScope(COUNTY)
      expect(await previewImport(actor, scope, input, reader)).toEqual({ ok: false, code: 'not-allowed' })
      expect(await applyImport(actor, scope, { roundId: 'x' }, reader)).toEqual({
        ok: false,
        code: 'not-allowed',
      })
      expect(await database().importRound.count()).toBe(0)
    },
  )

  test('the kept file is sealed, gone once applied, and kept while there are rows to correct', async () => {
    const by = await office()
    const kept: Record<string, Buffer> = {}
    const files = {
      keep: async (id: string, sealed: Uint8Array) => {
        kept[id] = Buffer.from(sealed)
      },
      read: async (id: string) => kept[id] ?? null,
      remove: async (id: string) => {
        delete kept[id]
      },
      removeBefore: async () => {},
      withOpenFile: async <T>(bytes: Uint8Array, use: (file: string) => Promise<T>) => {
        const file = `${process.env.DATA_DIR}/open-sheet`
        writeFileSync(file, bytes)
        return use(file)
      },
    }
    const faulty = csv([
      ROSTER_HEADER,
      rosterRow('A1', { name: '何素芳' }),
      rosterRow('A2', { category: '富裕户' }),
    ])
    const deps = { ...reader, files }
    const input = { kind: 'households' as const, scopeCode: COUNTY, fileName: 'x', isKept: true }
    const rounds = []
    for (const bytes of [roster, faulty]) {
      const previewed = await previewImport(by.actor, by.scope, { ...input, bytes }, deps)
      const roundId = (previewed.ok && previewed.value.roundId) || ''
      expect(kept[roundId]?.toString('utf8')).not.toContain('户编号')
      await applyImport(by.actor, by.scope, { roundId }, deps)
      rounds.push(roundId)
    }
    expect(Object.keys(kept)).toEqual([rounds[1]])
    const read = await exportRefusedRows(
      by.actor,
      by.scope,
      { roundId: rounds[1] ?? '', format: 'csv' },
      async (_, findings) => findings.refused.map(({ row, code }) => ({ row, code })),
      deps,
    )
    expect(read).toEqual({ ok: true, value: [{ row: 3, code: 'category-unknown' }] })
    expect(await database().activityRecord.count({ where: { act: 'import:export-refused' } })).toBe(1)
    expect(
      await exportRefusedRows(
        by.actor,
        by.scope,
        { roundId: rounds[0] ?? '', format: 'csv' },
        async () => 1,
        deps,
      ),
    ).toEqual({ ok: false, code: 'not-found' })
  })

  test('a file that is no table is refused and leaves nothing', async () => {
    const by = await office()
    expect(await preview(by, 'goods', Buffer.from('%PDF-1.7 ...'))).toMatchObject({
      ok: false,
      code: 'not-a-sheet',
    })
    expect(await preview(by, 'goods', Buffer.alloc(0))).toMatchObject({ ok: false, code: 'file-empty' })
    expect(await database().importRound.count()).toBe(0)
  })
})

describe('divisions', () => {
  const header = '区划代码,名称'

  test('a county adds and renames its own, and no other’s', async () => {
    const by = await office()
    const { changes, refused } = await apply(
      by,
      'divisions',
      csv([
        header,
        `${COUNTY},射洪市`,
        '510981100000,武安新镇',
        '510981100299,新桥村村民委员会',
        '511025100299,资中县外村村民委员会',
        '511025000000,资中新县',
      ]),
    )
    expect(changes).toEqual({ added: 1, changed: 1, removed: 0, unchanged: 1 })
    expect(refused.map(({ row, code }) => [row, code])).toEqual([
      [5, 'division-of-another-county'],
      [6, 'division-of-another-county'],
    ])
    expect(await database().division.findUnique({ where: { code: '510981100299' } })).toMatchObject({
      shortName: '新桥',
      parentCode: '510981100000',
    })
    expect(await database().division.findUnique({ where: { code: '511025000000' } })).toMatchObject({
      name: '资中县',
    })
  })
})
