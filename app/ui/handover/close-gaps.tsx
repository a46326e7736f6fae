import type { CloseGap, CloseGapCode } from '#app/domain/handover/event-close.ts'
import { formatMoney } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { Note } from '#app/ui/primitives/note.tsx'

const words: Record<CloseGapCode, (facts: Record<string, number>) => string> = {
  'desk-still-open': () => m.desk_gap_desk_still_open(),
  'lines-not-settled': ({ lineCount = 0 }) => m.desk_gap_lines_not_settled({ lineCount }),
  'goods-do-not-add-up': (line) => m.desk_gap_goods_do_not_add_up(lineFacts(line)),
  'line-handed-over-twice': (line) => m.desk_gap_line_handed_over_twice(lineFacts(line)),
  'wrong-household': (line) => m.desk_gap_wrong_household(lineFacts(line)),
  'order-not-paid': ({ orderNumber = 0, outstandingFen = 0 }) =>
    m.desk_gap_order_not_paid({ orderNumber, amount: formatMoney(outstandingFen) }),
  'order-overpaid': ({ orderNumber = 0, overpaidFen = 0 }) =>
    m.desk_gap_order_overpaid({ orderNumber, amount: formatMoney(overpaidFen) }),
  'cash-not-counted': () => m.desk_gap_cash_not_counted(),
  'cash-difference-unexplained': () => m.desk_gap_cash_difference_unexplained(),
  'signature-missing': () => m.desk_gap_signature_missing(),
  'signer-not-village-lead': () => m.desk_gap_signer_not_village_lead(),
  'signer-entered-cash': () => m.desk_gap_signer_entered_cash(),
}

function lineFacts({ orderNumber = 0, lineNumber = 0 }: Record<string, number>) {
  return { orderNumber, lineNumber }
}

/** Everything that keeps an event from closing, each in a sentence. */
export function CloseGaps({ gaps }: { gaps: readonly CloseGap[] }) {
  if (gaps.length === 0) return <Note tone="ok" title={m.desk_close_ready()} />
  return (
    <Note tone="look" title={m.desk_close_missing()}>
      <ul>
        {gaps.map((gap) => (
          <li key={[gap.code, gap.facts?.orderNumber, gap.facts?.lineNumber].join(' ')}>
            {words[gap.code](gap.facts ?? {})}
          </li>
        ))}
      </ul>
    </Note>
  )
}
