-- Organizers are reminded the day before an event's cut-off and on its day.

ALTER TABLE notice DROP CONSTRAINT notice_kind_check,
  ADD CONSTRAINT notice_kind_check CHECK (kind IN ('order-placed', 'order-changed', 'order-cancelled', 'order-moved',
    'event-cancelled', 'reminder', 'line-short', 'no-show', 'handed-over', 'payment-received', 'order-freed',
    'refunded', 'goods-back', 'charge-asked', 'charge-decided', 'goods-lost',
    'event-unclosed', 'cut-off-near', 'event-today'));
