-- Invoices that buyers ask for, version by version, and what the office did with each.

CREATE TABLE "invoice_request" (
    "id" UUID NOT NULL,
    "county_code" TEXT NOT NULL,
    "order_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "title_kind" TEXT NOT NULL,
    "title_sealed" TEXT NOT NULL,
    "tax_number_sealed" TEXT,
    "email_sealed" TEXT,
    "note_sealed" TEXT,
    "amount_fen" BIGINT NOT NULL,
    "requested_by" INTEGER NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "invoice_request_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "invoice_issue" (
    "id" UUID NOT NULL,
    "county_code" TEXT NOT NULL,
    "request_id" UUID NOT NULL,
    "outcome" TEXT NOT NULL,
    "number" TEXT,
    "issued_on" DATE,
    "takes_back_id" UUID,
    "red_number" TEXT,
    "reason_sealed" TEXT,
    "recorded_by" INTEGER NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "invoice_issue_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "invoice_request_order_id_version_key" ON "invoice_request"("order_id", "version");
CREATE INDEX "invoice_request_county_code_requested_at_id_idx" ON "invoice_request"("county_code", "requested_at", "id");
CREATE INDEX "invoice_request_requested_by_idx" ON "invoice_request"("requested_by");
CREATE UNIQUE INDEX "invoice_issue_request_id_key" ON "invoice_issue"("request_id");
CREATE UNIQUE INDEX "invoice_issue_takes_back_id_key" ON "invoice_issue"("takes_back_id");
CREATE INDEX "invoice_issue_county_code_recorded_at_idx" ON "invoice_issue"("county_code", "recorded_at");
ALTER TABLE "invoice_request" ADD CONSTRAINT "invoice_request_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "order"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "invoice_issue" ADD CONSTRAINT "invoice_issue_request_id_fkey" FOREIGN KEY ("request_id") REFERENCES "invoice_request"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "invoice_issue" ADD CONSTRAINT "invoice_issue_takes_back_id_fkey" FOREIGN KEY ("takes_back_id") REFERENCES "invoice_issue"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Guards.
ALTER TABLE invoice_request ADD CHECK (version >= 1), ADD CHECK (title_kind IN ('personal', 'organisation')),
  ADD CHECK (amount_fen BETWEEN 1 AND 1000000000000000), ADD CHECK (title_sealed <> ''),
  ADD CHECK ((title_kind = 'organisation') = (tax_number_sealed IS NOT NULL));
ALTER TABLE invoice_issue ADD CHECK (outcome IN ('issued', 'declined')),
  ADD CHECK ((outcome = 'issued') = (number IS NOT NULL)), ADD CHECK ((outcome = 'issued') = (issued_on IS NOT NULL)),
  ADD CHECK ((outcome = 'declined') = (reason_sealed IS NOT NULL)),
  ADD CHECK (number ~ '^([0-9]{8}|[0-9]{20})$'), ADD CHECK (red_number ~ '^([0-9]{8}|[0-9]{20})$'),
  ADD CHECK ((takes_back_id IS NULL) = (red_number IS NULL)), ADD CHECK (outcome = 'issued' OR takes_back_id IS NULL),
  ADD CHECK (red_number <> number);
-- A number of 20 digits is one invoice in the country; one of 8 is one only together with its code.
CREATE UNIQUE INDEX invoice_issue_number_once ON invoice_issue (number) WHERE length(number) = 20;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['invoice_request', 'invoice_issue'] LOOP
    EXECUTE format('CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', t);
    EXECUTE format('CREATE TRIGGER append_only_table BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', t);
  END LOOP;
END $$;

-- Versions follow one another. Its own role may not lock an append-only row: those of one order take turns by its id.
CREATE FUNCTION check_invoice_request() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(NEW.order_id::text, 7201617));
  PERFORM 1 FROM "order" WHERE id = NEW.order_id AND county_code = NEW.county_code;
  IF NOT FOUND THEN
    RAISE EXCEPTION USING ERRCODE = 'YG003', MESSAGE = 'a request for an invoice is of its order''s county';
  END IF;
  IF NEW.version <> (SELECT coalesce(max(version), 0) + 1 FROM invoice_request WHERE order_id = NEW.order_id) THEN
    RAISE EXCEPTION USING ERRCODE = 'YG003', MESSAGE = 'versions of a request follow one another';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER check_invoice_request BEFORE INSERT ON invoice_request FOR EACH ROW EXECUTE FUNCTION check_invoice_request();

-- Only the last version is answered, and an order has one invoice that stands: a new one takes the one before back.
CREATE FUNCTION check_invoice_issue() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE asked record;
DECLARE standing uuid;
BEGIN
  SELECT order_id, version, county_code INTO STRICT asked FROM invoice_request WHERE id = NEW.request_id;
  PERFORM pg_advisory_xact_lock(hashtextextended(asked.order_id::text, 7201617));
  IF asked.county_code <> NEW.county_code THEN
    RAISE EXCEPTION USING ERRCODE = 'YG003', MESSAGE = 'an invoice is of its request''s county';
  END IF;
  PERFORM 1 FROM invoice_request WHERE order_id = asked.order_id AND version > asked.version;
  IF FOUND THEN
    RAISE EXCEPTION USING ERRCODE = 'YG003', MESSAGE = 'only the last version of a request is answered';
  END IF;
  IF NEW.outcome = 'issued' THEN
    SELECT i.id INTO standing FROM invoice_issue i JOIN invoice_request r ON r.id = i.request_id
      WHERE r.order_id = asked.order_id AND i.outcome = 'issued' ORDER BY r.version DESC LIMIT 1;
    IF standing IS DISTINCT FROM NEW.takes_back_id THEN
      RAISE EXCEPTION USING ERRCODE = 'YG003', MESSAGE = 'an order has one invoice that stands';
    END IF;
  END IF;
  -- The database's clock dates it, after any wait, as it dates what is posted.
  NEW.recorded_at := clock_timestamp();
  RETURN NEW;
END $$;
CREATE TRIGGER check_invoice_issue BEFORE INSERT ON invoice_issue FOR EACH ROW EXECUTE FUNCTION check_invoice_issue();
