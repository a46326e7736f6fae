import type { Cause } from '#app/domain/ledger/journal.ts'
import type { Transaction } from '../client.server.ts'
import type { LockedEvent } from '../pickup/lock-event.server.ts'

type Reader = Pick<Transaction, '$queryRaw'>

/** How often a line was settled, taken back or not. */
async function countSettlements(tx: Reader, orderLineId: string): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: bigint }[]>`
    SELECT count(DISTINCT operation_id) FROM (
      SELECT operation_id FROM handover WHERE order_line_id = ${orderLineId}::uuid AND reverses_id IS NULL
      UNION ALL
      SELECT operation_id FROM shortfall WHERE order_line_id = ${orderLineId}::uuid AND reverses_id IS NULL) acts`
  return Number(row?.count ?? 0n)
}

function causeId(orderLineId: string, time: number): string {
  return time === 1 ? orderLineId : `${orderLineId}:${time}`
}

/**
 * What a line's settlement is posted under: the line, and from the second time on, which time it is. Asked before the
 * settlement's own rows are written; the line is held.
 */
export async function settlementCause(tx: Reader, event: LockedEvent, orderLineId: string): Promise<Cause> {
  return {
    countyCode: event.countyCode,
    causeKind: 'order-line',
    causeId: causeId(orderLineId, (await countSettlements(tx, orderLineId)) + 1),
    businessDay: event.businessDay,
  }
}

/** What the settlement that stands of a line was posted under: the last there was. */
export async function standingCauseId(tx: Reader, orderLineId: string): Promise<string> {
  return causeId(orderLineId, await countSettlements(tx, orderLineId))
}

/** What one of several settlements that stand of a line was posted under: they are counted as they were recorded. */
export async function causeIdAmong(tx: Reader, orderLineId: string, operationId: string): Promise<string> {
  const acts = await tx.$queryRaw<{ operationId: string }[]>`
    SELECT operation_id::text AS "operationId" FROM (
      SELECT operation_id, recorded_at FROM handover WHERE order_line_id = ${orderLineId}::uuid AND reverses_id IS NULL
      UNION ALL
      SELECT operation_id, recorded_at FROM shortfall WHERE order_line_id = ${orderLineId}::uuid AND reverses_id IS NULL) acts
    GROUP BY operation_id ORDER BY min(recorded_at), operation_id`
  return causeId(orderLineId, acts.findIndex((act) => act.operationId === operationId) + 1)
}
