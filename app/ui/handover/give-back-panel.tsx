import { Banknote, QrCode } from 'lucide-react'
import { formatMoney } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { BigMoney } from '#app/ui/primitives/big-figure.tsx'
import { Button } from '#app/ui/primitives/button.tsx'
import type { ShownMoney } from './pay-panel.tsx'

/** What the buyer is owed back, once nothing is to come, by the way it came: one tap. */
export function GiveBackPanel({ money, operationId }: { money: ShownMoney; operationId: string }) {
  const { cash, qr } = money
  return (
    <section className="weigh stack" aria-labelledby="back-title">
      <h2 id="back-title">{m.desk_back_title()}</h2>
      <BigMoney amountFen={money.settledFen - money.handedOverFen} />
      <form method="post" className="stack">
        <input type="hidden" name="act" value="pay" />
        <input type="hidden" name="operationId" value={operationId} />
        <input type="hidden" name="shown-cash" value={cash.payableFen} />
        <input type="hidden" name="shown-qr" value={qr.payableFen} />
        {cash.dueFen < 0 && (
          <Button name="method" value="cash" tone="ok" size="big" wide icon={Banknote}>
            {cash.payableFen === 0
              ? m.desk_back_round_off({ amount: formatMoney(-cash.dueFen) })
              : m.desk_back_cash({ amount: formatMoney(-cash.payableFen) })}
          </Button>
        )}
        {qr.dueFen < 0 && (
          <Button name="method" value="qr" tone="ok" size="big" wide icon={QrCode}>
            {m.desk_back_qr({ amount: formatMoney(-qr.payableFen) })}
          </Button>
        )}
      </form>
    </section>
  )
}
