import { m } from '#app/i18n/generated/messages.js'
import { Button } from '#app/ui/primitives/button.tsx'

/** The whole order given up, behind a second tap that says what that means. */
export function CancelOrderForm({ action }: { action: string }) {
  return (
    <details>
      <summary>{m.ordering_order_cancel()}</summary>
      <form method="post" action={action} className="stack">
        <p>{m.ordering_order_cancel_sure()}</p>
        <p>
          <Button name="intent" value="cancel-order">
            {m.ordering_order_cancel_do()}
          </Button>
        </p>
      </form>
    </details>
  )
}
