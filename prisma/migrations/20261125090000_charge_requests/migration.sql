-- Members ask for what is above their limit, and the agency's managers decide.

CREATE TABLE "charge_request" (
    "order_id" UUID NOT NULL,
    "county_code" TEXT NOT NULL,
    "agency_id" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "asked_by" INTEGER NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "decided_by" INTEGER,
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "charge_request_pkey" PRIMARY KEY ("order_id")
);
CREATE INDEX "charge_request_agency_id_state_idx" ON "charge_request"("agency_id", "state");
ALTER TABLE "charge_request" ADD CONSTRAINT "charge_request_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "order"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "charge_request" ADD CONSTRAINT "charge_request_agency_id_fkey" FOREIGN KEY ("agency_id") REFERENCES "agency"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Guards.
ALTER TABLE charge_request ADD CHECK (state IN ('asked', 'approved', 'declined')),
  ADD CHECK (amount_fen BETWEEN 1 AND 1000000000000000),
  ADD CHECK ((state = 'asked') = (decided_at IS NULL)), ADD CHECK ((state = 'asked') = (decided_by IS NULL)),
  ADD CHECK (decided_by <> asked_by);

-- Once decided it stays so, and it is never taken away.
CREATE FUNCTION check_charge_request() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.state <> 'asked' OR (OLD.order_id, OLD.county_code, OLD.agency_id, OLD.asked_by, OLD.asked_at)
    IS DISTINCT FROM (NEW.order_id, NEW.county_code, NEW.agency_id, NEW.asked_by, NEW.asked_at) THEN
    RAISE EXCEPTION USING ERRCODE = 'YG002', MESSAGE = 'what was asked and decided stays so';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER check_charge_request BEFORE UPDATE OR DELETE ON charge_request FOR EACH ROW EXECUTE FUNCTION check_charge_request();

ALTER TABLE notice DROP CONSTRAINT notice_kind_check,
  ADD CONSTRAINT notice_kind_check CHECK (kind IN ('order-placed', 'order-changed', 'order-cancelled', 'order-moved',
    'event-cancelled', 'reminder', 'line-short', 'no-show', 'handed-over', 'payment-received', 'order-freed',
    'refunded', 'goods-back', 'charge-asked', 'charge-decided'));
