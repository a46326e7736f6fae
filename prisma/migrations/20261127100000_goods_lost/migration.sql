-- Promised goods that are gone: a buyer is told of it, and money comes back for it.

ALTER TABLE notice DROP CONSTRAINT notice_kind_check,
  ADD CONSTRAINT notice_kind_check CHECK (kind IN ('order-placed', 'order-changed', 'order-cancelled', 'order-moved',
    'event-cancelled', 'reminder', 'line-short', 'no-show', 'handed-over', 'payment-received', 'order-freed',
    'refunded', 'goods-back', 'charge-asked', 'charge-decided', 'goods-lost'));

ALTER TABLE refund DROP CONSTRAINT refund_cause_check,
  ADD CONSTRAINT refund_cause_check CHECK (cause IN ('cancelled', 'changed', 'not-handed-over', 'came-too-late', 'overpaid', 'goods-lost'));
