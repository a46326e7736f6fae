/**
 * Placing is decided outside and guarded inside: what the basket can have is read without locks and decided by the
 * pure rooms, then written by one statement that holds only if all of it is still so. If not, it is decided again.
 */
import { createHash, randomInt, randomUUID } from 'node:crypto'
import { database, type Transaction } from '#app/db/client.server.ts'
import { allocateBasket } from '#app/db/ordering/allocated-goods.server.ts'
import { lockSupply } from '#app/db/ordering/lock-supply.server.ts'
import { type OrderTarget, orderToWrite } from '#app/db/ordering/order-to-write.server.ts'
import { type PlannedBasket, planOpenBasket } from '#app/db/ordering/planned-basket.server.ts'
import { readOpenBasket } from '#app/db/ordering/read-basket.server.ts'
import { type KnownPlacement, readKnownPlacements } from '#app/db/ordering/read-known-placements.server.ts'
import { type BuyerStanding, readStandings } from '#app/db/ordering/read-standing.server.ts'
import { readSupply, type SupplyEvent } from '#app/db/ordering/read-supply.server.ts'
import { readRuleFacts } from '#app/db/ordering/rule-facts.server.ts'
import { isPickupCodeTaken, type OrderToWrite, writeOrder } from '#app/db/ordering/write-order.server.ts'
import { databaseRefusal, inTransaction, withRetry } from '#app/db/transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import { accept, type Refusal, refuse } from '#app/domain/kernel/verdict.ts'
import {
  type Capacity,
  type PayBy,
  placementContent,
  type ShownBasket,
} from '#app/domain/ordering/basket-content.ts'
import { compareShown, type ShownDifference } from '#app/domain/ordering/compare-shown.ts'
import { chooseTargets } from '#app/domain/ordering/joining.ts'
import { isCardInTime } from '#app/domain/payment/card-session.ts'
import { cardProvider } from '#app/gateways/card-provider.server.ts'

export type PlaceOrderInput = {
  /** A UUID, put into the form when it was rendered. */
  placementKey: string
  basketId: string
  basketVersion: number
  /** What the form showed; an offer shown at two events is one that the buyer agreed to have in two. */
  shown: ShownBasket
  agencyId: number
  capacity: Capacity
  payBy: PayBy
  /** An order of its own, though it could join one that there is. */
  isSeparate: boolean
}

export type PlaceOrderCode =
  | 'not-allowed'
  | 'not-found'
  | 'key-reused'
  | 'already-ordered'
  | 'basket-empty'
  | 'changed-meanwhile'
  | 'sold-out'
  | 'room-only-in-own-order'
  | 'too-many-unpaid'
  | 'over-agency-limit'
  | 'pays-before'
  | 'card-not-offered'
  | 'card-too-late'
  | 'transfer-not-offered'

/**
 * The order that was opened, or where all of it joined, the newest of those joined. `repeated`: just this had been
 * placed before, and nothing was done now.
 */
export type PlacedOrder = { orderId: string; isJoined: boolean; repeated: boolean }
/** `differences` say what of the shown no longer holds; `orderId` names the order that the basket, or the key, became. */
export type PlaceOrderRefusal = Refusal<PlaceOrderCode> & { differences?: ShownDifference[] }

const liveDeps = {
  newId: (): string => randomUUID(),
  newPickupCode: (): string => String(randomInt(100_000, 1_000_000)),
  now: (): Date => new Date(),
  isCardOffered: (): boolean => cardProvider() !== null,
}
type Deps = typeof liveDeps

const ROUNDS = 3
const CODE_TRIES = 20

/**
 * Orders the actor's open basket. What goes to an event at which he has an open order placed the same way joins that
 * order, unless he wants it separate. The same key with the same content is the same placement, however often it is
 * sent. What no event takes stays in the basket. Refusals change nothing.
 */
export async function placeOrder(
  actor: Actor,
  scope: Scope,
  input: PlaceOrderInput,
  deps: Deps = liveDeps,
): Promise<Answer> {
  if (!can(actor, 'order:place')) return refuse('not-allowed')
  if (!scope.agencyIds.includes(input.agencyId)) return refuse('not-found')
  const placing: Placing = {
    actor,
    scope,
    input,
    deps,
    contentHash: createHash('sha256')
      .update(placementContent({ ...input, buyerId: actor.accountId }))
      .digest('hex'),
  }
  for (let round = 1; round < ROUNDS; round++) {
    const decided = await decide(database(), placing)
    if (!isToWrite(decided)) return decided
    if (await write(decided.order, deps)) return accept(placedOf(decided))
  }
  return placeHoldingSupply(placing)
}

