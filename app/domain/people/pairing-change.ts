/**
 * What a register of pairings changes for one household.
 * Invariant: a household has one open pairing at most, and applying a register twice changes nothing the second time.
 */
import { addDays, type CivilDate } from '#app/domain/kernel/calendar.ts'

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
}

function isSameHelper(a: PairingTraits, b: PairingTraits): boolean {
  return a.agencyName === b.agencyName && a.helperName === b.helperName
}

/**
 * Compares the rows of one household, any order. The latest row is who helps now; rows before it are history. A
 * register older than what is known takes nothing back.
 */
export function comparePairings(
  known: readonly KnownPairing[],
  listed: readonly PairingTraits[],
): PairingChange {
  const inTime = listed
    .map((pairing, index) => ({ ...pairing, index }))
    .sort((a, b) => (a.startsOn < b.startsOn ? -1 : a.startsOn > b.startsOn ? 1 : a.index - b.index))
  const current = inTime.at(-1)
  if (current === undefined) return { ended: null, corrected: null, added: [] }
  const isKnown = (pairing: PairingTraits) =>
    known.some((one) => isSameHelper(one, pairing) && one.startsOn === pairing.startsOn)
  const history = inTime.slice(0, -1).flatMap((pairing, i) => {
    const next = inTime[i + 1] ?? current
    return isKnown(pairing) || isSameHelper(pairing, next)
      ? []
      : [{ index: pairing.index, endsOn: lastDay(pairing.startsOn, next.startsOn) }]
  })
  const open = known.find((pairing) => pairing.endsOn === null)
  if (open === undefined) {
    return { ended: null, corrected: null, added: [...history, { index: current.index, endsOn: null }] }
  }
  if (isSameHelper(open, current)) {
    const corrected = isCorrected(open, current) ? { id: open.id, index: current.index } : null
    return { ended: null, corrected, added: history }
  }
  if (isKnown(current)) return { ended: null, corrected: null, added: history }
  return {
    ended: { id: open.id, endsOn: lastDay(open.startsOn, current.startsOn) },
    corrected: null,
    added: [...history, { index: current.index, endsOn: null }],
  }
}

/** The day before the next helper begins, never before the pairing's own first day. */
function lastDay(startsOn: CivilDate, nextStartsOn: CivilDate): CivilDate {
  const before = addDays(nextStartsOn, -1)
  return before < startsOn ? startsOn : before
}

function isCorrected(known: PairingTraits, listed: PairingTraits): boolean {
  const differs = (before: string | null, now: string | null) => now !== null && now !== before
  return (
    known.startsOn !== listed.startsOn ||
    differs(known.helperTitle, listed.helperTitle) ||
    differs(known.helperPhone, listed.helperPhone)
  )
}
