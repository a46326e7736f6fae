import type { Capacity } from '#app/domain/ordering/basket-content.ts'
import { formatInstant, formatMoney, formatQuantity } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { productName } from '#app/ui/catalogue/words.ts'
import { Button, LinkButton } from '#app/ui/primitives/button.tsx'

export type AskedOrder = {
  orderId: string
  number: number
  memberName: string
  capacity: Capacity
  amountFen: number
  version: number
  goods: readonly {
    nameZh: string
    nameEn: string
    orderedBy: 'piece' | 'weight'
    pieceUnit: string | null
    quantity: number
  }[]
  /** Until when it can be decided. */
  cutOffAt: string
  /** The reader asked for it: another manager decides. */
  isOwn: boolean
}

/** Members' orders above their limit, each for a manager to take on the agency's account or not. */
export function ChargeRequests({
  agencyId,
  requests,
}: {
  agencyId: number
  requests: readonly AskedOrder[]
}) {
  return (
    <section className="weigh stack" aria-labelledby="charge-requests">
      <h2 id="charge-requests">{m.charge_requests_title()}</h2>
      <p className="soft">{m.charge_requests_how()}</p>
      <ul className="fair">
        {requests.map((request) => (
          <li key={request.orderId}>
            <b>{m.joined({ first: request.memberName, second: formatMoney(request.amountFen) })}</b>
            <span>{goodsWords(request.goods)}</span>
            <span className="soft">
              {m.charge_request_of({
                number: request.number,
                capacity: capacityWord(request.capacity),
                instant: formatInstant(request.cutOffAt),
              })}
            </span>
            {request.isOwn ? (
              <span>{m.charge_request_own()}</span>
            ) : (
              <form method="post" className="flex flex-wrap items-center gap-x-4 gap-y-2">
                <input type="hidden" name="agencyId" value={agencyId} />
                <input type="hidden" name="orderId" value={request.orderId} />
                <input type="hidden" name="version" value={request.version} />
                <Button name="intent" value="charge">
                  {m.charge_request_approve()}
                </Button>
                <LinkButton name="intent" value="decline">
                  {m.charge_request_decline()}
                </LinkButton>
              </form>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

function goodsWords(goods: AskedOrder['goods']): string {
  return goods
    .map((one) => m.notice_goods({ name: productName(one), quantity: formatQuantity(one.quantity, one) }))
    .reduce((first, second) => m.store_names_joined({ first, second }))
}

function capacityWord(capacity: Capacity): string {
  switch (capacity) {
    case 'personal':
      return m.ordering_checkout_personal()
    case 'union':
      return m.ordering_checkout_union()
    case 'canteen':
      return m.ordering_checkout_canteen()
  }
}
