/**
 * What settling a line does to the goods of each lot.
 * Invariant: what a line had reserved leaves the reservation whole: given, back for the stall, or withdrawn.
 */
import { invariant } from '#app/domain/kernel/invariant.ts'
import type { Shortfall } from './settle-line.ts'

export type ReservedPart = { lotId: number; quantity: number }
export type BroughtPart = { lotId: number; quantity: number }

/** In the product's base unit. Of what is released, `withdraw` was not there: the household never brought it. */
export type GoodsMove = {
  lotId: number
  /** Handed over out of the line's reservation. */
  giveReserved: number
  /** Handed over beyond it: what the scale gave over, or a household that stands in for another. */
  giveMore: number
  /** Reserved and not handed over. */
  release: number
  /** At most `release`. */
  withdraw: number
}

/**
 * One move for each lot that had goods reserved or gave some, by lot number. What was short is taken to be missing
 * from the lots that gave less than was reserved, lowest number first; what another household stood in for, the
 * buyer refused or nobody came for is at the stall.
 */
export function moveGoods(input: {
  reserved: readonly ReservedPart[]
  given: readonly BroughtPart[]
  shortfalls: readonly Pick<Shortfall, 'kind' | 'quantity'>[]
}): GoodsMove[] {
  const reserved = sumByLot(input.reserved)
  const given = sumByLot(input.given)
  let short = input.shortfalls
    .filter(({ kind }) => kind === 'short')
    .reduce((sum, { quantity }) => sum + quantity, 0)
  const lotIds = [...new Set([...reserved.keys(), ...given.keys()])].sort((a, b) => a - b)
  const moves = lotIds.map((lotId) => {
    const [held, brought] = [reserved.get(lotId) ?? 0, given.get(lotId) ?? 0]
    const giveReserved = Math.min(held, brought)
    const release = held - giveReserved
    const withdraw = Math.min(release, short)
    short -= withdraw
    return { lotId, giveReserved, giveMore: brought - giveReserved, release, withdraw }
  })
  invariant(short === 0, 'no more can be short than was reserved and not given')
  return moves
}

function sumByLot(parts: readonly BroughtPart[]): Map<number, number> {
  const sums = new Map<number, number>()
  for (const { lotId, quantity } of parts) sums.set(lotId, (sums.get(lotId) ?? 0) + quantity)
  return sums
}
