/** What is sealed is sealed anew with another key, beside whoever works with it, and may be broken off anywhere. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { describe, expect, it } from 'vitest'
import {
  countKeyUses,
  dropKey,
  type KeyUse,
  rotateDeps,
  rotateKeys,
} from '#app/commands/access/rotate-keys.server.ts'
import { settings } from '#app/config/env.server.ts'
import { database } from '#app/db/client.server.ts'
import { hashText, openText, sealText } from '#app/db/sealed/field-cipher.server.ts'
import { addKey, keyRing } from '#app/db/sealed/key-ring.server.ts'
import { SEALED_TABLES } from '#app/db/sealed/sealed-places.server.ts'
import { SYSTEM_ACTOR } from '#app/domain/access/roles.ts'
import { toDateColumn } from '#app/domain/kernel/calendar.ts'
import { COUNTY, seedGround, seedHousehold } from '#seed/builders.ts'
import { asOwner } from '#tests/setup/as-owner.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { openedWorld, seedSealedWorld } from './sealed-world.ts'

const own = useDatabase()
const HOUR_MS = 3_600_000
const deps = (now = new Date()) => ({ ...rotateDeps(own.urls.owner), now: () => now })
const keyFile = () => path.join(settings().dataDir, 'field.key')

async function uses(): Promise<KeyUse[]> {
  const counted = await countKeyUses(SYSTEM_ACTOR, deps())
  if (!counted.ok) throw new Error(counted.code)
  return counted.value
}

/** A household with so many people, all of one name. */
async function seedCrowd(size: number): Promise<void> {
  await seedGround()
  const { id } = await seedHousehold()
  await database().person.createMany({
    data: Array.from({ length: size }, (_, i) => ({
      householdId: id,
      countyCode: COUNTY,
      isHead: false,
      nameSealed: sealText('person.name', `众${i}`),
      nameHash: hashText('person.name', `众${i}`),
      kinship: '家属',
      fromDay: toDateColumn('2020-01-01'),
    })),
  })
}

const names = async () =>
  (await database().person.findMany({ orderBy: { id: 'asc' }, select: { nameSealed: true } })).map(
    ({ nameSealed }) => openText('person.name', nameSealed),
  )

describe('the list of sealed places', () => {
  it('is all of them', async () => {
    const rows = await database().$queryRaw<{ name: string }[]>`
      SELECT table_name || '.' || column_name AS name FROM information_schema.columns
      WHERE table_schema = 'public' AND column_name LIKE '%sealed' ORDER BY 1`
    const listed = SEALED_TABLES.flatMap(({ table, columns }) =>
      Object.keys(columns).map((each) => `${table}.${each}`),
    )
    expect(listed.sort()).toEqual(rows.map(({ name }) => name).sort())
  })
})

