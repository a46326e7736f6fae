import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import type { Transaction } from '#app/db/client.server.ts'
import { openText } from '#app/db/sealed/field-cipher.server.ts'
import { decideInTransaction } from '#app/db/verdict-transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import { type Actor, reaches, type Scope } from '#app/domain/access/roles.ts'
import { isReasonFor, isUnmaskField, MOST_AN_HOUR, type UnmaskField } from '#app/domain/access/unmasking.ts'
import { civilDateOf } from '#app/domain/kernel/calendar.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { isMinor } from '#app/domain/people/minors.ts'

export type UnmaskInput = { householdId: number; field: string; subjectId: number; reason: string }
export type UnmaskRefusal = 'not-found' | 'unmask-reason-missing' | 'unmask-too-many'

const ACT = 'person:unmask'
const HOUR_MS = 3_600_000

type Deps = { now: () => Date }
const liveDeps: Deps = { now: () => new Date() }

/**
 * Shows one figure of a household in scope in full: a member's ID number or phone, or a bank card (`subjectId` names
 * the member or the card). Recorded with its reason before it is given; a child's is never given, and thirty an hour
 * are the most of one account.
 */
export async function unmask(
  actor: Actor,
  scope: Scope,
  { householdId, field, subjectId, reason }: UnmaskInput,
  deps: Deps = liveDeps,
): Promise<Verdict<{ value: string }, UnmaskRefusal>> {
  if (!can(actor, 'people:unmask') || !isUnmaskField(field)) return refuse('not-found')
  const now = deps.now()
  return decideInTransaction<{ value: string }, UnmaskRefusal>(async (tx) => {
    // One after another for an account, or two at once would both be the thirtieth.
    await tx.$queryRaw`SELECT id FROM account WHERE id = ${actor.accountId} FOR UPDATE`
    const state = await tx.householdState.findFirst({
      where: { householdId, toDay: null },
      select: { countyCode: true, villageCode: true, gridCode: true },
    })
    if (!state || !reaches(scope, state.gridCode ?? state.villageCode)) return refuse('not-found')
    const value = await readValue(tx, { householdId, field, subjectId }, now)
    if (value === null) return refuse('not-found')
    if (!isReasonFor(field, reason)) return refuse('unmask-reason-missing')
    const shown = await tx.activityRecord.count({
      where: { actorId: actor.accountId, act: ACT, recordedAt: { gt: new Date(now.getTime() - HOUR_MS) } },
    })
    if (shown >= MOST_AN_HOUR) return refuse('unmask-too-many', { most: MOST_AN_HOUR })
    await recordActivity(tx, {
      countyCode: state.countyCode,
      actorId: actor.accountId,
      act: ACT,
      subjectKind: field === 'bank-card' ? 'bank-card' : 'person',
      subjectId,
      scopeCode: state.villageCode,
      facts: { householdId, field, reason },
    })
    return accept({ value })
  })
}

async function readValue(
  tx: Transaction,
  { householdId, field, subjectId }: { householdId: number; field: UnmaskField; subjectId: number },
  now: Date,
): Promise<string | null> {
  if (field === 'bank-card') {
    const card = await tx.bankCard.findFirst({
      where: { id: subjectId, householdId, toDay: null },
      select: { cardSealed: true },
    })
    return card?.cardSealed ? openText('bank-card.card', card.cardSealed) : null
  }
  const person = await tx.person.findFirst({
    where: { id: subjectId, householdId, toDay: null },
    select: { idNumberSealed: true, phoneSealed: true },
  })
  if (!person) return null
  const { idNumberSealed, phoneSealed } = person
  const idNumber = idNumberSealed && openText('person.id-number', idNumberSealed)
  if (isMinor(idNumber, civilDateOf(now))) return null
  if (field === 'id-number') return idNumber
  return phoneSealed && openText('person.phone', phoneSealed)
}
