import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import exceljs from 'exceljs'
import { expect, loginOf, signIn, test } from '../setup/test.ts'

const FOLDER = 'prisma/seed/data/wuan'
/** Row 657 is on the list for its check digit, which by GB 11643 is right (docs/decisions/0009). */
const SOUND_AFTER_ALL = 657

function plantedRows(file: string): number[] {
  const faults = JSON.parse(readFileSync(`${FOLDER}/${file}`, 'utf8')) as { row: number }[]
  return faults.map((fault) => fault.row).filter((row) => row !== SOUND_AFTER_ALL)
}

type Sheet = string | { name: string; mimeType: string; buffer: Buffer }

async function preview(page: Page, kind: string, file: Sheet): Promise<void> {
  await page.goto('/county/import')
  await page.locator(`[name=kind][value=${kind}]`).check()
  await page.locator('[name=file]').setInputFiles(file)
  // A town's file is read while the page waits.
  await page.getByRole('button', { name: '先看看' }).click({ timeout: 60_000 })
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
  test(`${fileName}: looked at first, exactly the planted rows come back with a reason; what is new is applied`, async ({
    page,
  }) => {
    await preview(page, kind, `${FOLDER}/${fileName}`)
    expect(await refusedRows(page)).toEqual(planted)
    if (planted.length > 0) {
      const round = new URL(page.url()).pathname
      const csv = await (await page.request.get(`${round}/refused.csv`)).text()
      expect(csv).toContain('退回原因')
      expect((await page.request.get(`${round}/refused.xlsx`)).headers()['content-type']).toContain(
        'spreadsheetml',
      )
    }
    const apply = page.getByRole('button', { name: /导入(能收的|勾上的)/ })
    if (kind === 'households') {
      // The world already holds it: the same roster again has nothing to tick.
      await expect(apply).toBeDisabled()
      return
    }
    await apply.click()
    await expect(page.locator('main')).toContainText('已导入')
    expect(await refusedRows(page)).toEqual(planted)
  })
}

const PHONE = 17
const NEW_PHONE = '13800000000'

/** The town's roster, its first member with a phone having another one. */
async function rosterWithOtherPhone(): Promise<Sheet> {
  const workbook = new exceljs.Workbook()
  await workbook.xlsx.readFile(`${FOLDER}/花名册.xlsx`)
  const refused = plantedRows('roster-faults.json')
  const rows = workbook.worksheets[0]?.getRows(1, 300) ?? []
  const row = rows.find(
    (each) => /^1\d{10}$/.test(each.getCell(PHONE).text) && !refused.includes(each.number),
  )
  if (!row) throw new Error('nobody on the roster has a phone')
  row.getCell(PHONE).value = NEW_PHONE
  return {
    name: '花名册二.xlsx',
    mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    buffer: Buffer.from(await workbook.xlsx.writeBuffer()),
  }
}

test('a roster with another phone: one piece, ticked, masked, applied by the server, and put back', async ({
  page,
}) => {
  await preview(page, 'households', await rosterWithOtherPhone())
  const round = page.url()
  await page.getByRole('link', { name: '改动' }).click()
  await expect(page.getByRole('checkbox')).toBeChecked()
  await expect(page.locator('main')).toContainText('138****0000')
  await expect(page.locator('main')).not.toContainText(NEW_PHONE)
  await page.goto(round)
  await page.getByRole('button', { name: '导入勾上的 1 项' }).click()
  // A roster is the server's work: the page asks again by itself until it is done.
  await expect(page.locator('main')).toContainText('已导入', { timeout: 60_000 })
  await page.getByRole('link', { name: '撤回这次导入' }).click()
  await page.getByRole('button', { name: '撤回' }).click()
  await expect(page.locator('main')).toContainText('已撤回')
})

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