type Placing = { actor: Actor; scope: Scope; input: PlaceOrderInput; deps: Deps; contentHash: string }
type Answer = { ok: true; value: PlacedOrder } | PlaceOrderRefusal
type ToWrite = { order: OrderToWrite; orderId: string }
type Decided = Answer | ToWrite

function isToWrite(decided: Decided): decided is ToWrite {
  return 'order' in decided
}

function placedOf({ order, orderId }: ToWrite): PlacedOrder {
  return { orderId, isJoined: order.opened === null, repeated: false }
}

/** False where something no longer held, and nothing was written. */
async function write(order: OrderToWrite, deps: Deps): Promise<boolean> {
  try {
    await drawingCodes(deps, (code) => withRetry(() => writeOrder(database(), order, code)))
    return true
  } catch (error) {
    if (isStale(error)) return false
    throw error
  }
}

/** The last round holds the goods while it decides, so that others, however many, can't be quicker once more. */
async function placeHoldingSupply(placing: Placing): Promise<Answer> {
  try {
    return await drawingCodes(placing.deps, (code) =>
      inTransaction(async (tx): Promise<Answer> => {
        const basket = await readOpenBasket(tx, placing.actor.accountId)
        if (basket) await lockSupply(tx, placing.actor.accountId, basket)
        const decided = await decide(tx, placing)
        if (!isToWrite(decided)) return decided
        await writeOrder(tx, decided.order, code)
        return accept(placedOf(decided))
      }),
    )
  } catch (error) {
    // What is not held: the clock passed a cut-off, or a price changed.
    if (isStale(error)) return refuse('changed-meanwhile')
    throw error
  }
}

/** A code that is taken however often it is drawn is that of an order to be joined: it has no room there any more. */
function isStale(error: unknown): boolean {
  return databaseRefusal(error) !== null || isPickupCodeTaken(error)
}

/** Draws another pickup code for as long as an event of the order has the one drawn. */
async function drawingCodes<T>(deps: Deps, work: (pickupCode: string) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work(deps.newPickupCode())
    } catch (error) {
      if (!isPickupCodeTaken(error) || attempt >= CODE_TRIES) throw error
    }
  }
}

type PlacingReader = Pick<Transaction, '$queryRaw'>

/** One round: reads, lets dispatch and allocation decide, and compares with what the buyer was shown. */
async function decide(reader: PlacingReader, placing: Placing): Promise<Decided> {
  const { actor, scope, input } = placing
  const buyer = { accountId: actor.accountId, agencyIds: scope.agencyIds }
  // The basket is read before the orders: where it is no longer open, the order it became is there to be found.
  const basket = await readOpenBasket(reader, actor.accountId)
  const [known, standings, supply] = await Promise.all([
    readKnownPlacements(reader, input),
    readStandings(reader, actor.accountId, [input.agencyId]),
    basket && readSupply(reader, basket, buyer),
  ])
  const before = answerBefore(known, placing)
  if (before) return before
  const [standing] = standings
  if (!standing) return refuse('not-found')
  if (!basket || !supply || basket.id !== input.basketId) return refuse('changed-meanwhile')
  const planned = planOpenBasket(basket, supply)
  const events = [...new Set(planned.placed.map((part) => part.event))]
  const targets = chooseTargets(
    events.map((event) => event.id),
    input.isSeparate ? [] : supply.openOrders,
    input,
  )
  const opensOrder = targets.some((target) => target.order === null)
  const refusal =
    refuseChanged(planned, input) ??
    refuseWithoutRoom(events, targets) ??
    refuseByStanding(standing, input, {
      totalFen: planned.shown.totalFen,
      opensOrder,
      isCardOffered: placing.deps.isCardOffered(),
    }) ??
    refuseCardTooLate(planned, input, placing.deps.now())
  if (refusal) return refusal
  const facts = await readRuleFacts(reader, supply.lots, basket.today)
  const allocated = allocateBasket(planned, facts)
  if (!allocated.ok) return refuse('changed-meanwhile')
  const head = {
    ...input,
    countyCode: standing.countyCode,
    accountId: actor.accountId,
    contentHash: placing.contentHash,
  }
  const order = orderToWrite(head, planned, allocated.value, targets, placing.deps.newId)
  const newest = targets.reduce((most, { order: one }) => (one && one.number > most.number ? one : most), {
    id: '',
    number: 0,
  })
  return { order, orderId: order.opened?.id ?? newest.id }
}

