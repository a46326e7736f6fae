-- Events that are not closed long after their day: found by their village, and told of to who has to close them.

ALTER TABLE notice DROP CONSTRAINT notice_kind_check,
  ADD CONSTRAINT notice_kind_check CHECK (kind IN ('order-placed', 'order-changed', 'order-cancelled', 'order-moved',
    'event-cancelled', 'reminder', 'line-short', 'no-show', 'handed-over', 'payment-received', 'order-freed',
    'refunded', 'goods-back', 'charge-asked', 'charge-decided', 'goods-lost', 'event-unclosed'));

CREATE INDEX pickup_event_unclosed_idx ON pickup_event (village_code, starts_at)
  WHERE state IN ('open', 'cut-off', 'running', 'closing');
