import { formatInstantDay } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { Button, LinkButton } from '#app/ui/primitives/button.tsx'
import { PickupCode } from './pickup-code.tsx'

/** One event of an order: the buyer lets a colleague collect there, or has, and sees the code for all. */
export function ColleagueCollects({
  action,
  event,
  colleagues,
}: {
  action: string
  event: { id: number; startsAt: string }
  colleagues: { isOpen: boolean; code: string | null; orderCount: number } | null
}) {
  if (colleagues === null) return null
  const day = formatInstantDay(event.startsAt)
  if (colleagues.code === null) {
    return (
      <section className="stack">
        <h2>{m.colleagues_title({ day })}</h2>
        <p>{m.colleagues_offer({ day })}</p>
        <form method="post" action={action}>
          <input type="hidden" name="eventId" value={event.id} />
          <Button name="intent" value="let-colleague">
            {m.colleagues_let()}
          </Button>
        </form>
      </section>
    )
  }
  return (
    <PickupCode
      code={colleagues.code}
      title={m.colleagues_code({ day })}
      hint={m.colleagues_count({ count: colleagues.orderCount })}
    >
      {colleagues.isOpen && (
        <form method="post" action={action}>
          <input type="hidden" name="eventId" value={event.id} />
          <input type="hidden" name="intent" value="collect-myself" />
          <LinkButton>{m.colleagues_take_back()}</LinkButton>
        </form>
      )}
    </PickupCode>
  )
}
