-- Acts of a desk taken back: a counter row names the row it takes back and has its figures negated.

ALTER TABLE "allocation" ADD COLUMN "operation_id" UUID;
ALTER TABLE "handover" ADD COLUMN "reverses_id" UUID, ADD COLUMN "topped_up" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "shortfall" ADD COLUMN "reverses_id" UUID, ADD COLUMN "lot_id" INTEGER;
ALTER TABLE "payment" ADD COLUMN "reverses_id" UUID;
ALTER TABLE "refund" ADD COLUMN "operation_id" UUID;

-- CreateIndex
CREATE UNIQUE INDEX "handover_reverses_id_key" ON "handover"("reverses_id");

-- CreateIndex
CREATE UNIQUE INDEX "shortfall_reverses_id_key" ON "shortfall"("reverses_id");

-- CreateIndex
CREATE UNIQUE INDEX "payment_reverses_id_key" ON "payment"("reverses_id");

-- CreateIndex
CREATE INDEX "handover_operation_id_idx" ON "handover"("operation_id");

-- CreateIndex
CREATE INDEX "shortfall_operation_id_idx" ON "shortfall"("operation_id");

-- CreateIndex
CREATE INDEX "payment_operation_id_idx" ON "payment"("operation_id");

-- AddForeignKey
ALTER TABLE "allocation" ADD CONSTRAINT "allocation_operation_id_fkey" FOREIGN KEY ("operation_id") REFERENCES "desk_operation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "handover" ADD CONSTRAINT "handover_reverses_id_fkey" FOREIGN KEY ("reverses_id") REFERENCES "handover"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shortfall" ADD CONSTRAINT "shortfall_reverses_id_fkey" FOREIGN KEY ("reverses_id") REFERENCES "shortfall"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment" ADD CONSTRAINT "payment_reverses_id_fkey" FOREIGN KEY ("reverses_id") REFERENCES "payment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "refund" ADD CONSTRAINT "refund_operation_id_fkey" FOREIGN KEY ("operation_id") REFERENCES "desk_operation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Only a counter row is below zero; and a payment that gives a difference back.
ALTER TABLE allocation ADD CHECK (operation_id IS NULL OR state <> 'reserved');
ALTER TABLE handover
  DROP CONSTRAINT handover_quantity_check, DROP CONSTRAINT handover_weight_grams_check, DROP CONSTRAINT handover_base_fen_check,
  DROP CONSTRAINT handover_premium_fen_check, DROP CONSTRAINT handover_margin_fen_check, DROP CONSTRAINT handover_check1,
  ADD CONSTRAINT handover_or_counter CHECK (reverses_id IS NOT NULL OR (quantity > 0 AND (weight_grams IS NULL OR weight_grams > 0)
    AND base_fen >= 0 AND premium_fen >= 0 AND margin_fen >= 0 AND lead_fee_fen BETWEEN 0 AND base_fen + premium_fen
    AND topped_up >= 0));
ALTER TABLE shortfall
  DROP CONSTRAINT shortfall_quantity_check, DROP CONSTRAINT shortfall_kind_check, DROP CONSTRAINT shortfall_no_show_share_fen_check,
  ADD CONSTRAINT shortfall_kind_check CHECK (kind IN ('short', 'refused', 'no-show', 'returned')),
  ADD CONSTRAINT shortfall_returned_lot CHECK ((kind = 'returned') = (lot_id IS NOT NULL)),
  ADD CONSTRAINT shortfall_or_counter CHECK (reverses_id IS NOT NULL OR (quantity > 0 AND no_show_share_fen >= 0));
ALTER TABLE payment
  DROP CONSTRAINT payment_paid_fen_check, DROP CONSTRAINT payment_rounded_off_fen_check,
  ADD CHECK (method = 'cash' OR rounded_off_fen = 0), ADD CHECK (rounded_off_fen BETWEEN -199 AND 199),
  ADD CONSTRAINT payment_or_counter CHECK (reverses_id IS NOT NULL OR (due_fen >= 0 AND paid_fen >= 0)
    OR (method IN ('cash', 'qr') AND due_fen < 0 AND paid_fen <= 0));
ALTER TABLE refund DROP CONSTRAINT refund_state_check,
  ADD CONSTRAINT refund_state_check CHECK (state IN ('due', 'sending', 'sent', 'failed', 'undone')),
  ADD CHECK (state <> 'undone' OR operation_id IS NOT NULL);

