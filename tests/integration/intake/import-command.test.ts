/** `npm run import`: its answer and its exit code, as scripts and people read them. */
import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, test } from 'vitest'
import { database } from '#app/db/client.server.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { divisionsFile, importAsSystem } from './files.ts'

const db = useDatabase({ per: 'file' })
const run = promisify(execFile)

type Answer = { exit: number; stdout: string; stderr: string }

async function importCommand(...args: string[]): Promise<Answer> {
  const env = {
    ...process.env,
    DATABASE_URL: db.urls.app,
    DATABASE_OWNER_URL: db.urls.owner,
    DATABASE_READER_URL: db.urls.reader,
  }
  try {
    const done = await run(process.execPath, ['--import', 'tsx', 'scripts/import.ts', ...args], { env })
    return { exit: 0, ...done }
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string }
    return { exit: code, stdout, stderr }
  }
}

const WUAN = 'prisma/seed/data/wuan'

describe.sequential('npm run import', () => {
  beforeAll(async () => {
    await importAsSystem('divisions', divisionsFile())
  })

  test('a preview names every refused row and writes nothing; exit code 3', async () => {
    const { exit, stdout } = await importCommand('households', `${WUAN}/花名册.xlsx`, '--json')
    const answer = JSON.parse(stdout)
    expect(Object.keys(answer)).toEqual(['kind', 'rows', 'accepted', 'refused', 'changes'])
    expect(answer).toMatchObject({ kind: 'households', rows: 663, changes: { added: 219, changed: 0 } })
    expect(answer.refused).toContainEqual({
      row: 662,
      column: '户类型',
      code: 'category-unknown',
      message: expect.stringContaining('富裕户'),
    })
    expect(exit).toBe(3)
    expect(await database().household.count()).toBe(0)
  })

  test('applied, without --json, it is a table for people; a file without a fault gives exit code 0', async () => {
    const roster = await importCommand('households', `${WUAN}/花名册.xlsx`, '--apply')
    expect(roster.exit).toBe(3)
    expect(roster.stdout).toContain('659\t行政村\tvillage-unknown')
    expect(await database().household.count()).toBe(219)
    const pairings = await importCommand('pairings', `${WUAN}/结对帮扶台账.xlsx`, '--apply', '--json')
    expect(JSON.parse(pairings.stdout)).toMatchObject({ rows: 217, accepted: 217, refused: [] })
    expect(pairings.exit).toBe(0)
  })

  test('what can’t be read gives exit code 2 and a reason', async () => {
    const pdf = path.join(process.env.DATA_DIR ?? '', 'list.csv')
    writeFileSync(pdf, '%PDF-1.7\n')
    const unreadable = await importCommand('goods', pdf, '--json')
    expect([unreadable.exit, JSON.parse(unreadable.stdout).refused[0].code]).toEqual([2, 'not-a-sheet'])
    const missing = await importCommand('goods', 'no-such-file.csv')
    expect([missing.exit, missing.stdout]).toEqual([2, expect.stringContaining('no-such-file.csv')])
    const unknown = await importCommand('sheep', pdf)
    expect([unknown.exit, unknown.stderr]).toEqual([2, expect.stringContaining('KIND')])
  })
})
