/** Ten-household groups: what one sold is its members', split by the weights on record. */
import type { Transaction } from '#app/db/client.server.ts'
import type { Difference } from '#app/domain/audit/findings.ts'
import { allocateByRule, type RuleRequest } from '#app/domain/lots/allocate-by-rule.ts'
import type { LotShare } from '#app/domain/lots/shares.ts'
import type { AuditCheck } from './check.server.ts'

export const GROUP_CHECKS: AuditCheck[] = [
  {
    name: 'group-goods-are-split-by-its-weights',
    run: async (tx) => {
      const [counted] = await tx.$queryRaw<{ count: bigint }[]>`
        SELECT count(*) FROM allocation a JOIN lot l ON l.id = a.lot_id JOIN offer o ON o.id = l.offer_id
        WHERE o.group_id IS NOT NULL AND a.state <> 'released'`
      const differences = [...(await readUnruled(tx)), ...(await readReplayedOtherwise(tx))]
      return { checked: Number(counted?.count ?? 0n), differences }
    },
  },
]

/** Goods ordered ahead that another rule gave, or a household that was no member on the day. Walk-up sales name the lot. */
function readUnruled(tx: Transaction): Promise<Difference[]> {
  return tx.$queryRaw<Difference[]>`
    SELECT 'allocation ' || a.id AS what, 'group-weights, of a member' AS expected,
      a.rule_name || CASE WHEN m.id IS NULL THEN ', of no member' ELSE ', of a member' END AS found
    FROM allocation a JOIN lot l ON l.id = a.lot_id JOIN offer o ON o.id = l.offer_id
    JOIN order_line ol ON ol.id = a.order_line_id JOIN "order" placed ON placed.id = ol.order_id
    LEFT JOIN household_group_member m ON m.group_id = o.group_id AND m.household_id = a.household_id
      AND a.business_day BETWEEN m.from_day AND coalesce(m.to_day, 'infinity')
    WHERE o.group_id IS NOT NULL AND a.state <> 'released' AND placed.kind = 'ahead'
      AND (a.rule_name <> 'group-weights' OR m.id IS NULL)
    ORDER BY a.id`
}

type Stored = {
  placementId: string
  asked: { line: string; requests: RuleRequest[] }[]
  answered: { line: string; ruleName: string; parts: LotShare[] }[]
}

const AT_ONCE = 200

/** Placements whose stored inputs give other shares than those that were stored with them. */
async function readReplayedOtherwise(tx: Transaction): Promise<Difference[]> {
  const differences: Difference[] = []
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const page = await tx.$queryRaw<Stored[]>`
      SELECT d.placement_id AS "placementId", d.inputs -> 'allocation' AS asked, d.plan -> 'allocation' AS answered
      FROM dispatch_record d WHERE d.placement_id > ${after}::uuid AND EXISTS (
        SELECT FROM order_line l JOIN offer o ON o.id = l.offer_id
        WHERE l.placement_id = d.placement_id AND o.group_id IS NOT NULL)
      ORDER BY d.placement_id LIMIT ${AT_ONCE}`
    differences.push(...page.flatMap(replayedOtherwise))
    const last = page.at(-1)
    if (last === undefined || page.length < AT_ONCE) return differences
    after = last.placementId
  }
}

function replayedOtherwise({ placementId, asked, answered }: Stored): Difference[] {
  return answered.flatMap(({ line, ruleName, parts }) => {
    if (ruleName !== 'group-weights') return []
    const requests = asked.find((one) => one.line === line)?.requests ?? []
    const again = requests.flatMap((request) => {
      const verdict = allocateByRule(request)
      return verdict.ok ? verdict.value.shares : []
    })
    const [expected, found] = [sharesText(again), sharesText(parts)]
    return expected === found ? [] : [{ what: `placement ${placementId} line ${line}`, expected, found }]
  })
}

function sharesText(shares: readonly LotShare[]): string {
  return shares.map(({ lotId, quantity }) => `lot ${lotId}: ${quantity}`).join(', ')
}
