import { expect, test } from 'vitest'
import { closeGaps, type EventCloseFacts } from './event-close.ts'

const ready: EventCloseFacts = {
  isClosing: true,
  unsettledLineCount: 0,
  lineFaults: [],
  isDifferenceOwned: false,
  orders: [
    { orderId: 'a', orderNumber: 1, outstandingFen: 0, isOwed: false },
    { orderId: 'b', orderNumber: 2, outstandingFen: 900, isOwed: true },
  ],
  expectedCashFen: 12_340,
  cashCount: { countedBy: 4, countedFen: 12_340 },
  signer: { accountId: 5, isVillageLead: true },
}

test('nothing is missing of an event that may close', () => {
  expect(closeGaps(ready)).toEqual([])
})

test.each<[Partial<EventCloseFacts>, ReturnType<typeof closeGaps>]>([
  [{ isClosing: false }, [{ code: 'desk-still-open' }]],
  [{ unsettledLineCount: 2 }, [{ code: 'lines-not-settled', facts: { lineCount: 2 } }]],
  [
    { orders: [{ orderId: 'c', orderNumber: 9, outstandingFen: 900, isOwed: false }] },
    [{ code: 'order-not-paid', facts: { orderNumber: 9, outstandingFen: 900 } }],
  ],
  [
    { orders: [{ orderId: 'c', orderNumber: 9, outstandingFen: -10, isOwed: false }] },
    [{ code: 'order-overpaid', facts: { orderNumber: 9, overpaidFen: 10 } }],
  ],
  [{ cashCount: null }, [{ code: 'cash-not-counted' }]],
  [
    { expectedCashFen: 13_000 },
    [{ code: 'cash-difference-unexplained', facts: { countedFen: 12_340, expectedFen: 13_000 } }],
  ],
  [
    { cashCount: { countedBy: 4, countedFen: 0 } },
    [{ code: 'cash-difference-unexplained', facts: { countedFen: 0, expectedFen: 12_340 } }],
  ],
  [{ signer: null }, [{ code: 'signature-missing' }]],
  [{ signer: { accountId: 5, isVillageLead: false } }, [{ code: 'signer-not-village-lead' }]],
  [{ signer: { accountId: 4, isVillageLead: true } }, [{ code: 'signer-entered-cash' }]],
])('%j is missing something', (change, gaps) => {
  expect(closeGaps({ ...ready, ...change })).toEqual(gaps)
})

test('a difference that somebody looks into may close', () => {
  const cashCount = { countedBy: 4, countedFen: 12_000 }
  expect(closeGaps({ ...ready, cashCount, isDifferenceOwned: true })).toEqual([])
})

test.each(['goods-do-not-add-up', 'line-handed-over-twice', 'wrong-household'] as const)(
  'a line of which it is said %s keeps it open',
  (code) => {
    const lineFaults = [{ code, orderNumber: 7, lineNumber: 2 }]
    expect(closeGaps({ ...ready, lineFaults })).toEqual([{ code, facts: { orderNumber: 7, lineNumber: 2 } }])
  },
)

test('everything that is missing is said at once', () => {
  const codes = closeGaps({
    isClosing: false,
    unsettledLineCount: 1,
    lineFaults: [],
    isDifferenceOwned: false,
    orders: [{ orderId: 'c', orderNumber: 9, outstandingFen: 1, isOwed: false }],
    expectedCashFen: 1,
    cashCount: null,
    signer: null,
  }).map((gap) => gap.code)
  expect(codes).toEqual([
    'desk-still-open',
    'lines-not-settled',
    'order-not-paid',
    'cash-not-counted',
    'signature-missing',
  ])
})
