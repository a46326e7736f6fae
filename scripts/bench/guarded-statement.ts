/** The statement that places an order, as a script for pgbench: the limit that placing is measured against. */
import { randomUUID } from 'node:crypto'
import { Prisma } from '#app/db/client.server.ts'
import { type OrderToWrite, writeOrder } from '#app/db/ordering/write-order.server.ts'
import { onceKeys } from '#app/domain/notices/once-key.ts'

/** What of the statement is another in each transaction: a mark in the values, and what pgbench puts there. */
const BASKET = '00000000-0000-4000-8000-0000000ba5e7'
const ORDER = '00000000-0000-4000-8000-00000000aaaa'
const PLACEMENT = '00000000-0000-4000-8000-00000000dddd'
const LINE = '00000000-0000-4000-8000-00000000bbbb'
const ALLOCATION = '00000000-0000-4000-8000-00000000cccc'
const KEY = 'placement-key-mark'
const CODE = 'pickup-code-mark'
const ACCOUNT = -101

/** The number of a transaction, in SQL, `n` in the script. */
const NUMBERED = "lpad((:n::int)::text, 12, '0')"
const EXPRESSIONS: Record<string, string> = {
  [BASKET]: `('00000000-0000-4000-8000-' || ${NUMBERED})`,
  [ORDER]: `('00000000-0000-4000-8003-' || ${NUMBERED})`,
  [PLACEMENT]: `('00000000-0000-4000-8004-' || ${NUMBERED})`,
  [LINE]: `('00000000-0000-4000-8001-' || ${NUMBERED})`,
  [ALLOCATION]: `('00000000-0000-4000-8002-' || ${NUMBERED})`,
  [KEY]: `('pgbench-' || ${NUMBERED})`,
  [CODE]: "lpad((:n::int)::text, 6, '0')",
  // The account as a figure inside a JSON text, and not as a value of its own.
  [`"accountId":${ACCOUNT}`]: `('"accountId"' || chr(58) || (:account::int + :n::int))`,
}

/** The id of the basket of transaction number `n`, as the script makes it. */
export const BASKET_ID_SQL = "('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid"

/** A colon would be a variable of pgbench's. */
function quoted(text: string): string {
  return `E'${text.replace(/\\/g, '\\\\').replace(/'/g, "''").replace(/:/g, '\\x3a')}'`
}

function literal(value: unknown): string {
  if (value === ACCOUNT) return '(:account::int + :n::int)'
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (Array.isArray(value)) return `ARRAY[${value.map(literal).join(', ')}]`
  const text = String(value)
  if (EXPRESSIONS[text]) return EXPRESSIONS[text]
  return Object.entries(EXPRESSIONS)
    .filter(([mark]) => text.includes(mark))
    .reduce((sql, [mark, expression]) => `replace(${sql}, ${quoted(mark)}, ${expression})`, quoted(text))
}

/** One goose of an offer at an event, as the product itself decided and wrote it before. */
export type OrderedBefore = Pick<
  OrderToWrite,
  'countyCode' | 'agencyId' | 'capacity' | 'payBy' | 'dispatch' | 'lines'
> &
  Pick<OrderToWrite, 'allocations' | 'events' | 'offers' | 'lots'> & { totalFen: number }

/**
 * A script whose transaction `n` places such an order of basket `n` (BASKET_ID_SQL) by account `account + n`.
 * It is given `account`, and `i` from 0 on by each client.
 */
export async function pgbenchScript(before: OrderedBefore): Promise<string> {
  const [line] = before.lines
  const [allocation] = before.allocations
  if (!line || !allocation) throw new Error('the order has no line')
  const { totalFen, ...written } = before
  const order: OrderToWrite = {
    ...written,
    id: PLACEMENT,
    accountId: ACCOUNT,
    placementKey: KEY,
    contentHash: KEY,
    basket: { id: BASKET, version: 1 },
    remainder: { basketId: randomUUID(), goods: [] },
    opened: { id: ORDER, totalFen },
    joined: [],
    rooms: before.events.map((event) => ({ eventId: event.id, orderId: ORDER, pickupCode: null })),
    lines: [{ ...line, id: LINE, orderId: ORDER }],
    allocations: [{ ...allocation, id: ALLOCATION, lineId: LINE }],
    notice: {
      countyCode: before.countyCode,
      accountId: ACCOUNT,
      orderId: ORDER,
      onceKey: onceKeys.orderPlaced(ORDER),
      facts: {
        kind: 'order-placed',
        events: [],
        totalFen,
        isEstimate: false,
        payBy: before.payBy,
      },
    },
    activities: [{ orderId: ORDER, act: 'order:place', facts: { lines: 1 } }],
  }
  let statement: Prisma.Sql | undefined
  const capture = {
    $queryRaw: (strings: TemplateStringsArray, ...values: unknown[]) => {
      statement = Prisma.sql(strings, ...values)
      return Promise.resolve([{ number: 1 }])
    },
  }
  await writeOrder(capture as unknown as Parameters<typeof writeOrder>[0], order, CODE)
  if (!statement) throw new Error('no statement was written')
  const { values } = statement
  const withoutColons = statement.text.replace(/'[^']*'/g, (text) =>
    text.includes(':') ? quoted(text.slice(1, -1)) : text,
  )
  const sql = withoutColons.replace(/\$(\d+)/g, (_, at: string) => literal(values[Number(at) - 1]))
  return `\\set i :i + 1\n\\set n :client_id * 100000 + :i\n${sql};\n`
}
