/** A county's roster at once: what reading and checking it takes of the server and of the child. */
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeRoster } from '#scripts/driving/roster.ts'

const CONTEXT = {
  today: '2026-11-22',
  villages: [{ code: '510981100200', name: '金鱼垭村村民委员会' }],
  towns: [{ code: '510981100000', name: '武安镇' }],
  households: [],
}

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'yigou-large-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function roster(people: number): Promise<string> {
  const file = path.join(folder, `${people}.xlsx`)
  await writeRoster(file, people)
  return file
}

async function measure(file: string) {
  const script = path.resolve('tests/integration/intake/measure-check.ts')
  const flags = ['--expose-gc', '--import', 'tsx', script, file, JSON.stringify(CONTEXT)]
  const { stdout } = await promisify(execFile)(process.execPath, flags)
  return JSON.parse(stdout)
}

test('60,000 rows: the child stays below 400 MB, the server grows by less than 30 MB', async () => {
  const half = await measure(await roster(30_000))
  const whole = await measure(await roster(60_000))
  console.info(`30,000 rows ${JSON.stringify(half)}; 60,000 rows ${JSON.stringify(whole)}`)
  expect(whole).toMatchObject({ rows: 60_000, facts: 20_000, read: 60_002 })
  expect(whole.grownMegabytes).toBeLessThan(30)
  expect(whole.checkingMegabytes).toBeLessThan(400)
  // Reading gives its rows on as it goes: twice the rows take hardly more memory than their shared strings.
  expect(whole.readingMegabytes).toBeLessThan(half.readingMegabytes * 1.4)
}, 240_000)
