import { Banknote, QrCode } from 'lucide-react'
import { formatMoney } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { BigMoney } from '#app/ui/primitives/big-figure.tsx'
import { Button } from '#app/ui/primitives/button.tsx'

type Parts = { dueFen: number; payableFen: number; roundedOffFen: number }

export type ShownMoney = {
  handedOverFen: number
  settledFen: number
  isComplete: boolean
  cash: Parts
  qr: Parts
}

/** What is owed for what was handed over, and the two ways to take it. */
export function PayPanel({ money, operationId }: { money: ShownMoney; operationId: string }) {
  const { cash, qr } = money
  return (
    <section className="weigh stack" aria-labelledby="pay-title">
      <h2 id="pay-title">{m.desk_pay_title()}</h2>
      <BigMoney amountFen={qr.dueFen} />
      {!money.isComplete && <p className="soft">{m.desk_pay_part()}</p>}
      {cash.roundedOffFen > 0 && (
        <p className="soft">{m.desk_pay_rounding({ amount: formatMoney(cash.roundedOffFen) })}</p>
      )}
      <form method="post" className="stack">
        <input type="hidden" name="act" value="pay" />
        <input type="hidden" name="operationId" value={operationId} />
        <input type="hidden" name="shown-cash" value={cash.payableFen} />
        <input type="hidden" name="shown-qr" value={qr.payableFen} />
        {cash.dueFen > 0 && (
          <Button name="method" value="cash" tone="ok" size="big" wide icon={Banknote}>
            {cash.payableFen === 0
              ? m.desk_pay_round_off({ amount: formatMoney(cash.roundedOffFen) })
              : m.desk_pay_cash({ amount: formatMoney(cash.payableFen) })}
          </Button>
        )}
        <Button name="method" value="qr" size="big" wide icon={QrCode}>
          {m.desk_pay_qr({ amount: formatMoney(qr.payableFen) })}
        </Button>
      </form>
    </section>
  )
}
