import type { Role } from '#app/domain/access/roles.ts'
import { formatMoney } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { roleName } from '#app/ui/access/role-words.ts'
import { Button } from '#app/ui/primitives/button.tsx'
import { Select, TextInput } from '#app/ui/primitives/text-input.tsx'

export type OwnerChoice = { accountId: number; role: Role; name: string }

/** Who looks into a difference; whoever fills in the form, unless another is chosen. */
export function OwnerField({
  owners,
  id,
  chosen,
}: {
  owners: readonly OwnerChoice[]
  id: string
  chosen?: string
}) {
  return (
    <Select
      id={id}
      name="ownerId"
      label={m.exception_owner()}
      placeholder={m.exception_owner_me()}
      defaultValue={chosen ?? ''}
      options={owners.map(({ accountId, role, name }) => ({
        value: String(accountId),
        label: m.joined({ first: name, second: roleName(role) }),
      }))}
      optional
    />
  )
}

/** Orders that were handed over and not paid: each to be paid, or owned by somebody who sees to it. */
export function UnpaidOrders({
  orders,
  owners,
  operationIds,
}: {
  orders: readonly { orderId: string; orderNumber: number; outstandingFen: number }[]
  owners: readonly OwnerChoice[]
  operationIds: Readonly<Record<string, string>>
}) {
  return (
    <section className="stack" aria-labelledby="unpaid">
      <h2 id="unpaid">{m.exception_unpaid_title()}</h2>
      {orders.map(({ orderId, orderNumber, outstandingFen }) => (
        <details key={orderId} className="stack">
          <summary className="linkish">
            {m.desk_gap_order_not_paid({ orderNumber, amount: formatMoney(outstandingFen) })}
          </summary>
          <form method="post" className="stack">
            <input type="hidden" name="act" value="own" />
            <input type="hidden" name="operationId" value={operationIds[orderId] ?? ''} />
            <input type="hidden" name="orderId" value={orderId} />
            <TextInput
              id={`reason-${orderId}`}
              name="reason"
              label={m.exception_reason()}
              maxLength={200}
              autoComplete="off"
              required
            />
            <OwnerField id={`owner-${orderId}`} owners={owners} />
            <Button tone="go">{m.exception_own_do()}</Button>
          </form>
        </details>
      ))}
    </section>
  )
}
