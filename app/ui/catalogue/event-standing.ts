import type { PublicStanding } from '#app/domain/pickup/public-standing.ts'
import { m } from '#app/i18n/generated/messages.js'

const words: Record<Exclude<PublicStanding, 'taking-orders'>, () => string> = {
  full: m.store_event_full,
  'orders-closed': m.store_event_closed,
  running: m.store_event_running,
  over: m.store_event_over,
  cancelled: m.store_event_cancelled,
}

/** Why nothing can be ordered for an event; null while something can. */
export function standingText(standing: PublicStanding): string | null {
  return standing === 'taking-orders' ? null : words[standing]()
}
