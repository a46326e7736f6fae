/** A county's roster at once: what reading and checking it takes of the server and of the child. */
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import exceljs from 'exceljs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { idNumber } from './other-town.ts'

const HEADER = [
  '序号',
  '乡镇',
  '行政村',
  '网格',
  '户编号',
  '人编号',
  '姓名',
  '性别',
  '证件号码',
  '家庭人口数',
  '与户主关系',
  '户类型',
  '主要致贫原因',
  '年人均纯收入',
  '联系电话',
  '开户银行',
  '银行卡号',
  '备注',
]
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

/** Households of three; written as a stream, with the shared strings that Excel uses. */
async function writeRoster(people: number): Promise<string> {
  const filename = path.join(folder, `${people}.xlsx`)
  const workbook = new exceljs.stream.xlsx.WorkbookWriter({ filename, useSharedStrings: true })
  const sheet = workbook.addWorksheet('花名册')
  sheet.addRow(['武安镇花名册']).commit()
  sheet.addRow(HEADER).commit()
  for (let i = 0; i < people; i += 1) {
    const number = `51098${String(Math.floor(i / 3)).padStart(8, '0')}`
    const name = `张${String.fromCharCode(0x4e00 + (i % 2000), 0x4e00 + (i >> 4))}`
    const who = [
      number,
      `${number}0${(i % 3) + 1}`,
      name,
      '男',
      idNumber(i % 27_000, Math.floor(i / 27_000)),
      3,
      i % 3 === 0 ? '户主' : '之子',
    ]
    const rest = [
      '脱贫户',
      '因病',
      8000.5 + (i % 100),
      `139${String(i).padStart(8, '0')}`,
      '农村信用社',
      '',
      '',
    ]
    sheet.addRow([i + 1, '武安镇', '金鱼垭村', '第1网格', ...who, ...rest]).commit()
  }
  sheet.commit()
  await workbook.commit()
  return filename
}

async function measure(file: string) {
  const script = path.resolve('tests/integration/intake/measure-check.ts')
  const flags = ['--expose-gc', '--import', 'tsx', script, file, JSON.stringify(CONTEXT)]
  const { stdout } = await promisify(execFile)(process.execPath, flags)
  return JSON.parse(stdout)
}

test('60,000 rows: the child stays below 400 MB, the server grows by less than 30 MB', async () => {
  const half = await measure(await writeRoster(30_000))
  const whole = await measure(await writeRoster(60_000))
  console.info(`30,000 rows ${JSON.stringify(half)}; 60,000 rows ${JSON.stringify(whole)}`)
  expect(whole).toMatchObject({ rows: 60_000, facts: 20_000, read: 60_002 })
  expect(whole.grownMegabytes).toBeLessThan(30)
  expect(whole.checkingMegabytes).toBeLessThan(400)
  // Reading gives its rows on as it goes: twice the rows take hardly more memory than their shared strings.
  expect(whole.readingMegabytes).toBeLessThan(half.readingMegabytes * 1.4)
}, 240_000)
