import { freeUnpaidOrders } from '#app/commands/payment/free-unpaid-orders.server.ts'
import { lookAfterCardSessions } from '#app/commands/payment/look-after-card-sessions.server.ts'
import { sendCardRefunds } from '#app/commands/payment/send-card-refunds.server.ts'
import { SYSTEM_ACTOR } from '#app/domain/access/roles.ts'

/** Every few seconds: pages the provider said nothing of, goods nobody paid for, refunds to be sent. */
export async function lookAfterCardPayments(): Promise<void> {
  await lookAfterCardSessions(SYSTEM_ACTOR)
  await freeUnpaidOrders(SYSTEM_ACTOR)
  await sendCardRefunds(SYSTEM_ACTOR)
}
