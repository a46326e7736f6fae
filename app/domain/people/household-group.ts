/**
 * Ten-household groups: who belongs to one, from which day to which, with what weight.
 * Invariant: a household is in one group at a time, a weight is never changed but followed by another from a day to
 * come, and what has ended stays. Both days of a membership belong to it.
 */
import { addDays, type CivilDate, isCivilDate } from '#app/domain/kernel/calendar.ts'
import { holdsPersonNumber } from '#app/domain/kernel/person-number.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { isOverlapping } from './pairing-register.ts'

export const MEMBERS_MOST = 15
export const WEIGHT_MOST = 1000
const NAME_LONGEST = 20
const EARLIEST = '2000-01-01'
const DAYS_AHEAD_MOST = 31

/** Why a membership is ended by hand; `weight-changed` and `group-ended` are set by those acts. */
export const LEAVE_REASONS = ['left', 'moved', 'household-closed', 'entered-wrongly'] as const
export type LeaveReason = (typeof LEAVE_REASONS)[number]
export type MemberEnd = LeaveReason | 'weight-changed' | 'group-ended'

export type Membership = {
  groupId: number
  householdId: number
  weight: number
  startsOn: CivilDate
  endsOn: CivilDate | null
}

export type NameRefusal = 'group-name-missing' | 'group-name-long' | 'text-holds-number'
export type StartRefusal = 'group-day-unreadable' | 'group-day-out-of-range'
export type JoinRefusal =
  | StartRefusal
  | 'group-weight-unreadable'
  | 'group-over'
  | 'group-full'
  | 'group-member-elsewhere'
export type WeightRefusal =
  | 'group-weight-unreadable'
  | 'group-weight-same'
  | 'group-day-unreadable'
  | 'group-day-not-ahead'
  | 'group-change-to-come'
  | 'group-over'
export type LeaveRefusal = 'group-leave-reason-missing' | 'group-change-to-come' | 'group-member-has-lots'

export function readGroupName(typed: string): Verdict<string, NameRefusal> {
  const name = typed.normalize('NFKC').replace(/\s+/g, ' ').trim()
  if (name === '') return refuse('group-name-missing')
  if ([...name].length > NAME_LONGEST) return refuse('group-name-long', { most: NAME_LONGEST })
  return holdsPersonNumber(name) ? refuse('text-holds-number') : accept(name)
}

/** The day from which something was so; it is recorded today at the earliest. */
export function readStart(
  startsOn: string,
  { earliestOn = EARLIEST, today }: { earliestOn?: CivilDate; today: CivilDate },
): Verdict<CivilDate, StartRefusal> {
  if (!isCivilDate(startsOn)) return refuse('group-day-unreadable')
  if (startsOn < earliestOn || startsOn > today) {
    return refuse('group-day-out-of-range', { earliestOn, latestOn: today })
  }
  return accept(startsOn)
}

/** A whole number as people type it, full-width digits too. */
export function readWeight(typed: string): Verdict<number, 'group-weight-unreadable'> {
  const text = typed.normalize('NFKC').trim()
  const weight = /^\d{1,4}$/.test(text) ? Number(text) : 0
  return weight >= 1 && weight <= WEIGHT_MOST
    ? accept(weight)
    : refuse('group-weight-unreadable', { most: WEIGHT_MOST })
}

/** Whether a household may join; `own` are its memberships in any group, `open` the group's that have no end. */
export function join(
  group: { startsOn: CivilDate; endsOn: CivilDate | null },
  known: { own: readonly Membership[]; open: readonly Membership[] },
  said: { weight: string; startsOn: string },
  today: CivilDate,
): Verdict<{ weight: number; startsOn: CivilDate }, JoinRefusal> {
  if (group.endsOn !== null) return refuse('group-over', { endedOn: group.endsOn })
  const weight = readWeight(said.weight)
  if (!weight.ok) return weight
  const start = readStart(said.startsOn, { earliestOn: group.startsOn, today })
  if (!start.ok) return start
  const other = known.own.find((one) => isOverlapping(one, { startsOn: start.value, endsOn: null }))
  if (other) return refuse('group-member-elsewhere', { sinceOn: other.startsOn })
  if (known.open.length >= MEMBERS_MOST) return refuse('group-full', { most: MEMBERS_MOST })
  return accept({ weight: weight.value, startsOn: start.value })
}

/** Another weight from a day to come, until which the one before counts. `open` is the membership without an end. */
export function changeWeight(
  open: Membership,
  said: { weight: string; startsOn: string },
  today: CivilDate,
): Verdict<{ weight: number; startsOn: CivilDate; beforeEndsOn: CivilDate }, WeightRefusal> {
  if (open.startsOn > today) return refuse('group-change-to-come', { fromOn: open.startsOn })
  const weight = readWeight(said.weight)
  if (!weight.ok) return weight
  if (weight.value === open.weight) return refuse('group-weight-same', { weight: open.weight })
  if (!isCivilDate(said.startsOn)) return refuse('group-day-unreadable')
  const [earliestOn, latestOn] = [addDays(today, 1), addDays(today, DAYS_AHEAD_MOST)]
  if (said.startsOn < earliestOn || said.startsOn > latestOn) {
    return refuse('group-day-not-ahead', { earliestOn, latestOn })
  }
  return accept({
    weight: weight.value,
    startsOn: said.startsOn,
    beforeEndsOn: addDays(said.startsOn, -1),
  })
}

/** Ends a membership with today, unless goods are still on sale or promised: `lots` are their numbers. */
export function leave(
  open: Membership,
  said: { reason: string; lots: readonly number[] },
  today: CivilDate,
): Verdict<{ endsOn: CivilDate; reason: LeaveReason }, LeaveRefusal> {
  const reason = LEAVE_REASONS.find((one) => one === said.reason)
  if (reason === undefined) return refuse('group-leave-reason-missing')
  if (open.startsOn > today) return refuse('group-change-to-come', { fromOn: open.startsOn })
  if (said.lots.length > 0) return refuse('group-member-has-lots', { lots: said.lots.join('、') })
  return accept({ endsOn: today, reason })
}
