import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import { inTransaction } from '#app/db/transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import { type Actor, reachesAgency, type Scope } from '#app/domain/access/roles.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

/** A million yuan: above it a finger slipped. */
const MEMBER_LIMIT_MOST_FEN = 100_000_000

/** Sets what each member may charge to the agency's account in open orders, in fen; 0: nothing without the manager. */
export async function setMemberLimit(
  actor: Actor,
  scope: Scope,
  input: { agencyId: number; limitFen: number },
): Promise<Verdict<null, 'out-of-scope' | 'member-limit-out-of-range'>> {
  if (!can(actor, 'agency:limit') || !reachesAgency(scope, input.agencyId)) return refuse('out-of-scope')
  if (!Number.isSafeInteger(input.limitFen) || input.limitFen < 0 || input.limitFen > MEMBER_LIMIT_MOST_FEN) {
    return refuse('member-limit-out-of-range', { mostFen: MEMBER_LIMIT_MOST_FEN })
  }
  return inTransaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM agency WHERE id = ${input.agencyId} FOR UPDATE`
    const before = await tx.agency.findUniqueOrThrow({
      where: { id: input.agencyId },
      select: { countyCode: true, memberLimitFen: true },
    })
    await tx.agency.update({
      where: { id: input.agencyId },
      data: { memberLimitFen: BigInt(input.limitFen) },
    })
    await recordActivity(tx, {
      countyCode: before.countyCode,
      actorId: actor.accountId,
      act: 'agency:limit',
      subjectKind: 'agency',
      subjectId: input.agencyId,
      facts: { fromFen: Number(before.memberLimitFen), toFen: input.limitFen },
    })
    return accept(null)
  })
}
