import type { ReactNode } from 'react'
import type { AsideReason, BankLineState, MatchKind, OpenCause } from '#app/domain/payment/bank-line.ts'
import { formatAmount, formatDay } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { Chip } from '#app/ui/primitives/chip.tsx'
import { Table } from '#app/ui/primitives/table.tsx'
import { ageWords, bankStateWord, bankTones, outcomeWords } from './bank-words.ts'

export type ShownBankLine = {
  key: string
  /** Of its own page; null for one that is not kept yet. */
  lineId: string | null
  day: string
  ageDays: number | null
  inFen: number
  outFen: number
  remark: string
  payer: string
  outcome: BankLineState | 'known'
  openCause: OpenCause | null
  matchKind: MatchKind | null
  asideReason: AsideReason | null
}

/** Movements on the bank account: what came or went, what is written on it, and what it is for. */
export function BankLineTable({
  caption,
  lines,
  empty,
}: {
  caption: ReactNode
  lines: readonly ShownBankLine[]
  empty: ReactNode
}) {
  return (
    <Table
      caption={caption}
      rows={lines}
      rowKey={(line) => line.key}
      empty={empty}
      columns={[
        {
          key: 'what',
          heading: m.bank_line_what(),
          isRowHeading: true,
          cell: (line) => <LineWhat line={line} />,
        },
        {
          key: 'amount',
          heading: m.bank_line_amount(),
          numeric: true,
          cell: (line) => formatAmount(line.inFen - line.outFen),
        },
      ]}
    />
  )
}

function LineWhat({ line }: { line: ShownBankLine }) {
  const text = line.remark || m.bank_line_no_remark()
  return (
    <>
      {line.lineId ? <a href={paths.countyBankLine(line.lineId)}>{text}</a> : text}
      {line.payer && <span> · {line.payer}</span>}
      <br />
      <span className="soft">
        {formatDay(line.day)}
        {line.ageDays !== null && ` · ${ageWords(line.ageDays)}`}
      </span>
      <br />
      <Chip tone={bankTones[line.outcome]}>{bankStateWord(line.outcome)}</Chip>{' '}
      <span className="soft">{outcomeWords(line)}</span>
    </>
  )
}
