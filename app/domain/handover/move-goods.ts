/**
 * What settling a line does to the goods of each lot.
 * Invariant: what a line had reserved leaves the reservation whole: given, back for the stall, or withdrawn.
 */
import { invariant } from '#app/domain/kernel/invariant.ts'
import type { Shortfall } from './settle-line.ts'
import { isUnfit } from './shortfall-reasons.ts'

export type ReservedPart = { lotId: number; quantity: number }
export type BroughtPart = { lotId: number; quantity: number }

/** In the product's base unit. `withdraw` is not at the stall: the household never brought it, or takes it home. */
export type GoodsMove = {
  lotId: number
  /** Handed over out of the line's reservation. */
  giveReserved: number
  /** Handed over beyond it: what the scale gave over, or a household that stands in for another. */
  giveMore: number
  /** Reserved and not handed over. */
  release: number
  /** Of what is released; of a lot that stood in, of what it gave and was brought back. */
  withdraw: number
}

/**
 * One move for each lot that had goods reserved or gave some, by lot number. What was short is taken to be missing
 * from the lots that gave less than was reserved, lowest number first; what another household stood in for, the
 * buyer refused or brought back fit for sale, or nobody came for, is at the stall.
 */
export function moveGoods(input: {
  reserved: readonly ReservedPart[]
  given: readonly BroughtPart[]
  shortfalls: readonly (Pick<Shortfall, 'kind' | 'quantity'> & Partial<Shortfall>)[]
}): GoodsMove[] {
  const reserved = sumByLot(input.reserved)
  const given = sumByLot(input.given)
  let short = input.shortfalls
    .filter(({ kind }) => kind === 'short')
    .reduce((sum, { quantity }) => sum + quantity, 0)
  const unfit = sumByLot(
    input.shortfalls.flatMap(({ kind, reason = '', lotId = 0, quantity }) =>
      kind === 'returned' && isUnfit(reason) ? [{ lotId, quantity }] : [],
    ),
  )
  const lotIds = [...new Set([...reserved.keys(), ...given.keys(), ...unfit.keys()])].sort((a, b) => a - b)
  const moves = lotIds.map((lotId) => {
    const [held, brought] = [reserved.get(lotId) ?? 0, given.get(lotId) ?? 0]
    const giveReserved = Math.min(held, brought)
    const release = held - giveReserved
    const takenHome = unfit.get(lotId) ?? 0
    const missing = Math.min(Math.max(0, release - takenHome), short)
    short -= missing
    return { lotId, giveReserved, giveMore: brought - giveReserved, release, withdraw: missing + takenHome }
  })
  invariant(short === 0, 'no more can be short than was reserved and not given')
  return moves
}

function sumByLot(parts: readonly BroughtPart[]): Map<number, number> {
  const sums = new Map<number, number>()
  for (const { lotId, quantity } of parts) sums.set(lotId, (sums.get(lotId) ?? 0) + quantity)
  return sums
}
