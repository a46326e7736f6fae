/**
 * A card provider on this machine that speaks Stripe's HTTP API as far as the product uses it: Checkout sessions with
 * a hosted page, payment intents, refunds, events and webhooks, idempotency keys with their check of parameters.
 * Tests use it in their process; the demo runs it beside the server, so that a card can be tried without an account.
 */
import { createHmac, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Params, parseParams, textAt } from './form-params.ts'
import { hostedPage } from './hosted-page.ts'

export type StandInOptions = {
  port?: number
  secretKey: string
  webhookSecret: string
  /** Where news is posted to; left out, it is kept in `events` for the test to deliver. */
  webhookUrl?: string
  /** The provider's clock, in milliseconds. */
  now?: () => number
}

type PaymentIntent = {
  id: string
  object: 'payment_intent'
  amount: number
  amount_received: number
  currency: string
  status: 'requires_payment_method' | 'processing' | 'succeeded' | 'canceled'
}
export type StandInSession = {
  id: string
  object: 'checkout.session'
  status: 'open' | 'complete' | 'expired'
  payment_status: 'unpaid' | 'paid'
  amount_total: number
  currency: string
  client_reference_id: string | null
  expires_at: number
  success_url: string
  cancel_url: string
  url: string | null
  payment_intent: string | null
  livemode: false
  /** What the page says is paid for; not Stripe's name of it. */
  title: string
}
export type StandInRefund = {
  id: string
  object: 'refund'
  amount: number
  currency: string
  payment_intent: string
  status: 'pending' | 'succeeded' | 'failed'
  metadata: Record<string, string>
}
export type StandInEvent = {
  id: string
  object: 'event'
  type: string
  created: number
  livemode: false
  data: { object: { id: string } }
}

type Answer = { status: number; body: unknown }

export type StandIn = {
  url: string
  sessions: Map<string, StandInSession>
  payments: Map<string, PaymentIntent>
  refunds: Map<string, StandInRefund>
  events: StandInEvent[]
  /** Every request's method, path and parameters: what the product tells the provider. */
  heard: { path: string; params: Params }[]
  /** The buyer pays, is declined, or his way of paying takes its time. `late`: money that was already on its way. */
  pay: (sessionId: string, how?: { late?: boolean }) => void
  beginSlowPayment: (sessionId: string) => void
  endSlowPayment: (sessionId: string, paid: boolean) => void
  /** Decides what becomes of refunds from now on. */
  refundsBecome: (status: StandInRefund['status']) => void
  /** Answers the next so many requests with 503, done (`afterwards`) or not. */
  failNext: (count: number, afterwards?: boolean) => void
  /** Posts news from now on to this address. */
  tellAt: (url: string) => void
  /** A delivery of an event: its bytes and the header that signs them. */
  sign: (event: StandInEvent, at?: number) => { body: string; signature: string }
  close: () => Promise<void>
}

const id = (prefix: string) => `${prefix}_${randomBytes(12).toString('hex')}`

