/** Orders of the demo that are paid by bank transfer, and the bank's statement that says so. */
import { randomUUID } from 'node:crypto'
import { placeOrder } from '#app/commands/ordering/place-order.server.ts'
import { putBasketLine } from '#app/commands/ordering/put-basket-line.server.ts'
import { applyBankStatement } from '#app/commands/payment/apply-bank-statement.server.ts'
import { previewBankStatement } from '#app/commands/payment/preview-bank-statement.server.ts'
import { database } from '#app/db/client.server.ts'
import type { CivilDate } from '#app/domain/kernel/calendar.ts'
import { paymentReference } from '#app/domain/payment/payment-reference.ts'
import { readSheetInChild } from '#app/files/read-sheet-in-child.server.ts'
import { readCheckoutPage } from '#app/queries/ordering/checkout-page.server.ts'
import { type DemoPerson, done, scopeFor } from './people.ts'

type Placed = { reference: string; totalFen: number }

/** One order of whatever an open event serves, to be paid by transfer; null where nothing is to be had. */
async function orderByTransfer(buyer: DemoPerson, offerIds: readonly number[]): Promise<Placed | null> {
  const scope = scopeFor(buyer, 'order:place')
  for (const offerId of offerIds) {
    await putBasketLine(buyer.actor, scope, { offerId, quantity: '2', how: 'set' })
    const page = await readCheckoutPage(buyer.actor, scope)
    const agencyId = scope.agencyIds[0]
    if (!page || agencyId === undefined) continue
    const placed = await placeOrder(buyer.actor, scope, {
      placementKey: randomUUID(),
      basketId: page.basket.basketId,
      basketVersion: page.basket.version,
      shown: page.basket.shown,
      agencyId,
      capacity: 'personal',
      payBy: 'transfer',
      isSeparate: false,
    })
    if (!placed.ok) continue
    const { number, totalFen } = await database().order.findUniqueOrThrow({
      where: { id: placed.value.orderId },
      select: { number: true, totalFen: true },
    })
    return { reference: paymentReference('order', number), totalFen: Number(totalFen) }
  }
  return null
}

function yuan(fen: number): string {
  return (fen / 100).toFixed(2)
}

/**
 * Three buyers order and pay by transfer: one exactly, one too little, one without the reference. An agency
 * pays its statement. The office uploads
 * the statement and books it; what it can't match is left for whoever looks at the demo.
 */
export async function payByTransfer(
  office: DemoPerson,
  buyers: readonly DemoPerson[],
  place: { countyCode: string; today: CivilDate },
): Promise<void> {
  const offers = await database().$queryRaw<{ id: number }[]>`
    SELECT o.id FROM offer o JOIN lot l ON l.offer_id = o.id AND l.state = 'approved'
    JOIN product p ON p.id = o.product_id AND p.ordered_by = 'piece' AND p.priced_by = 'piece'
    JOIN pickup_event_village v ON v.village_code = o.village_code JOIN pickup_event e ON e.id = v.event_id
    WHERE e.state = 'open' AND e.cut_off_at > now() + interval '1 day' GROUP BY o.id HAVING sum(l.available) >= 6 ORDER BY o.id`
  const placed: Placed[] = []
  for (const buyer of buyers) {
    const order = await orderByTransfer(
      buyer,
      offers.map(({ id }) => id),
    )
    if (order) placed.push(order)
  }
  const remarks = [
    (each: Placed) => [yuan(each.totalFen), `货款 ${each.reference}`],
    (each: Placed) => [yuan(Math.max(100, each.totalFen - 1_000)), each.reference],
    (each: Placed) => [yuan(each.totalFen), '买鹅'],
  ]
  const lines = placed.map((each, i) => [
    place.today,
    ...(remarks[i]?.(each) ?? []),
    '',
    `DEMO${i + 1}`,
    `付款人${i + 1}`,
  ])
  const statement = await database().agencyStatement.findFirst({ where: { closingFen: { gt: 0 } } })
  if (statement) {
    const reference = paymentReference('statement', statement.id)
    lines.push([place.today, yuan(Number(statement.closingFen)), reference, '', 'DEMO8', '付款单位'])
  }
  lines.push([place.today, '', '手续费', '2.00', 'DEMO9', ''])
  const rows = [
    '账户明细（演示）',
    '交易日期,收入金额,附言,支出金额,交易流水号,对方户名',
    ...lines.map((line) => line.join(',')),
  ]
  const scope = scopeFor(office, 'bank:work')
  const { statementId } = done(
    await previewBankStatement(
      office.actor,
      scope,
      {
        countyCode: place.countyCode,
        fileName: '银行流水（演示）.csv',
        bytes: Buffer.from(rows.join('\r\n')),
      },
      { readSheet: readSheetInChild },
    ),
    'reading the bank statement',
  )
  done(await applyBankStatement(office.actor, scope, { statementId }), 'booking the bank statement')
}
