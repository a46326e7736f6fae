import { randomUUID } from 'node:crypto'
import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import type { Transaction } from '#app/db/client.server.ts'
import { lockOwnOrder, type OwnOrder } from '#app/db/ordering/lock-own-order.server.ts'
import { applySession } from '#app/db/payment/card-sessions.server.ts'
import { readPrepaid } from '#app/db/payment/prepaid-order.server.ts'
import { safeFen } from '#app/db/safe-fen.server.ts'
import { inTransaction } from '#app/db/transaction.server.ts'
import { decideInTransaction } from '#app/db/verdict-transaction.server.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { isCardInTime, MOST_SESSIONS, sessionTimes } from '#app/domain/payment/card-session.ts'
import { unpaidFen } from '#app/domain/payment/prepaid.ts'
import { cardProvider, ProviderRefused } from '#app/gateways/card-provider.server.ts'

export type OpenCardSessionInput = {
  orderId: string
  /** The order's own page, whole address: where the provider sends the buyer back to. */
  returnUrl: string
}

export type OpenCardSessionCode =
  | 'not-found'
  | 'card-not-offered'
  | 'not-by-card'
  | 'nothing-to-pay'
  | 'card-too-late'
  | 'card-too-often'
  | 'card-refused'
  | 'card-silent'

const liveDeps = {
  provider: cardProvider,
  newId: (): string => randomUUID(),
  now: (): Date => new Date(),
}
type Deps = typeof liveDeps

/** Enough left of an open page to be worth sending somebody to, in milliseconds. */
const WORTH_MS = 60_000
/** Changing the amount ends the page before; more rounds than this is somebody playing. */
const ROUNDS = 3

/**
 * Opens the provider's page for what the actor's own card order still has to pay, or finds the one that is open: a
 * second tap is the same page. The goods are held for it. Nothing is asked of the provider inside a transaction; a
 * page whose answer is lost is found again by its key, here or by the look-after job.
 */
export async function openCardSession(
  actor: Actor,
  scope: Scope,
  input: OpenCardSessionInput,
  deps: Deps = liveDeps,
): Promise<Verdict<{ pageUrl: string }, OpenCardSessionCode>> {
  const provider = deps.provider()
  if (!provider) return refuse('card-not-offered')
  for (let round = 0; round < ROUNDS; round++) {
    const prepared = await prepare(actor, scope, input, deps)
    if (!prepared.ok) return prepared
    const { open, opening, stale } = prepared.value
    if (open) return accept({ pageUrl: open })
    try {
      if (stale) {
        const seen = await provider.endSession(stale)
        await inTransaction((tx) => applySession(tx, seen, deps.now()))
        continue
      }
      if (!opening) continue
      const { id, ...asked } = opening
      const { providerId, pageUrl } = await provider.openSession({ key: id, ...asked })
      await inTransaction((tx) =>
        tx.cardSession.updateMany({
          where: { id, state: 'opening' },
          data: { state: 'open', providerId, pageUrl },
        }),
      )
      return accept({ pageUrl })
    } catch (error) {
      if (!(error instanceof ProviderRefused)) {
        console.error('the card provider did not answer', error)
        return refuse('card-silent')
      }
      if (opening) await closeRefused(opening.id, deps.now())
      return refuse('card-refused')
    }
  }
  return refuse('card-silent')
}

type Prepared = {
  /** The address of a page that is open for this very amount. */
  open: string | null
  /** A page to ask the provider for. */
  opening: { id: string; amountFen: number; expiresAt: Date; returnUrl: string; orderNumber: number } | null
  /** The provider's name of a page for another amount, to be ended first. */
  stale: string | null
}

async function prepare(actor: Actor, scope: Scope, input: OpenCardSessionInput, deps: Deps) {
  return decideInTransaction<Prepared, OpenCardSessionCode>(async (tx) => {
    const order = await lockOwnOrder(tx, actor, scope, input.orderId)
    if (!order) return refuse('not-found')
    if (order.payBy !== 'card') return refuse('not-by-card')
    const prepaid = await readPrepaid(tx, order.id)
    const amountFen = unpaidFen(prepaid, prepaid.heldFen)
    if (amountFen === 0) return refuse('nothing-to-pay')
    const now = deps.now()
    const live = await tx.cardSession.findFirst({
      where: { orderId: order.id, state: { in: ['opening', 'open'] } },
    })
    const orderNumber = await readNumber(tx, order.id)
    if (live) {
      const isSame =
        safeFen(live.amountFen) === amountFen && live.expiresAt.getTime() - now.getTime() > WORTH_MS
      if (live.state === 'open' && isSame && live.pageUrl) return prepared({ open: live.pageUrl })
      if (live.state === 'open') return prepared({ stale: live.providerId })
      // Asked for before and no answer kept: asked again under its key, with just what it was asked with.
      const { id, expiresAt, returnUrl } = live
      return prepared({
        opening: { id, amountFen: safeFen(live.amountFen), expiresAt, returnUrl, orderNumber },
      })
    }
    return openAnother(tx, { order, amountFen, actor, returnUrl: input.returnUrl, orderNumber }, deps)
  })
}

async function openAnother(
  tx: Transaction,
  asked: { order: OwnOrder; amountFen: number; actor: Actor; returnUrl: string; orderNumber: number },
  deps: Deps,
): Promise<Verdict<Prepared, OpenCardSessionCode>> {
  const { order, amountFen, actor, returnUrl, orderNumber } = asked
  const now = deps.now()
  const firstCutOff = await tx.pickupEvent.findFirst({
    where: { id: { in: order.lines.map((line) => line.eventId) } },
    orderBy: { cutOffAt: 'asc' },
    select: { cutOffAt: true },
  })
  if (!firstCutOff || !isCardInTime(now, firstCutOff.cutOffAt)) return refuse('card-too-late')
  const before = await tx.cardSession.count({ where: { orderId: order.id } })
  if (before >= MOST_SESSIONS) return refuse('card-too-often', { most: MOST_SESSIONS })
  const id = deps.newId()
  const { expiresAt, heldUntil } = sessionTimes(now)
  await tx.cardSession.create({
    data: {
      id,
      countyCode: order.countyCode,
      orderId: order.id,
      amountFen,
      state: 'opening',
      returnUrl,
      expiresAt,
      nextLookAt: new Date(now.getTime() + 30_000),
    },
    select: { id: true },
  })
  // A part that is paid already holds the goods by itself.
  await tx.order.updateMany({ where: { id: order.id, heldUntil: { not: null } }, data: { heldUntil } })
  await recordActivity(tx, {
    countyCode: order.countyCode,
    actorId: actor.accountId,
    act: 'payment:open-card-session',
    subjectKind: 'order',
    subjectId: order.id,
    facts: { session: id, amountFen },
  })
  return prepared({ opening: { id, amountFen, expiresAt, returnUrl, orderNumber } })
}

function prepared(found: Partial<Prepared>): Verdict<Prepared, never> {
  return accept({ open: null, opening: null, stale: null, ...found })
}

async function readNumber(tx: Transaction, orderId: string): Promise<number> {
  const { number } = await tx.order.findUniqueOrThrow({ where: { id: orderId }, select: { number: true } })
  return number
}

async function closeRefused(id: string, now: Date): Promise<void> {
  await inTransaction((tx) =>
    tx.cardSession.updateMany({ where: { id, state: 'opening' }, data: { state: 'refused', endedAt: now } }),
  )
}
