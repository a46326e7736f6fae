-- What a household pays the lead farmer who collects its goods, agreed with the lot.

ALTER TABLE "lot" ADD COLUMN "lead_household_id" INTEGER, ADD COLUMN "lead_fee_fen" INTEGER;
CREATE INDEX "lot_lead_household_id_idx" ON "lot"("lead_household_id");
ALTER TABLE "lot" ADD CONSTRAINT "lot_lead_household_id_fkey" FOREIGN KEY ("lead_household_id") REFERENCES "household"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "handover" ADD COLUMN "lead_fee_fen" BIGINT NOT NULL DEFAULT 0;

-- Guards.
ALTER TABLE lot ADD CHECK (num_nulls(lead_household_id, lead_fee_fen) IN (0, 2)), ADD CHECK (lead_fee_fen >= 0),
  ADD CHECK (lead_household_id <> household_id), ADD CHECK (lead_household_id IS NULL OR NOT is_lead_farmer);
-- The fee leaves the household its floor, in its village's own offer, and is what it agreed to: it never changes.
CREATE FUNCTION check_lot_lead() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (NEW.lead_household_id, NEW.lead_fee_fen) IS DISTINCT FROM (OLD.lead_household_id, OLD.lead_fee_fen) THEN
    RAISE EXCEPTION USING ERRCODE = 'YG003', MESSAGE = 'a lead farmer''s fee is agreed with the lot';
  END IF;
  PERFORM 1 FROM offer o WHERE o.id = NEW.offer_id AND (NEW.lead_household_id IS NULL
    OR (o.unit_price_fen - NEW.lead_fee_fen >= NEW.floor_price_fen AND num_nonnulls(o.group_id, o.cooperative_id) = 0));
  IF NOT FOUND THEN
    RAISE EXCEPTION USING ERRCODE = 'YG003', MESSAGE = 'a lead farmer''s fee leaves the household its floor price';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER check_lot_lead BEFORE INSERT OR UPDATE OF offer_id, floor_price_fen, lead_household_id, lead_fee_fen ON lot
  FOR EACH ROW EXECUTE FUNCTION check_lot_lead();
ALTER TABLE handover ADD CHECK (lead_fee_fen BETWEEN 0 AND base_fen + premium_fen);
ALTER TABLE posting DROP CONSTRAINT posting_part_check,
  ADD CONSTRAINT posting_part_check
    CHECK (part IN ('base', 'premium', 'payment', 'rounding', 'charge', 'payout', 'refund', 'no-show-share', 'margin', 'lead-fee')),
  ADD CHECK (part <> 'lead-fee' OR (household_id IS NOT NULL AND village_code IS NOT NULL AND category IS NOT NULL
    AND product_id IS NOT NULL AND event_id IS NOT NULL AND order_line_id IS NOT NULL AND capacity IS NOT NULL));
