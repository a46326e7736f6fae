/**
 * What a town desk counts, each as the rows that are counted: a figure and the rows behind it are one condition.
 * Events are `e`; every row belongs to the village of its event. Amounts are fen, quantities pieces or grams.
 */
import { Prisma } from '#app/db/client.server.ts'
import { LATE_UNCLOSED, PAST_UNCLOSED, TODAY_BEGAN, UNCLOSED } from '#app/db/pickup/unclosed-events.server.ts'
import { TOWN_DESK_ITEMS, type TownDeskItem } from '#app/domain/pickup/town-desk.ts'

/** The columns of every item's rows; what a row has none of is null. */
const row = (columns: {
  what: TownDeskItem
  orderId?: string
  lineId?: string
  quantity?: string
  fen?: string
  dueOn?: string
}) => {
  const { what, orderId, lineId, quantity, fen, dueOn } = columns
  return Prisma.raw(`'${what}'::text AS what, e.village_code, e.id AS event_id, ${orderId ?? 'NULL'}::uuid AS order_id,
    ${lineId ?? 'NULL'}::uuid AS line_id, ${quantity ?? 'NULL'}::int AS quantity, ${fen ?? 'NULL'}::bigint AS fen,
    ${dueOn ?? 'NULL'}::date AS due_on`)
}

const events = (what: TownDeskItem, are: Prisma.Sql) => (within: Prisma.Sql) =>
  Prisma.sql`SELECT ${row({ what })} FROM pickup_event e WHERE ${within} AND ${are}`

const exceptions = (what: TownDeskItem, are: Prisma.Sql) => (within: Prisma.Sql) =>
  Prisma.sql`SELECT ${row({ what, orderId: 'x.order_id', fen: 'x.amount_fen', dueOn: 'x.due_on' })}
    FROM standing_event_exception x JOIN pickup_event e ON e.id = x.event_id
    WHERE ${within} AND x.settled_at IS NULL AND ${are}`

/** By the order at an event: given less paid, unless somebody already has the difference to look into. */
const unpaid = (within: Prisma.Sql) => Prisma.sql`
  SELECT ${row({ what: 'unpaid', orderId: 'm.order_id', fen: 'sum(m.fen)' })}
  FROM (
    SELECT e.id, e.village_code, l.order_id, h.amount_fen AS fen, 0::bigint AS owed
      FROM pickup_event e JOIN handover h ON h.event_id = e.id JOIN order_line l ON l.id = h.order_line_id WHERE ${within}
    UNION ALL SELECT e.id, e.village_code, p.order_id, -p.due_fen, 0
      FROM pickup_event e JOIN payment p ON p.event_id = e.id WHERE ${within}
    UNION ALL SELECT e.id, e.village_code, x.order_id, 0, x.amount_fen
      FROM pickup_event e JOIN event_exception x ON x.event_id = e.id AND x.kind = 'handed-over-unpaid' WHERE ${within}
  ) m JOIN pickup_event e ON e.id = m.id
  GROUP BY e.id, m.order_id HAVING sum(m.fen) > max(m.owed)`

const ITEMS: Record<TownDeskItem, (within: Prisma.Sql) => Prisma.Sql> = {
  coming: events('coming', Prisma.sql`e.state IN ('open', 'cut-off') AND e.starts_at >= ${TODAY_BEGAN}`),
  'to-cut-off': events(
    'to-cut-off',
    Prisma.sql`e.state = 'open' AND e.starts_at >= ${TODAY_BEGAN} AND e.cut_off_at < now() + interval '72 hours'`,
  ),
  'to-close': events('to-close', PAST_UNCLOSED),
  // What the scale gave less is no shortage.
  short: (within) => Prisma.sql`
    SELECT ${row({ what: 'short', orderId: 'l.order_id', lineId: 'l.id', quantity: 'sum(s.quantity)' })}
    FROM pickup_event e JOIN standing_shortfall s ON s.event_id = e.id AND s.kind = 'short' AND s.reason <> 'scale'
    JOIN order_line l ON l.id = s.order_line_id
    WHERE ${within} AND (${UNCLOSED} OR e.starts_at >= ${TODAY_BEGAN} - interval '720 hours')
    GROUP BY e.id, l.id`,
  unpaid,
  'open-differences': exceptions('open-differences', Prisma.sql`true`),
  'late-events': events('late-events', LATE_UNCLOSED),
  'late-differences': exceptions(
    'late-differences',
    Prisma.sql`x.due_on < (now() AT TIME ZONE 'Asia/Shanghai')::date`,
  ),
}

/** The rows of one item, or of all, at events for which `within` holds. */
export function itemRows(within: Prisma.Sql, items: readonly TownDeskItem[] = TOWN_DESK_ITEMS): Prisma.Sql {
  return Prisma.join(
    items.map((item) => ITEMS[item](within)),
    ' UNION ALL ',
  )
}
