/**
 * What a register of pairings changes for one household.
 * Invariant: a household has one helper at a time, and applying a register twice changes nothing the second time.
 */
import { addDays, type CivilDate } from '#app/domain/kernel/calendar.ts'
import { isOverlapping, isPairedOn } from './pairing-register.ts'

export type PairingTraits = {
  agencyName: string
  helperName: string
  helperTitle: string | null
  helperPhone: string | null
  startsOn: CivilDate
}

export type KnownPairing = PairingTraits & { id: number; endsOn: CivilDate | null }

export type PairingChange = {
  /** The open pairing that ends, and its last day. */
  ended: { id: number; endsOn: CivilDate } | null
  /** The open pairing that stays, with its title, telephone or day written otherwise. */
  corrected: { id: number; index: number } | null
  /** Pairings to add, by their index in the list; one without `endsOn` is open. */
  added: { index: number; endsOn: CivilDate | null }[]
  /** Rows that contradict what is known, by their index in the list. */
  refused: number[]
}

function isSameHelper(a: PairingTraits, b: PairingTraits): boolean {
  return a.agencyName === b.agencyName && a.helperName === b.helperName
}

/** A pairing of the register as it comes to stand; `id` of one that is known. */
type Standing = PairingTraits & { id: number | null; endsOn: CivilDate | null }

/**
 * Compares the rows of one household, any order. The latest row is who helps now; rows before it are history. A
 * register older than what is known takes nothing back, and a row that would give a household two helpers on one day is
 * refused.
 */
export function comparePairings(
  known: readonly KnownPairing[],
  listed: readonly PairingTraits[],
): PairingChange {
  const inTime = listed
    .map((pairing, index) => ({ ...pairing, index }))
    .sort((a, b) => (a.startsOn < b.startsOn ? -1 : a.startsOn > b.startsOn ? 1 : a.index - b.index))
  const change: PairingChange = { ended: null, corrected: null, added: [], refused: [] }
  const standing: Standing[] = known.map((pairing) => ({ ...pairing }))
  const open = standing.find((pairing) => pairing.endsOn === null)
  const current = inTime.at(-1)
  if (current === undefined) return change
  const isOfOpen = open !== undefined && isSameHelper(open, current)
  if (isOfOpen && isCorrected(open, current)) {
    const begun = { startsOn: current.startsOn, endsOn: null }
    if (standing.some((one) => one !== open && isOverlapping(one, begun))) change.refused.push(current.index)
    else {
      change.corrected = { id: open.id ?? 0, index: current.index }
      open.startsOn = current.startsOn
    }
  }
  for (const [i, row] of inTime.entries()) {
    if (row === current && isOfOpen) continue
    placeRow(change, standing, row, inTime[i + 1])
  }
  return change
}

/** One row after another in time: it ends whoever helps on its first day, and is refused where that is history. */
function placeRow(
  change: PairingChange,
  standing: Standing[],
  row: PairingTraits & { index: number },
  next: PairingTraits | undefined,
): void {
  const before = standing.find((one) => isPairedOn(one, row.startsOn))
  if (before !== undefined && isSameHelper(before, row)) return
  if (next !== undefined && isSameHelper(next, row)) return
  const endsOn = next === undefined ? null : addDays(next.startsOn, -1)
  const span = { startsOn: row.startsOn, endsOn }
  const isEmpty = endsOn !== null && endsOn < row.startsOn
  const others = standing.filter((one) => one !== before)
  const canFollow = before === undefined || (before.endsOn === null && before.startsOn < row.startsOn)
  if (isEmpty || !canFollow || others.some((one) => isOverlapping(one, span))) {
    change.refused.push(row.index)
    return
  }
  if (before !== undefined) {
    before.endsOn = addDays(row.startsOn, -1)
    change.ended = { id: before.id ?? 0, endsOn: before.endsOn }
  }
  change.added.push({ index: row.index, endsOn })
  standing.push({ ...row, id: null, endsOn })
}

function isCorrected(known: PairingTraits, listed: PairingTraits): boolean {
  const differs = (before: string | null, now: string | null) => now !== null && now !== before
  return (
    known.startsOn !== listed.startsOn ||
    differs(known.helperTitle, listed.helperTitle) ||
    differs(known.helperPhone, listed.helperPhone)
  )
}
