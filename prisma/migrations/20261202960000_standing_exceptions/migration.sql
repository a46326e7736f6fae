-- Exceptions that are still what they say: of the newest count, and the newest word on an order that was not paid after
-- all before its event closed.
CREATE VIEW standing_event_exception AS SELECT x.* FROM event_exception x
WHERE CASE x.kind
  WHEN 'cash-difference' THEN x.cash_count_id = (SELECT max(c.id) FROM cash_count c WHERE c.event_id = x.event_id)
  ELSE NOT EXISTS (SELECT FROM event_exception o
      WHERE o.event_id = x.event_id AND o.order_id = x.order_id AND o.id > x.id AND o.settled_at IS NULL)
    AND (EXISTS (SELECT FROM pickup_event e WHERE e.id = x.event_id AND e.state = 'closed')
      OR (SELECT coalesce(sum(h.amount_fen), 0) FROM handover h JOIN order_line l ON l.id = h.order_line_id
          WHERE h.event_id = x.event_id AND l.order_id = x.order_id)
        > (SELECT coalesce(sum(p.due_fen), 0) FROM payment p WHERE p.event_id = x.event_id AND p.order_id = x.order_id)) END;
