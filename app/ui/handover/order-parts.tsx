/** What stands around the scale on an order's page: who bought, the bar of acts, and the buyer who did not come. */
import { Check } from 'lucide-react'
import { formatMoney, formatPickupCode } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { ActBar } from '#app/ui/layouts/thumb-bar.tsx'
import { Button, ButtonLink } from '#app/ui/primitives/button.tsx'
import { Chip } from '#app/ui/primitives/chip.tsx'
import { buyerWords, OwedChip } from './desk-order-rows.tsx'
import { type AskedWhy, SETTLE_FORM } from './weigh-panel.tsx'

const capacities = {
  personal: m.desk_capacity_personal,
  union: m.desk_capacity_union,
  canteen: m.desk_capacity_canteen,
} as const

type HeadOrder = {
  pickupCode: string
  queueNumber: number | null
  buyer: string
  agency: string | null
  capacity: keyof typeof capacities
  isOnAccount: boolean
  money: { handedOverFen: number; settledFen: number }
}

/** For whom, on whose account, and where in the queue. */
function headWords({ capacity, isOnAccount, queueNumber }: HeadOrder): string {
  return [
    capacities[capacity](),
    ...(isOnAccount ? [m.desk_on_account()] : []),
    ...(queueNumber === null ? [] : [m.desk_queue_number({ number: queueNumber })]),
  ].reduce((first, second) => m.joined({ first, second }))
}

/** Who bought, for whom, and how the money stands. */
export function OrderHead({ order }: { order: HeadOrder }) {
  const { handedOverFen, settledFen } = order.money
  return (
    <div className="buyer">
      <h1>{buyerWords(order)}</h1>
      <p className="num">{formatPickupCode(order.pickupCode)}</p>
      <p className="soft col-span-2">{headWords(order)}</p>
      <p className="col-span-2">
        {handedOverFen > settledFen && <OwedChip outstandingFen={handedOverFen - settledFen} />}
        {handedOverFen < settledFen && (
          <Chip tone="look">
            <span className="num">
              {m.desk_overpaid({ amount: formatMoney(settledFen - handedOverFen) })}
            </span>
          </Chip>
        )}
        {settledFen > 0 && !order.isOnAccount && (
          <Chip tone="ok">
            <span className="num">{m.desk_paid({ amount: formatMoney(settledFen) })}</span>
          </Chip>
        )}
      </p>
    </div>
  )
}

/** The scale's three acts. Saying that something is not handed over leads to the reasons first. */
export function SettleBar({
  asked,
  refusedHref,
  shortHref,
  backHref,
}: {
  asked: AskedWhy
  refusedHref: string
  shortHref: string
  backHref: string
}) {
  return (
    <ActBar>
      {asked === null ? (
        <>
          <ButtonLink href={refusedHref}>{m.desk_refused()}</ButtonLink>
          <ButtonLink href={shortHref}>{m.desk_short()}</ButtonLink>
        </>
      ) : (
        <ButtonLink className="col-span-2" href={backHref}>
          {m.desk_cancel_why()}
        </ButtonLink>
      )}
      <Button form={SETTLE_FORM} tone="ok" icon={Check}>
        {m.desk_hand_over()}
      </Button>
    </ActBar>
  )
}

/** Everything that is left of the order goes back to the stall: folded away, so that no tap does it by chance. */
export function NoShowForm({ operationId }: { operationId: string }) {
  return (
    <details>
      <summary className="linkish">{m.desk_no_show()}</summary>
      <form method="post" className="stack">
        <input type="hidden" name="act" value="no-show" />
        <input type="hidden" name="operationId" value={operationId} />
        <p className="hint">{m.desk_no_show_hint()}</p>
        <Button size="big">{m.desk_no_show_do()}</Button>
      </form>
    </details>
  )
}
