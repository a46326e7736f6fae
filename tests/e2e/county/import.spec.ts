import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { expect, loginOf, signIn, test } from '../setup/test.ts'

const FOLDER = 'prisma/seed/data/wuan'
/** Row 657 is on the list for its check digit, which by GB 11643 is right (docs/decisions/0009). */
const SOUND_AFTER_ALL = 657

function plantedRows(file: string): number[] {
  const faults = JSON.parse(readFileSync(`${FOLDER}/${file}`, 'utf8')) as { row: number }[]
  return faults.map((fault) => fault.row).filter((row) => row !== SOUND_AFTER_ALL)
}

async function preview(page: Page, kind: string, fileName: string): Promise<void> {
  await page.goto('/county/import')
  await page.locator(`[name=kind][value=${kind}]`).check()
  await page.locator('[name=file]').setInputFiles(`${FOLDER}/${fileName}`)
  await page.getByRole('button', { name: '先看看' }).click()
  await expect(page).toHaveURL(/\/county\/import\/[0-9a-f-]{36}/)
}

async function refusedRows(page: Page): Promise<number[]> {
  const table = page.getByRole('table').filter({ hasText: /退回的 \d+ 行/ })
  if ((await table.count()) === 0) return []
  return (await table.locator('tbody th').allInnerTexts()).map(Number)
}

test.beforeEach(async ({ context }) => {
  await signIn(context, loginOf('county-office'))
})

for (const { kind, fileName, planted } of [
  { kind: 'households', fileName: '花名册.xlsx', planted: plantedRows('roster-faults.json') },
  { kind: 'goods', fileName: '农产品供应清单.csv', planted: plantedRows('goods-faults.json') },
  { kind: 'pairings', fileName: '结对帮扶台账.xlsx', planted: [] },
  { kind: 'events', fileName: '活动安排.csv', planted: [] },
]) {
  test(`${fileName}: looked at first, exactly the planted rows come back with a reason, then applied`, async ({
    page,
  }) => {
    await preview(page, kind, fileName)
    expect(await refusedRows(page)).toEqual(planted)
    if (planted.length > 0) {
      const round = new URL(page.url()).pathname
      const csv = await (await page.request.get(`${round}/refused.csv`)).text()
      expect(csv).toContain('退回原因')
      expect((await page.request.get(`${round}/refused.xlsx`)).headers()['content-type']).toContain(
        'spreadsheetml',
      )
    }
    await page.getByRole('button', { name: /导入(能收的|勾上的)/ }).click()
    // A roster is the server's work: the page asks again by itself until it is done.
    await expect(page.locator('main')).toContainText('已导入', { timeout: 60_000 })
    expect(await refusedRows(page)).toEqual(planted)
  })
}

test('a file that is no spreadsheet is refused with a plain reason, and nothing is kept', async ({
  page,
}) => {
  await page.goto('/county/import')
  await page.locator('[name=kind][value=goods]').check()
  await page.locator('[name=file]').setInputFiles({
    name: '清单.xlsx',
    mimeType: 'application/octet-stream',
    buffer: Buffer.from('%PDF-1.7 not a sheet'),
  })
  await page.getByRole('button', { name: '先看看' }).click()
  await expect(page.locator('#file-error')).not.toBeEmpty()
  await expect(page).toHaveURL(/\/county\/import$/)
})
