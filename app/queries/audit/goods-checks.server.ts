/** Goods: what was listed, ordered, allocated and handed over agree. */
import { type AuditCheck, sqlCheck } from './check.server.ts'

export const GOODS_CHECKS: AuditCheck[] = [
  sqlCheck(
    'lot-quantities-add-up',
    (tx) => tx.$queryRaw`SELECT count(*) FROM lot`,
    (tx) => tx.$queryRaw`
      SELECT 'lot ' || id AS what, (listed + topped_up)::text AS expected, (available + reserved + given + withdrawn + written_off)::text AS found
      FROM lot WHERE listed + topped_up <> available + reserved + given + withdrawn + written_off
        OR least(available, reserved, given, withdrawn, written_off) < 0 ORDER BY id`,
  ),
  sqlCheck(
    'lot-reserved-is-its-live-allocations',
    (tx) => tx.$queryRaw`SELECT count(*) FROM lot`,
    (tx) => tx.$queryRaw`
      SELECT 'lot ' || l.id AS what, (coalesce(a.quantity, 0))::text AS expected, (l.reserved)::text AS found
      FROM lot l LEFT JOIN (SELECT lot_id, sum(quantity) AS quantity FROM allocation WHERE state = 'reserved' GROUP BY lot_id) a ON a.lot_id = l.id
      WHERE l.reserved <> coalesce(a.quantity, 0) ORDER BY l.id`,
  ),
  sqlCheck(
    'lot-given-is-its-handovers',
    (tx) => tx.$queryRaw`SELECT count(*) FROM lot`,
    (tx) => tx.$queryRaw`
      SELECT 'lot ' || l.id AS what, (coalesce(h.quantity, 0))::text AS expected, (l.given)::text AS found
      FROM lot l LEFT JOIN (SELECT lot_id, sum(quantity) AS quantity FROM handover GROUP BY lot_id) h ON h.lot_id = l.id
      WHERE l.given <> coalesce(h.quantity, 0) ORDER BY l.id`,
  ),
  sqlCheck(
    'line-is-allocated-in-full',
    (tx) => tx.$queryRaw`SELECT count(*) FROM order_line WHERE state = 'placed'`,
    (tx) => tx.$queryRaw`
      SELECT 'order line ' || l.id AS what, (l.quantity)::text AS expected, (coalesce(sum(a.quantity), 0))::text AS found
      FROM order_line l LEFT JOIN allocation a ON a.order_line_id = l.id AND a.state = 'reserved'
      WHERE l.state = 'placed' GROUP BY l.id HAVING l.quantity <> coalesce(sum(a.quantity), 0)`,
  ),
  sqlCheck(
    'line-held-amount-is-split-in-full',
    (tx) => tx.$queryRaw`SELECT count(*) FROM order_line WHERE state = 'placed'`,
    (tx) => tx.$queryRaw`
      SELECT 'order line ' || l.id AS what, (l.held_amount_fen)::text AS expected, (coalesce(sum(a.amount_fen), 0))::text AS found
      FROM order_line l LEFT JOIN allocation a ON a.order_line_id = l.id AND a.state = 'reserved'
      WHERE l.state = 'placed' GROUP BY l.id HAVING l.held_amount_fen <> coalesce(sum(a.amount_fen), 0)`,
  ),
  sqlCheck(
    // By weight the scale may give up to 5 % over, and more where the buyer was asked: only a lack must be explained.
    'ordered-less-handed-over-is-explained',
    (tx) => tx.$queryRaw`SELECT count(*) FROM order_line WHERE state NOT IN ('placed', 'cancelled')`,
    (tx) => tx.$queryRaw`
      SELECT 'order line ' || l.id AS what, (l.quantity)::text AS expected, (coalesce(h.quantity, 0) + coalesce(s.quantity, 0))::text AS found
      FROM order_line l
      LEFT JOIN (SELECT order_line_id, sum(quantity) AS quantity FROM handover GROUP BY 1) h ON h.order_line_id = l.id
      LEFT JOIN (SELECT order_line_id, sum(quantity) AS quantity FROM shortfall GROUP BY 1) s ON s.order_line_id = l.id
      WHERE l.state NOT IN ('placed', 'cancelled')
        AND CASE WHEN l.ordered_by = 'piece' THEN l.quantity <> coalesce(h.quantity, 0) + coalesce(s.quantity, 0)
          ELSE l.quantity > coalesce(h.quantity, 0) + coalesce(s.quantity, 0)
            OR (coalesce(s.quantity, 0) > 0 AND l.quantity < coalesce(h.quantity, 0) + coalesce(s.quantity, 0))
            OR (coalesce(h.quantity, 0) * 100 > l.quantity::bigint * 105 AND NOT EXISTS (
              SELECT 1 FROM standing_handover g JOIN activity_record a ON a.subject_kind = 'desk-operation' AND a.subject_id = g.operation_id::text
              WHERE g.order_line_id = l.id AND a.facts ->> 'hasBuyerAcceptedMore' = 'true')) END
      UNION ALL
      SELECT 'shortfall ' || id, 'a reason', 'none' FROM shortfall WHERE btrim(reason) = ''`,
  ),
  sqlCheck(
    // What stands of a settled line was said by one act, and of a placed or cancelled one nothing stands.
    'a-line-is-settled-by-one-act',
    (tx) => tx.$queryRaw`SELECT count(*) FROM order_line`,
    (tx) => tx.$queryRaw`
      SELECT 'order line ' || l.id AS what, CASE WHEN l.state IN ('placed', 'cancelled') THEN '0' ELSE '1' END AS expected, count(DISTINCT s.operation_id)::text AS found
      FROM order_line l LEFT JOIN (
        SELECT order_line_id, operation_id FROM standing_handover UNION ALL SELECT order_line_id, operation_id FROM standing_shortfall) s
        ON s.order_line_id = l.id
      GROUP BY l.id HAVING count(DISTINCT s.operation_id) <> CASE WHEN l.state IN ('placed', 'cancelled') THEN 0 ELSE 1 END`,
  ),
  sqlCheck(
    'what-is-taken-back-is-its-original-negated',
    (tx) => tx.$queryRaw`
      SELECT (SELECT count(*) FROM handover WHERE reverses_id IS NOT NULL) + (SELECT count(*) FROM shortfall WHERE reverses_id IS NOT NULL)
        + (SELECT count(*) FROM payment WHERE reverses_id IS NOT NULL) AS count`,
    (tx) => tx.$queryRaw`
      SELECT 'handover ' || c.id AS what, 'handover ' || h.id || ' negated' AS expected, c.quantity || ', ' || c.amount_fen AS found
      FROM handover c JOIN handover h ON h.id = c.reverses_id
      WHERE (c.order_line_id, c.event_id, c.lot_id, c.household_id) <> (h.order_line_id, h.event_id, h.lot_id, h.household_id)
        OR (c.quantity, c.amount_fen, c.base_fen, c.premium_fen, c.margin_fen, c.lead_fee_fen, c.topped_up)
          <> (-h.quantity, -h.amount_fen, -h.base_fen, -h.premium_fen, -h.margin_fen, -h.lead_fee_fen, -h.topped_up)
        OR c.weight_grams IS DISTINCT FROM -h.weight_grams OR h.reverses_id IS NOT NULL
      UNION ALL
      SELECT 'shortfall ' || c.id, 'shortfall ' || s.id || ' negated', c.quantity || ', ' || c.kind
      FROM shortfall c JOIN shortfall s ON s.id = c.reverses_id
      WHERE (c.order_line_id, c.event_id, c.kind, c.reason) <> (s.order_line_id, s.event_id, s.kind, s.reason)
        OR (c.quantity, c.no_show_share_fen) <> (-s.quantity, -s.no_show_share_fen)
        OR c.lot_id IS DISTINCT FROM s.lot_id OR s.reverses_id IS NOT NULL
      UNION ALL
      SELECT 'payment ' || c.id, 'payment ' || p.id || ' negated', c.method || ' ' || c.due_fen
      FROM payment c JOIN payment p ON p.id = c.reverses_id
      WHERE (c.order_id, c.event_id, c.method) <> (p.order_id, p.event_id, p.method)
        OR (c.due_fen, c.paid_fen, c.rounded_off_fen) <> (-p.due_fen, -p.paid_fen, -p.rounded_off_fen) OR p.reverses_id IS NOT NULL`,
  ),
  sqlCheck(
    'cancelled-and-placed-lines-have-no-handover',
    (tx) => tx.$queryRaw`SELECT count(*) FROM order_line WHERE state IN ('placed', 'cancelled')`,
    (tx) => tx.$queryRaw`
      SELECT 'order line ' || l.id AS what, (0)::text AS expected, (count(*))::text AS found
      FROM order_line l JOIN standing_handover h ON h.order_line_id = l.id
      WHERE l.state IN ('placed', 'cancelled') GROUP BY l.id`,
  ),
  sqlCheck(
    'order-total-is-its-lines',
    (tx) => tx.$queryRaw`SELECT count(*) FROM "order" WHERE kind = 'ahead'`,
    (tx) => tx.$queryRaw`
      SELECT 'order ' || o.id AS what, (coalesce(l.fen, 0) || CASE WHEN l.fen IS NULL THEN ', cancelled' ELSE '' END)::text AS expected,
        (o.total_fen || CASE WHEN o.cancelled_at IS NULL THEN '' ELSE ', cancelled' END)::text AS found
      FROM "order" o
      LEFT JOIN (SELECT order_id, sum(held_amount_fen) AS fen FROM order_line WHERE state <> 'cancelled' GROUP BY 1) l ON l.order_id = o.id
      WHERE o.kind = 'ahead' AND (o.total_fen <> coalesce(l.fen, 0) OR (o.cancelled_at IS NULL) <> (l.fen IS NOT NULL))`,
  ),
  sqlCheck(
    'event-room-is-its-orders',
    (tx) => tx.$queryRaw`SELECT count(*) FROM pickup_event`,
    (tx) => tx.$queryRaw`
      SELECT 'event ' || e.id AS what, (count(r.order_id))::text AS expected, (e.orders_taken)::text AS found
      FROM pickup_event e LEFT JOIN pickup_event_order r ON r.event_id = e.id
      GROUP BY e.id HAVING e.orders_taken <> count(r.order_id) OR e.orders_taken > e.capacity_orders`,
  ),
  sqlCheck(
    'event-desk-time-holds-its-orders',
    (tx) => tx.$queryRaw`SELECT count(*) FROM pickup_event WHERE desk_minutes_per_scale IS NOT NULL`,
    (tx) => tx.$queryRaw`
      SELECT 'event ' || e.id AS what, '0 s or more left'::text AS expected, (desk_seconds_left(e.id) || ' s')::text AS found
      FROM pickup_event e WHERE e.desk_minutes_per_scale IS NOT NULL AND desk_seconds_left(e.id) < 0`,
  ),
  sqlCheck(
    'every-line-goes-to-an-event-that-serves-it',
    (tx) => tx.$queryRaw`SELECT count(*) FROM order_line`,
    (tx) => tx.$queryRaw`
      SELECT 'order line ' || l.id AS what, ('event ' || l.event_id || ' serves ' || l.village_code)::text AS expected, ('it does not')::text AS found
      FROM order_line l WHERE NOT EXISTS (
        SELECT 1 FROM pickup_event_village v WHERE v.event_id = l.event_id AND v.village_code = l.village_code)`,
  ),
  sqlCheck(
    'closed-events-have-every-line-settled',
    (tx) => tx.$queryRaw`SELECT count(*) FROM pickup_event WHERE state = 'closed'`,
    (tx) => tx.$queryRaw`
      SELECT 'event ' || e.id AS what, ('no line left')::text AS expected, (count(l.id))::text AS found
      FROM pickup_event e JOIN order_line l ON l.event_id = e.id AND l.state = 'placed'
      WHERE e.state = 'closed' GROUP BY e.id
      UNION ALL
      SELECT 'event ' || e.id, 'a signature', 'none' FROM pickup_event e
      WHERE e.state = 'closed' AND NOT EXISTS (SELECT 1 FROM event_signature s WHERE s.event_id = e.id)`,
  ),
]
