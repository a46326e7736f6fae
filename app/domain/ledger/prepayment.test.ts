import { expect, test } from 'vitest'
import { checkJournal } from './check-journal.ts'
import type { Journal } from './journal.ts'
import { prepaymentReceived, refundDue, refundSent } from './prepayment.ts'
import { balances } from './statement.ts'

const cause = (kind: 'prepayment' | 'refund') => ({
  countyCode: '510981000000',
  causeKind: kind,
  causeId: '5f0c0d5e-0000-4000-8000-000000000001',
  businessDay: '2026-12-04',
})
const order = { orderId: '0a0b0c0d-0000-4000-8000-000000000001', agencyId: 7, capacity: 'personal' as const }
const own = (journal: Journal | null): Journal => {
  if (!journal) throw new Error('posted')
  return journal
}

test.each(['card', 'transfer'] as const)(
  'by %s: in, owed back, and out again leaves nothing anywhere',
  (method) => {
    const journals = [
      own(prepaymentReceived({ cause: cause('prepayment'), order, method, amountFen: 24_000 })),
      own(refundDue({ cause: cause('refund'), order, amountFen: 24_000 })),
      own(refundSent({ cause: cause('refund'), order, method, amountFen: 24_000 })),
    ]
    for (const journal of journals) expect(checkJournal(journal).ok).toBe(true)
    expect(new Set(journals.map((journal) => journal.idempotencyKey)).size).toBe(3)
    expect([...balances(journals).values()]).toEqual([0, 0, 0])
    expect(journals.flatMap((journal) => journal.postings.map(({ from, to }) => `${from} > ${to}`))).toEqual([
      `${method === 'card' ? 'card' : 'bank'}:510981000000 > order:${order.orderId}`,
      `order:${order.orderId} > owed-back:510981000000`,
      `owed-back:510981000000 > ${method === 'card' ? 'card' : 'bank'}:510981000000`,
    ])
  },
)

test('none of it is sales income', () => {
  const journal = own(prepaymentReceived({ cause: cause('prepayment'), order, method: 'card', amountFen: 5 }))
  expect(journal.postings.map(({ part, dims }) => [part, dims.householdId, dims.agencyId])).toEqual([
    ['payment', null, 7],
  ])
  expect(prepaymentReceived({ cause: cause('prepayment'), order, method: 'card', amountFen: 0 })).toBeNull()
})