export async function startStandIn(options: StandInOptions): Promise<StandIn> {
  const now = options.now ?? Date.now
  const sessions = new Map<string, StandInSession>()
  const payments = new Map<string, PaymentIntent>()
  const refunds = new Map<string, StandInRefund>()
  const events: StandInEvent[] = []
  const heard: StandIn['heard'] = []
  const answered = new Map<string, { params: string; answer: Answer }>()
  let failing = { count: 0, afterwards: false }
  let nextRefund: StandInRefund['status'] = 'succeeded'
  let webhookUrl = options.webhookUrl
  let url = ''

  function tell(type: string, object: { id: string }): void {
    const event: StandInEvent = {
      id: id('evt'),
      object: 'event',
      type,
      created: Math.floor(now() / 1_000),
      livemode: false,
      data: { object: structuredClone(object) },
    }
    events.push(event)
    if (webhookUrl) void deliver(event, webhookUrl)
  }

  function sign(event: StandInEvent, at = Math.floor(now() / 1_000)) {
    const body = JSON.stringify(event)
    const mac = createHmac('sha256', options.webhookSecret).update(`${at}.${body}`).digest('hex')
    return { body, signature: `t=${at},v1=${mac}` }
  }

  /** As the provider does, what is not answered with 2xx is said again, a few times. */
  async function deliver(event: StandInEvent, to: string, attempt = 1): Promise<void> {
    const { body, signature } = sign(event)
    const answer = await fetch(to, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', 'stripe-signature': signature },
    }).catch(() => null)
    if (!answer?.ok && attempt < 5)
      setTimeout(() => void deliver(event, to, attempt + 1), 500 * attempt).unref()
  }

  /** A session as it is by the clock. */
  function sessionNow(sessionId: string): StandInSession | undefined {
    const session = sessions.get(sessionId)
    if (session?.status === 'open' && session.expires_at * 1_000 <= now() && !isSlow(session)) expire(session)
    return session
  }

  function isSlow(session: StandInSession): boolean {
    return payments.get(session.payment_intent ?? '')?.status === 'processing'
  }

  function expire(session: StandInSession): void {
    session.status = 'expired'
    session.url = null
    tell('checkout.session.expired', session)
  }

  function intentOf(session: StandInSession, status: PaymentIntent['status']): PaymentIntent {
    const known = payments.get(session.payment_intent ?? '')
    const intent: PaymentIntent = known ?? {
      id: id('pi'),
      object: 'payment_intent',
      amount: session.amount_total,
      amount_received: 0,
      currency: session.currency,
      status,
    }
    intent.status = status
    intent.amount_received = status === 'succeeded' ? intent.amount : 0
    payments.set(intent.id, intent)
    session.payment_intent = intent.id
    return intent
  }

  function pay(sessionId: string, how: { late?: boolean } = {}): void {
    const session = sessionNow(sessionId)
    if (!session || (session.status !== 'open' && !how.late)) return
    intentOf(session, 'succeeded')
    Object.assign(session, { status: 'complete', payment_status: 'paid', url: null })
    tell('checkout.session.completed', session)
  }

  function beginSlowPayment(sessionId: string): void {
    const session = sessionNow(sessionId)
    if (session?.status !== 'open') return
    intentOf(session, 'processing')
    Object.assign(session, { status: 'complete', url: null })
    tell('checkout.session.completed', session)
  }

  function endSlowPayment(sessionId: string, paid: boolean): void {
    const session = sessions.get(sessionId)
    if (!session || !isSlow(session)) return
    intentOf(session, paid ? 'succeeded' : 'requires_payment_method')
    if (paid) session.payment_status = 'paid'
    tell(paid ? 'checkout.session.async_payment_succeeded' : 'checkout.session.async_payment_failed', session)
  }

  const refusal = (status: number, type: string, code: string, message: string): Answer => ({
    status,
    body: { error: { type, code, message } },
  })
  const missing = (what: string) =>
    refusal(404, 'invalid_request_error', 'resource_missing', `No such ${what}`)

  function openSession(params: Params): Answer {
    const amount = Number(textAt(params, 'line_items', 0, 'price_data', 'unit_amount'))
    const expiresAt = Number(textAt(params, 'expires_at'))
    const seconds = expiresAt - now() / 1_000
    if (!Number.isSafeInteger(amount) || amount < 1)
      return refusal(400, 'invalid_request_error', 'parameter_invalid_integer', 'Invalid amount')
    if (seconds < 1_795 || seconds > 86_400)
      return refusal(
        400,
        'invalid_request_error',
        'expires_at_invalid',
        'expires_at must be 30 minutes to 24 hours ahead',
      )
    const sessionId = id('cs_test')
    const session: StandInSession = {
      id: sessionId,
      object: 'checkout.session',
      status: 'open',
      payment_status: 'unpaid',
      amount_total: amount,
      currency: textAt(params, 'line_items', 0, 'price_data', 'currency'),
      client_reference_id: textAt(params, 'client_reference_id') || null,
      expires_at: expiresAt,
      success_url: textAt(params, 'success_url'),
      cancel_url: textAt(params, 'cancel_url'),
      url: `${url}/pay/${sessionId}`,
      payment_intent: null,
      livemode: false,
      title: textAt(params, 'line_items', 0, 'price_data', 'product_data', 'name'),
    }
    sessions.set(sessionId, session)
    return { status: 200, body: session }
  }

  function sendRefund(params: Params): Answer {
    const payment = payments.get(textAt(params, 'payment_intent'))
    if (!payment) return missing('payment_intent')
    const amount = Number(textAt(params, 'amount') || payment.amount)
    const before = [...refunds.values()]
      .filter((refund) => refund.payment_intent === payment.id && refund.status !== 'failed')
      .reduce((sum, refund) => sum + refund.amount, 0)
    if (before + amount > payment.amount_received)
      return refusal(400, 'invalid_request_error', 'charge_already_refunded', 'More than was paid')
    const refund: StandInRefund = {
      id: id('re'),
      object: 'refund',
      amount,
      currency: payment.currency,
      payment_intent: payment.id,
      status: nextRefund,
      metadata: { refund: textAt(params, 'metadata', 'refund') },
    }
    refunds.set(refund.id, refund)
    tell('refund.created', refund)
    return { status: 200, body: refund }
  }

  function expanded(session: StandInSession, query: URLSearchParams): unknown {
    const isWanted = [...query.keys()].some((key) => key.startsWith('expand'))
    const payment = payments.get(session.payment_intent ?? '')
    return isWanted && payment ? { ...session, payment_intent: payment } : session
  }

  function answer(method: string, path: string, query: URLSearchParams, params: Params): Answer {
    const session = /^\/v1\/checkout\/sessions\/([^/]+)(\/expire)?$/.exec(path)
    if (method === 'POST' && path === '/v1/checkout/sessions') return openSession(params)
    if (session) {
      const found = sessionNow(session[1] ?? '')
      if (!found) return missing('checkout.session')
      if (session[2] === undefined) return { status: 200, body: expanded(found, query) }
      if (found.status !== 'open')
        return refusal(400, 'invalid_request_error', 'session_not_open', 'Only open sessions can be expired')
      expire(found)
      return { status: 200, body: found }
    }
    if (method === 'POST' && path === '/v1/refunds') return sendRefund(params)
    const one = /^\/v1\/(payment_intents|refunds)\/([^/]+)$/.exec(path)
    const thing = one && (one[1] === 'refunds' ? refunds : payments).get(one[2] ?? '')
    if (one) return thing ? { status: 200, body: thing } : missing(one[1] ?? '')
    if (path === '/v1/events') {
      const after = events.findIndex((event) => event.id === query.get('starting_after')) + 1
      const page = [...events].reverse().slice(after, after + Number(query.get('limit') ?? 10))
      return { status: 200, body: { object: 'list', data: page, has_more: false, url: path } }
    }
    return missing('route')
  }

  /** One key is one answer; the same key with other parameters is refused. */
  function answerOnce(key: string | undefined, method: string, target: URL, body: string): Answer {
    const ask = () => answer(method, target.pathname, target.searchParams, parseParams(body))
    if (key === undefined) return ask()
    const known = answered.get(key)
    if (known && known.params !== `${target.pathname} ${body}`)
      return refusal(
        400,
        'idempotency_error',
        'idempotency_key_in_use',
        'Keys for idempotent requests can only be used with the same parameters',
      )
    const given = known?.answer ?? ask()
    answered.set(key, { params: `${target.pathname} ${body}`, answer: structuredClone(given) })
    return given
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = new URL(request.url ?? '/', url)
    let body = ''
    for await (const chunk of request) body += chunk
    if (target.pathname.startsWith('/pay/')) return servePage(request, response, target, body)
    const send = ({ status, body: content }: Answer) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content))
    if (request.headers.authorization !== `Bearer ${options.secretKey}`)
      return void send(refusal(401, 'invalid_request_error', 'api_key_invalid', 'Invalid API Key'))
    const busy = { status: 503, body: { error: { type: 'api_error', message: 'Try again' } } }
    const fails = failing.count > 0
    if (fails) failing.count -= 1
    if (fails && !failing.afterwards) return void send(busy)
    heard.push({ path: `${request.method} ${target.pathname}`, params: parseParams(body) })
    const key = request.headers['idempotency-key']
    const given = answerOnce(Array.isArray(key) ? key[0] : key, request.method ?? 'GET', target, body)
    send(fails ? busy : given)
  }

  function servePage(request: IncomingMessage, response: ServerResponse, target: URL, body: string): void {
    const session = sessionNow(target.pathname.slice('/pay/'.length))
    if (!session) return void response.writeHead(404).end()
    const act = new URLSearchParams(body).get('act')
    if (request.method === 'POST' && act === 'pay') pay(session.id)
    // What only a test sends: money that was on its way when the page ended.
    if (request.method === 'POST' && act === 'pay-late') pay(session.id, { late: true })
    if (request.method === 'POST' && act !== 'decline') {
      return void response
        .writeHead(303, { location: act === 'pay' ? session.success_url : session.cancel_url })
        .end()
    }
    response
      .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
      .end(hostedPage(session, request.method === 'POST'))
  }

  const server: Server = createServer((request, response) => {
    serve(request, response).catch(() => response.writeHead(500).end())
  })
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    sessions,
    payments,
    refunds,
    events,
    heard,
    pay,
    beginSlowPayment,
    endSlowPayment,
    refundsBecome: (status) => {
      nextRefund = status
    },
    failNext: (count, afterwards = false) => {
      failing = { count, afterwards }
    },
    tellAt: (to) => {
      webhookUrl = to
    },
    sign,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