/** The answer where the key was used, or the basket was ordered before; null where neither is so. */
function answerBefore(known: readonly KnownPlacement[], { actor, input, contentHash }: Placing) {
  const byKey = known.find((one) => one.placementKey === input.placementKey)
  if (byKey) {
    const { orderId, isJoined } = byKey
    const isSame = byKey.accountId === actor.accountId && byKey.contentHash === contentHash
    if (isSame) return accept({ orderId, isJoined, repeated: true })
    return byKey.accountId === actor.accountId ? refuse('key-reused', { orderId }) : refuse('key-reused')
  }
  const [became] = known
  if (!became) return null
  return became.accountId === actor.accountId
    ? refuse('already-ordered', { orderId: became.orderId })
    : refuse('not-found')
}

function refuseWithoutRoom(
  events: readonly SupplyEvent[],
  targets: readonly OrderTarget[],
): PlaceOrderRefusal | null {
  const full = events.find((event) => {
    const target = targets.find((one) => one.eventId === event.id)
    return !event.hasRoomForNew && !target?.hasRoom
  })
  return full ? refuse('room-only-in-own-order', { village: full.villageName }) : null
}

function refuseChanged(planned: PlannedBasket, input: PlaceOrderInput): PlaceOrderRefusal | null {
  const differences = compareShown(input.shown, planned.shown)
  if (differences.length > 0 || planned.basket.version !== input.basketVersion) {
    const isSoldOut = differences.some(
      ({ code, ...of }) =>
        code === 'line-gone' &&
        'offerId' in of &&
        planned.supply.lots.every((lot) => lot.offerId !== of.offerId),
    )
    return { ...refuse(isSoldOut ? 'sold-out' : 'changed-meanwhile'), differences }
  }
  return planned.placed.length === 0 ? refuse('basket-empty') : null
}

function refuseByStanding(
  standing: BuyerStanding,
  input: PlaceOrderInput,
  { totalFen, opensOrder, isCardOffered }: { totalFen: number; opensOrder: boolean; isCardOffered: boolean },
): PlaceOrderRefusal | null {
  const { unpaidOrdersMost: most, memberLimitFen, onAccountFen, isTransferOffered } = standing
  switch (input.payBy) {
    case 'agency-account': {
      const leftFen = Math.max(0, memberLimitFen - onAccountFen)
      return totalFen > leftFen ? refuse('over-agency-limit', { totalFen, leftFen }) : null
    }
    case 'card': {
      if (!isCardOffered) return refuse('card-not-offered')
      const open = standing.unpaidCardOrdersOpen
      return open >= most ? refuse('too-many-unpaid', { open, most }) : null
    }
    case 'transfer':
    case 'desk': {
      if (input.payBy === 'transfer' && !isTransferOffered) return refuse('transfer-not-offered')
      // Where nothing but the desk is offered, nobody can be asked to pay before.
      const canPayBefore = isCardOffered || isTransferOffered
      if (input.payBy === 'desk' && standing.hasToPayBefore && canPayBefore) return refuse('pays-before')
      const open = standing.unpaidOrdersOpen
      return opensOrder && open >= most ? refuse('too-many-unpaid', { open, most }) : null
    }
  }
}

/** A page that outlasts the first cut-off could bring money for goods that can't be freed any more. */
function refuseCardTooLate(
  planned: PlannedBasket,
  input: PlaceOrderInput,
  now: Date,
): PlaceOrderRefusal | null {
  if (input.payBy !== 'card') return null
  const cutOffs = planned.placed.map((part) => part.event.cutOffAt)
  return cutOffs.every((cutOffAt) => isCardInTime(now, cutOffAt)) ? null : refuse('card-too-late')
}
