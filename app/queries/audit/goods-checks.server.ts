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
