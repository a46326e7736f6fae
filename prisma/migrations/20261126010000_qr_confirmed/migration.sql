-- Bank lines that confirm what an event's desk claims was paid by QR code.

ALTER TABLE "bank_line" ADD COLUMN "event_id" INTEGER;
CREATE INDEX "bank_line_event_id_idx" ON "bank_line"("event_id");
ALTER TABLE "bank_line" ADD CONSTRAINT "bank_line_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "pickup_event"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Guards.
ALTER TABLE bank_line DROP CONSTRAINT bank_line_matched_to_one, DROP CONSTRAINT bank_line_match_kind_check,
  ADD CONSTRAINT bank_line_match_kind_check
    CHECK (match_kind IN ('exact', 'short', 'over', 'late', 'refund-sent', 'agency-paid', 'qr-confirmed')),
  ADD CONSTRAINT bank_line_matched_to_one
    CHECK ((state = 'matched') = (num_nonnulls(order_id, refund_id, agency_statement_id, event_id) = 1)),
  ADD CHECK (num_nonnulls(order_id, refund_id, agency_statement_id, event_id) <= 1),
  ADD CHECK (event_id IS NULL OR in_fen > 0),
  ADD CHECK ((match_kind = 'qr-confirmed') = (event_id IS NOT NULL));
CREATE INDEX payment_by_qr ON payment (county_code, event_id) WHERE method = 'qr';