-- A counter row is its original negated, for the same line or order, and is itself final. Its arguments are the figures.
CREATE FUNCTION check_counter_row() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  was jsonb;
  figure text;
  own text[] := '{id,operation_id,reverses_id,recorded_by,recorded_at,taken_by,taken_at}';
BEGIN
  EXECUTE format('SELECT to_jsonb(r) FROM %I r WHERE r.id = $1', TG_TABLE_NAME) INTO was USING NEW.reverses_id;
  IF was ->> 'reverses_id' IS NOT NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'YG003', MESSAGE = 'what takes a row back is final';
  END IF;
  FOREACH figure IN ARRAY TG_ARGV LOOP
    IF was ->> figure IS NOT NULL THEN
      was := was || jsonb_build_object(figure, -(was ->> figure)::bigint);
    END IF;
  END LOOP;
  IF was - own IS DISTINCT FROM to_jsonb(NEW) - own THEN
    RAISE EXCEPTION USING ERRCODE = 'YG003', MESSAGE = 'a counter row is its original negated';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER check_counter_row BEFORE INSERT ON handover FOR EACH ROW WHEN (NEW.reverses_id IS NOT NULL)
  EXECUTE FUNCTION check_counter_row('quantity', 'weight_grams', 'amount_fen', 'base_fen', 'premium_fen', 'margin_fen', 'lead_fee_fen', 'topped_up');
CREATE TRIGGER check_counter_row BEFORE INSERT ON shortfall FOR EACH ROW WHEN (NEW.reverses_id IS NOT NULL)
  EXECUTE FUNCTION check_counter_row('quantity', 'no_show_share_fen');
CREATE TRIGGER check_counter_row BEFORE INSERT ON payment FOR EACH ROW WHEN (NEW.reverses_id IS NOT NULL)
  EXECUTE FUNCTION check_counter_row('due_fen', 'paid_fen', 'rounded_off_fen');

-- What stands: neither taken back nor taking back. Sums may be over all rows; what is listed or counted is of these.
CREATE VIEW standing_handover AS SELECT h.* FROM handover h
  WHERE h.reverses_id IS NULL AND NOT EXISTS (SELECT FROM handover c WHERE c.reverses_id = h.id);
CREATE VIEW standing_shortfall AS SELECT s.* FROM shortfall s
  WHERE s.reverses_id IS NULL AND NOT EXISTS (SELECT FROM shortfall c WHERE c.reverses_id = s.id);

-- A refund that was only decided is undone with the act that decided it: what goes back is what is not undone.
CREATE OR REPLACE FUNCTION check_refund() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE came record;
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION USING ERRCODE = 'YG002', MESSAGE = 'a refund is never taken away';
  END IF;
  IF TG_OP = 'UPDATE' THEN
    IF (OLD.order_id, OLD.prepayment_id, OLD.method, OLD.amount_fen, OLD.cause, OLD.county_code, OLD.operation_id)
      IS DISTINCT FROM (NEW.order_id, NEW.prepayment_id, NEW.method, NEW.amount_fen, NEW.cause, NEW.county_code, NEW.operation_id)
      OR OLD.state IN ('sent', 'undone') OR (NEW.state = 'undone' AND OLD.state <> 'due') THEN
      RAISE EXCEPTION USING ERRCODE = 'YG002', MESSAGE = 'a refund stays as it was decided and sent';
    END IF;
    RETURN NEW;
  END IF;
  -- Its own role may not lock an append-only row, so that two refunds of one receipt take turns by its id.
  PERFORM pg_advisory_xact_lock(hashtextextended(NEW.prepayment_id::text, 7201613));
  SELECT order_id, method, amount_fen INTO STRICT came FROM prepayment WHERE id = NEW.prepayment_id;
  IF came.order_id <> NEW.order_id OR came.method <> NEW.method THEN
    RAISE EXCEPTION USING ERRCODE = 'YG003', MESSAGE = 'a refund goes back the way its money came';
  END IF;
  IF (SELECT coalesce(sum(amount_fen), 0) FROM refund WHERE prepayment_id = NEW.prepayment_id AND state <> 'undone')
    + NEW.amount_fen > came.amount_fen THEN
    RAISE EXCEPTION USING ERRCODE = 'YG003', MESSAGE = 'no more goes back than came';
  END IF;
  RETURN NEW;
END $$;
