import { CreditCard } from 'lucide-react'
import type { PayBy } from '#app/domain/ordering/basket-content.ts'
import { formatInstant, formatMoney } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { BigMoney } from '#app/ui/primitives/big-figure.tsx'
import { Button, LinkButton } from '#app/ui/primitives/button.tsx'
import { Facts } from '#app/ui/primitives/facts.tsx'
import { Note } from '#app/ui/primitives/note.tsx'

export type PaidAheadOrder = {
  id: string
  payBy: PayBy
  payment: {
    receivedFen: number
    noShowSharePercent: number
    unpaidFen: number
    heldUntil: string | null
    transfer: { payee: string; bank: string; account: string; reference: string } | null
  }
}

/** What is still to be paid before the goods, and how; or that it is paid. Nothing for what is paid at the desk. */
export function PayAhead({ order }: { order: PaidAheadOrder }) {
  const { receivedFen, unpaidFen } = order.payment
  if (unpaidFen === 0) {
    if (receivedFen === 0) return null
    return (
      <Note tone="ok" title={m.payment_received({ amount: formatMoney(receivedFen) })}>
        <NoShowRule payment={order.payment} />
      </Note>
    )
  }
  return order.payBy === 'card' ? <CardPanel order={order} /> : <TransferPanel payment={order.payment} />
}

/** Said again where it is paid: it holds as it was when it was ordered. */
function NoShowRule({ payment: { noShowSharePercent: percent } }: { payment: PaidAheadOrder['payment'] }) {
  return percent > 0 ? <p>{m.payment_checkout_no_show({ percent })}</p> : null
}

function CardPanel({ order }: { order: PaidAheadOrder }) {
  const { receivedFen, unpaidFen, heldUntil } = order.payment
  return (
    <section className="weigh stack" aria-labelledby="pay-ahead">
      <h2 id="pay-ahead">{receivedFen > 0 ? m.payment_card_more() : m.payment_card_title()}</h2>
      <BigMoney amountFen={unpaidFen} />
      {heldUntil && <p>{m.payment_card_held({ instant: formatInstant(heldUntil) })}</p>}
      {receivedFen > 0 && <p className="soft">{m.payment_card_more_why()}</p>}
      <NoShowRule payment={order.payment} />
      <form method="post" action={paths.orderPay(order.id)}>
        <Button tone="go" size="big" wide icon={CreditCard}>
          {m.payment_card_pay()}
        </Button>
      </form>
      {receivedFen === 0 && (
        <form method="post" action={paths.order(order.id)}>
          <input type="hidden" name="intent" value="pay-at-desk" />
          <LinkButton>{m.payment_card_to_desk()}</LinkButton>
        </form>
      )}
    </section>
  )
}

function TransferPanel({ payment }: { payment: PaidAheadOrder['payment'] }) {
  const { transfer, unpaidFen } = payment
  if (!transfer) return null
  return (
    <section className="weigh stack" aria-labelledby="pay-ahead">
      <h2 id="pay-ahead">{m.payment_transfer_title()}</h2>
      <BigMoney amountFen={unpaidFen} />
      <Facts
        facts={[
          {
            key: 'reference',
            name: m.payment_transfer_reference(),
            value: <b className="num">{transfer.reference}</b>,
          },
          { key: 'payee', name: m.payment_transfer_payee(), value: transfer.payee },
          { key: 'bank', name: m.payment_transfer_bank(), value: transfer.bank },
          {
            key: 'account',
            name: m.payment_transfer_account(),
            value: <span className="num">{transfer.account}</span>,
          },
        ]}
      />
      <p className="soft">{m.payment_transfer_how()}</p>
      <NoShowRule payment={payment} />
    </section>
  )
}