describe('a new key', () => {
  it('seals every value anew, and changes nothing else', async () => {
    await seedSealedWorld(own.urls.owner)
    const before = await openedWorld(own.urls.owner)
    for (const [place, rows] of Object.entries(before))
      expect([place, rows.length > 0]).toEqual([place, true])
    const old = keyRing().newest.id
    const filesAt = path.join(settings().dataDir, 'evidence', '00000000-0000-4000-8000-000000000001.sealed')
    const { mtimeMs } = statSync(filesAt)
    const total = (await uses()).reduce((sum, { count }) => sum + count, 0)

    const rotated = await rotateKeys(SYSTEM_ACTOR, deps())
    expect(rotated).toMatchObject({ ok: true, value: { added: keyRing().newest.id } })
    expect(keyRing().newest.id).not.toBe(old)
    expect(await openedWorld(own.urls.owner)).toEqual(before)
    expect((await uses()).map(({ id, count }) => [id, count])).toEqual([
      [keyRing().newest.id, total],
      [old, 0],
    ])
    if (rotated.ok) expect(rotated.value.resealed.reduce((sum, { count }) => sum + count, 0)).toBe(total)
    expect(Math.round(statSync(filesAt).mtimeMs)).toBe(Math.round(mtimeMs))
    const [person] = before.person as { name_sealed: string; name_hash: string }[]
    expect(hashText('person.name', person?.name_sealed ?? '')).toBe(person?.name_hash)

    expect(await dropKey(SYSTEM_ACTOR, { keyId: old }, deps())).toMatchObject({ code: 'key-too-young' })
    const later = deps(new Date(Date.now() + HOUR_MS))
    expect(await dropKey(SYSTEM_ACTOR, { keyId: old }, later)).toEqual({ ok: true, value: null })
    expect(keyRing().keys.map(({ id }) => id)).toEqual([keyRing().newest.id])
    expect(await openedWorld(own.urls.owner)).toEqual(before)
  })

  it('is not let into what is kept as it was by the server’s own login, nor with any other change', async () => {
    await seedSealedWorld(own.urls.owner)
    const app = new pg.Client({ connectionString: own.urls.app })
    await app.connect()
    const owner = new pg.Client({ connectionString: own.urls.owner })
    await owner.connect()
    try {
      const changes: [string, string][] = [
        ['invoice_request', "title_sealed = 'x'"],
        ['invoice_issue', "reason_sealed = 'x'"],
        ['import_undo', `before = jsonb_set(before, '{corrected,0,nameSealed}', '"x"')`],
        ['import_item', "content_sealed = 'x'"],
        ['bank_line', "text_sealed = 'x'"],
        ['refund', "note_sealed = 'x'"],
      ]
      for (const [table, change] of changes) {
        const isHeld = own.hasSeparateOwner
        if (isHeld) await expect(app.query(`UPDATE ${table} SET ${change}`), table).rejects.toThrow()
      }
      const others: [string, string][] = [
        ['invoice_request', "title_sealed = 'x', amount_fen = 6"],
        ['invoice_request', 'note_sealed = NULL'],
        ['invoice_issue', "outcome = 'issued'"],
        ['import_undo', `before = jsonb_set(before, '{corrected,0,kinship}', '"x"')`],
        ['import_undo', `before = jsonb_set(before, '{corrected,0,phoneSealed}', 'null')`],
        ['import_undo', 'household_id = 1'],
        ['import_item', "content_sealed = 'x', household_number = '1'"],
        ['bank_line', "text_sealed = 'x', in_fen = 6"],
        ['refund', "note_sealed = 'x', amount_fen = 6"],
      ]
      for (const [table, change] of others) {
        const statement = `UPDATE ${table} SET ${change}`
        await expect(owner.query(statement), statement).rejects.toMatchObject({ code: 'YG002' })
      }
      for (const table of ['invoice_request', 'import_undo', 'bank_line', 'refund']) {
        await expect(owner.query(`DELETE FROM ${table}`), table).rejects.toThrow()
      }
    } finally {
      await app.end()
      await owner.end()
    }
  })

  it('is taken up beside others who write, and their values stay theirs', async () => {
    await seedCrowd(1_500)
    const expected = await names()
    const last = await database().person.findFirstOrThrow({ orderBy: { id: 'desc' } })
    const rotating = rotateKeys(SYSTEM_ACTOR, deps())
    let writes = 0
    let isDone = false
    const writing = (async () => {
      while (!isDone) {
        writes += 1
        await database().person.update({
          where: { id: last.id },
          data: { nameSealed: sealText('person.name', `新${writes}`) },
        })
        expect((await names()).slice(0, -1)).toEqual(expected.slice(0, -1))
      }
    })()
    await rotating
    isDone = true
    await writing
    expect((await names()).at(-1)).toBe(`新${writes}`)
    expect((await uses()).map(({ count }) => count > 0)).toEqual([true, false])
  })
})

