-- Purchase contracts: a cooperative buys from a household at one price and sells at another; the household earns the first.

CREATE TABLE "purchase_contract" (
    "id" SERIAL NOT NULL,
    "county_code" TEXT NOT NULL,
    "cooperative_id" INTEGER NOT NULL,
    "household_id" INTEGER NOT NULL,
    "product_id" INTEGER NOT NULL,
    "purchase_price_fen" INTEGER NOT NULL,
    "most_quantity" INTEGER NOT NULL,
    "from_day" DATE NOT NULL,
    "to_day" DATE NOT NULL,
    "agreement_how" TEXT NOT NULL,
    "agreement_witness_sealed" TEXT,
    "agreed_on" DATE NOT NULL,
    "recorded_by" INTEGER NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_on" DATE,
    "end_reason" TEXT,
    "ended_by" INTEGER,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "purchase_contract_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "purchase_contract_cooperative_id_idx" ON "purchase_contract"("cooperative_id");
CREATE INDEX "purchase_contract_household_id_idx" ON "purchase_contract"("household_id");
ALTER TABLE "purchase_contract" ADD CONSTRAINT "purchase_contract_cooperative_id_fkey" FOREIGN KEY ("cooperative_id") REFERENCES "cooperative"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "purchase_contract" ADD CONSTRAINT "purchase_contract_household_id_fkey" FOREIGN KEY ("household_id") REFERENCES "household"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "purchase_contract" ADD CONSTRAINT "purchase_contract_product_id_fkey" FOREIGN KEY ("product_id") REFERENCES "product"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "lot" ADD COLUMN "purchase_contract_id" INTEGER, ADD COLUMN "purchase_price_fen" INTEGER;
CREATE INDEX "lot_purchase_contract_id_idx" ON "lot"("purchase_contract_id");
ALTER TABLE "lot" ADD CONSTRAINT "lot_purchase_contract_id_fkey" FOREIGN KEY ("purchase_contract_id") REFERENCES "purchase_contract"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "handover" ADD COLUMN "margin_fen" BIGINT NOT NULL DEFAULT 0;

-- Guards. One contract at a time for a cooperative, a household and a product; an ended one holds until its end.
ALTER TABLE purchase_contract
  ADD CHECK (purchase_price_fen > 0), ADD CHECK (most_quantity > 0), ADD CHECK (to_day >= from_day),
  ADD CHECK (agreement_how IN ('signature', 'thumbprint', 'phone', 'voice')),
  ADD CHECK (num_nulls(ended_on, end_reason, ended_by, ended_at) IN (0, 4)),
  ADD CHECK (ended_on BETWEEN from_day AND to_day + 1), ADD CHECK (length(btrim(end_reason)) > 0),
  ADD CONSTRAINT purchase_contract_one_at_a_time EXCLUDE USING gist (
    int4range(cooperative_id, cooperative_id, '[]') WITH &&, int4range(household_id, household_id, '[]') WITH &&,
    int4range(product_id, product_id, '[]') WITH &&, daterange(from_day, coalesce(ended_on, to_day + 1), '[)') WITH &&) WHERE (ended_on IS NULL OR ended_on > from_day);

-- A contract stays as it was agreed; the one thing that may happen to it is its end, once.
CREATE FUNCTION check_purchase_contract() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE ending text[] := ARRAY['ended_on', 'end_reason', 'ended_by', 'ended_at'];
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.ended_on IS NULL AND to_jsonb(OLD) - ending = to_jsonb(NEW) - ending THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION USING ERRCODE = 'YG002', MESSAGE = 'purchase_contract is only ever added to, and ended once';
END $$;
CREATE TRIGGER check_purchase_contract BEFORE UPDATE ON purchase_contract FOR EACH ROW
  WHEN (is_not_reseal('purchase_contract'::regclass, to_jsonb(OLD), to_jsonb(NEW), 'agreement_witness_sealed'))
  EXECUTE FUNCTION check_purchase_contract();
CREATE TRIGGER check_purchase_contract_kept BEFORE DELETE ON purchase_contract FOR EACH ROW EXECUTE FUNCTION check_purchase_contract();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON purchase_contract FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A cooperative's lot has its household's contract with it, at the contract's price; no other lot has one.
ALTER TABLE lot ADD CHECK (num_nulls(purchase_contract_id, purchase_price_fen) IN (0, 2)),
  ADD CHECK (purchase_price_fen >= floor_price_fen);
CREATE FUNCTION check_lot_terms() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM offer o LEFT JOIN purchase_contract c ON c.id = NEW.purchase_contract_id
    WHERE o.id = NEW.offer_id AND CASE WHEN o.cooperative_id IS NULL THEN NEW.purchase_contract_id IS NULL
      ELSE c.cooperative_id = o.cooperative_id AND c.household_id = NEW.household_id AND c.product_id = o.product_id
        AND c.purchase_price_fen = NEW.purchase_price_fen AND NEW.purchase_price_fen <= o.unit_price_fen END;
  IF NOT FOUND THEN
    RAISE EXCEPTION USING ERRCODE = 'YG003', MESSAGE = 'a cooperative''s lot is as its purchase contract, and no other lot has one';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER check_lot_terms BEFORE INSERT OR UPDATE OF offer_id, household_id, purchase_contract_id, purchase_price_fen ON lot
  FOR EACH ROW EXECUTE FUNCTION check_lot_terms();

-- What the buyer pays is the household's, or the cooperative's margin.
ALTER TABLE handover DROP CONSTRAINT handover_check, ADD CHECK (margin_fen >= 0),
  ADD CONSTRAINT handover_check CHECK (amount_fen = base_fen + premium_fen + margin_fen);
ALTER TABLE posting DROP CONSTRAINT posting_part_check,
  ADD CONSTRAINT posting_part_check
    CHECK (part IN ('base', 'premium', 'payment', 'rounding', 'charge', 'payout', 'refund', 'no-show-share', 'margin')),
  ADD CHECK (part <> 'margin' OR (household_id IS NOT NULL AND village_code IS NOT NULL AND category IS NOT NULL
    AND product_id IS NOT NULL AND event_id IS NOT NULL AND order_line_id IS NOT NULL AND capacity IS NOT NULL));
