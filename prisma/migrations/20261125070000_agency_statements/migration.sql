-- What agencies owe on their accounts, month by month, and the bank's lines that pay it.

CREATE TABLE "agency_statement" (
    "id" SERIAL NOT NULL,
    "county_code" TEXT NOT NULL,
    "agency_id" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "month" TEXT NOT NULL,
    "opening_fen" BIGINT NOT NULL,
    "charged_fen" BIGINT NOT NULL,
    "taken_back_fen" BIGINT NOT NULL,
    "paid_fen" BIGINT NOT NULL,
    "closing_fen" BIGINT NOT NULL,
    "content_hash" TEXT NOT NULL,
    "issued_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "agency_statement_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "agency_statement_line" (
    "posting_id" BIGINT NOT NULL,
    "statement_id" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "agency_statement_line_pkey" PRIMARY KEY ("posting_id")
);
ALTER TABLE "bank_line" ADD COLUMN "agency_statement_id" INTEGER;

CREATE UNIQUE INDEX "agency_statement_agency_id_number_key" ON "agency_statement"("agency_id", "number");
CREATE UNIQUE INDEX "agency_statement_agency_id_month_key" ON "agency_statement"("agency_id", "month");
CREATE INDEX "agency_statement_county_code_id_idx" ON "agency_statement"("county_code", "id");
CREATE UNIQUE INDEX "agency_statement_line_statement_id_position_key" ON "agency_statement_line"("statement_id", "position");
CREATE INDEX "bank_line_agency_statement_id_idx" ON "bank_line"("agency_statement_id");
ALTER TABLE "agency_statement" ADD CONSTRAINT "agency_statement_agency_id_fkey" FOREIGN KEY ("agency_id") REFERENCES "agency"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "agency_statement_line" ADD CONSTRAINT "agency_statement_line_posting_id_fkey" FOREIGN KEY ("posting_id") REFERENCES "posting"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "agency_statement_line" ADD CONSTRAINT "agency_statement_line_statement_id_fkey" FOREIGN KEY ("statement_id") REFERENCES "agency_statement"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "bank_line" ADD CONSTRAINT "bank_line_agency_statement_id_fkey" FOREIGN KEY ("agency_statement_id") REFERENCES "agency_statement"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Guards.
ALTER TABLE agency_statement ADD CHECK (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'), ADD CHECK (number >= 1),
  ADD CHECK (charged_fen >= 0), ADD CHECK (taken_back_fen >= 0), ADD CHECK (paid_fen >= 0),
  ADD CHECK (closing_fen = opening_fen + charged_fen - taken_back_fen - paid_fen),
  ADD CHECK (content_hash ~ '^[0-9a-f]{64}$');
ALTER TABLE agency_statement_line ADD CHECK (position >= 1);
ALTER TABLE bank_line DROP CONSTRAINT bank_line_matched_to_one,
  ADD CONSTRAINT bank_line_matched_to_one CHECK ((state = 'matched') = (num_nonnulls(order_id, refund_id, agency_statement_id) = 1)),
  ADD CHECK (num_nonnulls(order_id, refund_id, agency_statement_id) <= 1),
  ADD CHECK (agency_statement_id IS NULL OR in_fen > 0),
  ADD CHECK ((match_kind = 'agency-paid') = (agency_statement_id IS NOT NULL));

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['agency_statement', 'agency_statement_line'] LOOP
    EXECUTE format('CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', t);
    EXECUTE format('CREATE TRIGGER append_only_table BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', t);
  END LOOP;
END $$;

-- A statement goes on where the agency's last one ended, and holds only what is on its own account.
CREATE FUNCTION check_agency_statement() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE last record;
BEGIN
  SELECT number, month, closing_fen INTO last FROM agency_statement
    WHERE agency_id = NEW.agency_id ORDER BY number DESC LIMIT 1;
  IF NOT FOUND THEN
    IF NEW.number <> 1 OR NEW.opening_fen <> 0 THEN
      RAISE EXCEPTION USING ERRCODE = 'YG003', MESSAGE = 'an agency''s first statement is number 1 and opens at nothing';
    END IF;
  ELSIF NEW.number <> last.number + 1 OR NEW.opening_fen <> last.closing_fen OR NEW.month <= last.month THEN
    RAISE EXCEPTION USING ERRCODE = 'YG003', MESSAGE = 'a statement goes on where the last one ended';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER check_agency_statement BEFORE INSERT ON agency_statement FOR EACH ROW EXECUTE FUNCTION check_agency_statement();
CREATE FUNCTION check_agency_statement_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM agency_statement s JOIN posting p ON p.id = NEW.posting_id
    AND 'agency:' || s.agency_id IN (p.from_account, p.to_account) WHERE s.id = NEW.statement_id;
  IF NOT FOUND THEN
    RAISE EXCEPTION USING ERRCODE = 'YG003', MESSAGE = 'a statement holds only what is on its agency''s account';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER check_agency_statement_line BEFORE INSERT ON agency_statement_line FOR EACH ROW EXECUTE FUNCTION check_agency_statement_line();
