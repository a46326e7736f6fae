import type { ShownChargeRequest } from '#app/domain/payment/charge-request.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { LinkButton } from '#app/ui/primitives/button.tsx'
import { Note } from '#app/ui/primitives/note.tsx'

/** How it stands with the agency's account, for an order that is paid at the desk unless a manager takes it on. */
export function ChargePanel({
  order,
}: {
  order: { id: string; charge: ShownChargeRequest | 'can-ask' | null }
}) {
  switch (order.charge) {
    case null:
    case 'approved':
      return null
    case 'can-ask':
      return (
        <form method="post" action={paths.order(order.id)}>
          <input type="hidden" name="intent" value="ask-to-charge" />
          <LinkButton>{m.charge_ask()}</LinkButton>
        </form>
      )
    case 'asked':
      return (
        <Note tone="look" title={m.charge_asked()}>
          {m.charge_asked_how()}
        </Note>
      )
    case 'declined':
      return <Note title={m.charge_declined()}>{m.charge_at_desk()}</Note>
    case 'lapsed':
      return <Note title={m.charge_lapsed()}>{m.charge_at_desk()}</Note>
  }
}
