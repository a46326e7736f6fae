/** What the tests of the county's bank stand on: an office, its statements as files, and transfer orders. */
import { applyBankStatement } from '#app/commands/payment/apply-bank-statement.server.ts'
import { previewBankStatement } from '#app/commands/payment/preview-bank-statement.server.ts'
import { database } from '#app/db/client.server.ts'
import { paymentReference } from '#app/domain/payment/payment-reference.ts'
import { streamSheet } from '#app/files/read-sheet.server.ts'
import { COUNTY } from '#seed/builders.ts'
import { type Someone, scopeFor } from '../access/people.ts'

export type WrittenLine = {
  day?: string
  time?: string
  in?: string
  out?: string
  balance?: string
  serial?: string
  remark?: string
  payer?: string
}

const HEADER = '交易日期,交易时间,收入金额,支出金额,余额,交易流水号,附言,对方户名'

/** A statement as a bank writes it: a title, its lines, a total. */
export function statementFile(lines: readonly WrittenLine[], title = '账户明细'): Buffer {
  const rows = lines.map((line) =>
    [
      line.day ?? '2026-11-20',
      line.time,
      line.in,
      line.out,
      line.balance,
      line.serial,
      line.remark,
      line.payer,
    ]
      .map((cell) => (cell?.includes(',') ? `"${cell}"` : (cell ?? '')))
      .join(','),
  )
  return Buffer.from([title, HEADER, ...rows, `合计,,${lines.length}笔,,,,,`].join('\r\n'))
}

export async function upload(office: Someone, bytes: Uint8Array, fileName = '流水.csv'): Promise<string> {
  const scope = scopeFor(office, 'bank:work')
  const verdict = await previewBankStatement(
    office.actor,
    scope,
    { countyCode: COUNTY, fileName, bytes },
    { readSheet: streamSheet },
  )
  if (!verdict.ok) throw new Error(`not read: ${verdict.code}`)
  return verdict.value.statementId
}

export function applyTo(office: Someone, statementId: string) {
  return applyBankStatement(office.actor, scopeFor(office, 'bank:work'), { statementId })
}

/** Uploads and applies, and returns the statement's id. */
export async function take(office: Someone, lines: readonly WrittenLine[]): Promise<string> {
  const id = await upload(office, statementFile(lines))
  const applied = await applyTo(office, id)
  if (!applied.ok) throw new Error(`not applied: ${applied.code}`)
  return id
}

/** What the buyer of an order is told to write. */
export async function referenceOf(orderId: string): Promise<string> {
  const { number } = await database().order.findUniqueOrThrow({ where: { id: orderId } })
  return paymentReference('order', number)
}

/** Every line in the order of its file, as what became of it. */
export async function lineStates(statementId: string): Promise<string[]> {
  const lines = await database().bankLine.findMany({ where: { statementId }, orderBy: { rowNumber: 'asc' } })
  return lines.map((line) => `${line.state} ${line.matchKind ?? line.openCause ?? line.asideReason}`)
}
