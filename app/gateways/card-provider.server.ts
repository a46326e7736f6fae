/**
 * The card provider behind one adapter: Stripe Checkout in CNY with card, Alipay and WeChat Pay.
 * Nothing of a person goes there: amounts and our own opaque ids only. Alipay and WeChat Pay depend on where the
 * account's business is; mainland China is not among the places.
 */
import Stripe from 'stripe'
import { settings } from '#app/config/env.server.ts'
import type { ProviderSession } from '#app/domain/payment/card-session.ts'
import type { ProviderRefund } from '#app/domain/payment/refund-states.ts'

/** A page at the provider as it is now. `key` is the card session's id, which the page was asked for under. */
export type SeenSession = { providerId: string; key: string; said: ProviderSession }
/** A refund at the provider as it is now. `key` is our refund's id. */
export type SeenRefund = { key: string; said: ProviderRefund }
/** What the provider told us, its signature checked: which object changed. `about` is null where it is none of ours. */
export type ProviderNews = {
  eventId: string
  kind: string
  about: 'session' | 'refund' | null
  objectId: string
}

export type CardProvider = {
  /** Opens a page, or finds the one opened under the same key. Times are the provider's clock, amounts fen. */
  openSession(input: {
    key: string
    amountFen: number
    expiresAt: Date
    /** Where the buyer comes back to, paid or not. It proves nothing. */
    returnUrl: string
    /** What the page says is paid for, beside the name of the house. */
    orderNumber: number
  }): Promise<{ providerId: string; pageUrl: string }>
  readSession(providerId: string): Promise<SeenSession>
  /** Ends a page so that it takes no money any more; answers what it is then, which may be paid. */
  endSession(providerId: string): Promise<SeenSession>
  /** Sends money back, or finds what was sent under the same key. */
  sendRefund(input: { key: string; paymentId: string; amountFen: number }): Promise<ProviderRefund>
  readRefund(providerId: string): Promise<SeenRefund>
  /** Checks who says so, over the very bytes; null where it is not the provider, or too long ago. */
  hear(body: string, signature: string | null): ProviderNews | null
}

/** The provider said no, and will say no again. `code` is its own. */
export class ProviderRefused extends Error {
  override name = 'ProviderRefused'
  readonly code: string

  constructor(code: string) {
    super(`the card provider refused: ${code}`)
    this.code = code
  }
}

export type StripeOptions = {
  secretKey: string
  webhookSecret: string
  /** Another address than Stripe's own: a stand-in on this machine. */
  apiBase: URL | null
}

/** How long the provider may take for one answer, its own retries apart. */
const ANSWER_LIMIT_MS = 15_000

/** Stripe through its own SDK, which repeats what was lost under the same idempotency key. */
export function stripeProvider({ secretKey, webhookSecret, apiBase }: StripeOptions): CardProvider {
  const stripe = new Stripe(secretKey, {
    ...(apiBase
      ? {
          host: apiBase.hostname,
          port: apiBase.port === '' ? undefined : Number(apiBase.port),
          protocol: apiBase.protocol === 'http:' ? ('http' as const) : ('https' as const),
        }
      : {}),
    maxNetworkRetries: 2,
    timeout: ANSWER_LIMIT_MS,
    telemetry: false,
  })
  return {
    openSession: async ({ key, amountFen, expiresAt, returnUrl, orderNumber }) => {
      const session = await answered(() =>
        stripe.checkout.sessions.create(
          {
            mode: 'payment',
            allowed_payment_method_types: ['card', 'alipay', 'wechat_pay'],
            payment_method_options: { wechat_pay: { client: 'web' } },
            line_items: [
              {
                quantity: 1,
                price_data: {
                  currency: 'cny',
                  unit_amount: amountFen,
                  product_data: { name: `以购助扶 Yigou ${orderNumber}` },
                },
              },
            ],
            client_reference_id: key,
            expires_at: Math.floor(expiresAt.getTime() / 1_000),
            success_url: returnUrl,
            cancel_url: returnUrl,
          },
          { idempotencyKey: `session-${key}` },
        ),
      )
      return { providerId: session.id, pageUrl: session.url ?? '' }
    },
    readSession: async (providerId) =>
      seenSession(
        await answered(() => stripe.checkout.sessions.retrieve(providerId, { expand: ['payment_intent'] })),
      ),
    endSession: async (providerId) => {
      try {
        await stripe.checkout.sessions.expire(providerId)
      } catch (error) {
        // It can't be ended because it has: what became of it is read below.
        if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error
      }
      return seenSession(
        await answered(() => stripe.checkout.sessions.retrieve(providerId, { expand: ['payment_intent'] })),
      )
    },
    sendRefund: async ({ key, paymentId, amountFen }) =>
      saidOfRefund(
        await answered(() =>
          stripe.refunds.create(
            { payment_intent: paymentId, amount: amountFen, metadata: { refund: key } },
            { idempotencyKey: `refund-${key}` },
          ),
        ),
      ),
    readRefund: async (providerId) => {
      const refund = await answered(() => stripe.refunds.retrieve(providerId))
      return { key: refund.metadata?.refund ?? '', said: saidOfRefund(refund) }
    },
    hear: (body, signature) => {
      try {
        const event = stripe.webhooks.constructEvent(body, signature ?? '', webhookSecret)
        const object = event.data.object as { id?: unknown }
        const objectId = typeof object.id === 'string' ? object.id : ''
        return { eventId: event.id, kind: event.type, about: subjectOf(event.type), objectId }
      } catch {
        return null
      }
    },
  }
}

function subjectOf(kind: string): ProviderNews['about'] {
  if (kind.startsWith('checkout.session.')) return 'session'
  return kind.startsWith('refund.') ? 'refund' : null
}

/** A refusal of the request itself is final; all else (no answer, too busy, their fault) is thrown to be tried again. */
async function answered<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    const isFinal =
      error instanceof Stripe.errors.StripeInvalidRequestError ||
      error instanceof Stripe.errors.StripeCardError ||
      error instanceof Stripe.errors.StripePermissionError
    throw isFinal ? new ProviderRefused(error.code ?? error.type) : error
  }
}

function seenSession(session: Stripe.Checkout.Session): SeenSession {
  return { providerId: session.id, key: session.client_reference_id ?? '', said: saidOfSession(session) }
}

function saidOfSession(session: Stripe.Checkout.Session): ProviderSession {
  const { payment_intent: payment } = session
  if (session.payment_status === 'paid' && payment !== null) {
    const paymentId = typeof payment === 'string' ? payment : payment.id
    return { state: 'paid', paymentId, amountFen: session.amount_total ?? 0 }
  }
  if (session.status === 'expired') return { state: 'expired' }
  if (session.status !== 'complete') return { state: 'open' }
  const isOver =
    payment !== null &&
    typeof payment !== 'string' &&
    (payment.status === 'requires_payment_method' || payment.status === 'canceled')
  return { state: isOver ? 'expired' : 'pending' }
}

function saidOfRefund(refund: Stripe.Refund): ProviderRefund {
  const { status } = refund
  const state =
    status === 'succeeded' ? 'sent' : status === 'failed' || status === 'canceled' ? 'failed' : 'pending'
  return { state, refundId: refund.id }
}

let live: CardProvider | null | undefined

/** The provider of this process's settings; null where there is none: then nobody is offered a card. */
export function cardProvider(): CardProvider | null {
  if (live === undefined) {
    const { stripe } = settings()
    live = stripe === null ? null : stripeProvider(stripe)
  }
  return live
}
