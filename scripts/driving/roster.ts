/** A county's roster as an office hands it in, of any length: households of three in one village, all invented. */
import exceljs from 'exceljs'

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

/** The check character by the standard's other definition, so that it shares no table with what is tested. */
function checkCharacter(seventeen: string): string {
  const sum = [...seventeen].reduce((total, digit, i) => total + Number(digit) * (2 ** (17 - i) % 11), 0)
  return [...'0123456789X'].find((_, value) => (sum + value) % 11 === 1) ?? ''
}

/** A sound number for the `serial`-th day after 1949; `order` tells apart those born on one day. */
export function idNumber(serial: number, order = serial % 1000): string {
  const born = new Date(Date.UTC(1950, 0, 1) + serial * 86_400_000)
  const day = born.toISOString().slice(0, 10).replaceAll('-', '')
  const seventeen = `510981${day}${String(order).padStart(3, '0')}`
  return seventeen + checkCharacter(seventeen)
}

/** Writes a roster of so many people; as a stream, with the shared strings that Excel uses. */
export async function writeRoster(filename: string, people: number): Promise<void> {
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
}