describe('a run that is killed half way', () => {
  it('leaves every value whole, and the next goes on with the same key', async () => {
    await seedCrowd(6_000)
    const expected = await names()
    const old = keyRing().newest.id
    const args = ['--import', 'tsx', 'scripts/rotate-keys.ts']
    const child = spawn(process.execPath, args, { stdio: 'ignore' })
    const sealedAnew = async () =>
      (await uses().catch(() => [])).find(({ isNewest, id }) => isNewest && id !== old)?.count ?? 0
    const countNow = async () => {
      const { newest } = keyRing({ afresh: true })
      if (newest.id === old) return 0
      const prefix = Buffer.from(newest.id).toString('base64').slice(0, 10)
      return database().person.count({ where: { nameSealed: { startsWith: prefix } } })
    }
    while (child.exitCode === null && (await countNow()) === 0) await pause(5)
    child.kill('SIGKILL')
    if (child.signalCode === null && child.exitCode === null) await once(child, 'exit')
    expect(child.signalCode).toBe('SIGKILL')
    const done = await countNow()
    expect(done).toBeGreaterThan(0)
    expect(done).toBeLessThan(6_000)
    expect(await names()).toEqual(expected)
    const halfWay = keyRing().newest.id
    await expect.poll(sealedAnew).toBeGreaterThan(0)
    expect(await dropKey(SYSTEM_ACTOR, { keyId: old }, deps(new Date(Date.now() + HOUR_MS)))).toMatchObject({
      code: 'key-in-use',
    })

    const rotated = await rotateKeys(SYSTEM_ACTOR, deps())
    expect(rotated).toMatchObject({ ok: true, value: { added: null } })
    expect(keyRing().newest.id).toBe(halfWay)
    expect(await names()).toEqual(expected)
    expect((await uses()).find(({ id }) => id === old)?.count).toBe(0)
  })
})

describe('a key', () => {
  it('in use is not dropped, nor the one that seals, nor one that is unknown', async () => {
    await seedCrowd(1)
    const old = keyRing().newest.id
    const before = readFileSync(keyFile(), 'utf8')
    expect(await dropKey(SYSTEM_ACTOR, { keyId: old }, deps())).toMatchObject({ code: 'key-newest' })
    expect(await dropKey(SYSTEM_ACTOR, { keyId: 'ffffffff' }, deps())).toMatchObject({ code: 'key-unknown' })
    expect(readFileSync(keyFile(), 'utf8')).toBe(before)
    addKey(new Date(0))
    expect(await dropKey(SYSTEM_ACTOR, { keyId: old }, deps())).toEqual({
      ok: false,
      code: 'key-in-use',
      facts: { count: 2 },
    })
    expect(keyRing().keys).toHaveLength(2)
  })

  it('that is another gives a fault and never garbage', async () => {
    const sealed = sealText('person.name', '陆一')
    writeFileSync(keyFile(), Buffer.alloc(32, 7).toString('base64'))
    keyRing({ afresh: true })
    expect(() => openText('person.name', sealed)).toThrow('a key this server does not have')
    const other = sealText('person.name', '陆一')
    expect(() => openText('person.phone', other)).toThrow('does not open')
    const bytes = Buffer.from(other, 'base64')
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
    expect(() => openText('person.name', bytes.toString('base64'))).toThrow('does not open')
  })

  it('of somebody else’s is counted and told of, and what it seals stays as it is', async () => {
    await seedCrowd(2)
    const foreign = Buffer.concat([Buffer.from('00000000'), Buffer.alloc(40, 1)]).toString('base64')
    await asOwner(
      own.urls.owner,
      [],
      [`UPDATE person SET name_sealed = '${foreign}' WHERE id = (SELECT max(id) FROM person)`],
    )
    const rotated = await rotateKeys(SYSTEM_ACTOR, deps())
    expect(rotated.ok && rotated.value.resealed).toEqual([
      { place: 'person.name_sealed', count: 2, unreadable: 1 },
    ])
    expect((await uses()).find(({ id }) => id === null)).toMatchObject({
      places: { 'person.name_sealed': 1 },
    })
  })

  it('is worked on by one process at a time', async () => {
    const [one, two] = await Promise.all([rotateKeys(SYSTEM_ACTOR, deps()), rotateKeys(SYSTEM_ACTOR, deps())])
    expect([one, two].filter(({ ok }) => !ok)).toEqual([{ ok: false, code: 'keys-busy' }])
  })
})
