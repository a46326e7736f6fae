-- The bank's statements and their lines, and what tells on a transfer which refund it is.

ALTER TABLE "refund" ADD COLUMN "number" SERIAL NOT NULL,
ADD COLUMN "sent_way" TEXT,
ADD COLUMN "sent_on" DATE,
ADD COLUMN "note_sealed" TEXT;

CREATE TABLE "bank_statement" (
    "id" UUID NOT NULL,
    "county_code" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "file_hash" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "row_count" INTEGER NOT NULL,
    "left_out_count" INTEGER NOT NULL,
    "line_count" INTEGER NOT NULL,
    "refused" JSONB NOT NULL,
    "is_other_account" BOOLEAN NOT NULL,
    "first_day" DATE,
    "last_day" DATE,
    "lines_sealed" TEXT,
    "uploaded_by" INTEGER NOT NULL,
    "uploaded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "new_count" INTEGER,
    "applied_by" INTEGER,
    "applied_at" TIMESTAMPTZ(3),

    CONSTRAINT "bank_statement_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "bank_line" (
    "id" UUID NOT NULL,
    "county_code" TEXT NOT NULL,
    "statement_id" UUID NOT NULL,
    "row_number" INTEGER NOT NULL,
    "day" DATE NOT NULL,
    "in_fen" BIGINT NOT NULL,
    "out_fen" BIGINT NOT NULL,
    "balance_fen" BIGINT,
    "line_key" TEXT NOT NULL,
    "text_sealed" TEXT NOT NULL,
    "reference" TEXT,
    "state" TEXT NOT NULL,
    "open_cause" TEXT,
    "match_kind" TEXT,
    "order_id" UUID,
    "refund_id" UUID,
    "aside_reason" TEXT,
    "decided_by" INTEGER,
    "decided_at" TIMESTAMPTZ(3),
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "bank_line_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "refund_number_key" ON "refund"("number");
CREATE INDEX "bank_statement_county_code_uploaded_at_idx" ON "bank_statement"("county_code", "uploaded_at");
CREATE UNIQUE INDEX "bank_statement_county_code_file_hash_key" ON "bank_statement"("county_code", "file_hash");
CREATE UNIQUE INDEX "bank_line_refund_id_key" ON "bank_line"("refund_id");
CREATE INDEX "bank_line_statement_id_idx" ON "bank_line"("statement_id");
CREATE INDEX "bank_line_order_id_idx" ON "bank_line"("order_id");
CREATE INDEX "bank_line_county_code_state_day_idx" ON "bank_line"("county_code", "state", "day");
CREATE UNIQUE INDEX "bank_line_county_code_line_key_key" ON "bank_line"("county_code", "line_key");
ALTER TABLE "bank_line" ADD CONSTRAINT "bank_line_statement_id_fkey" FOREIGN KEY ("statement_id") REFERENCES "bank_statement"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "bank_line" ADD CONSTRAINT "bank_line_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "order"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "bank_line" ADD CONSTRAINT "bank_line_refund_id_fkey" FOREIGN KEY ("refund_id") REFERENCES "refund"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What was sent before left by the way it had come.
ALTER TABLE refund DISABLE TRIGGER check_refund;
UPDATE refund SET sent_way = method WHERE state = 'sent';
ALTER TABLE refund ENABLE TRIGGER check_refund;

-- Guards.
ALTER TABLE refund ADD CHECK (sent_way IN ('card', 'transfer')), ADD CHECK ((state = 'sent') = (sent_way IS NOT NULL)),
  ADD CHECK (method = 'card' OR sent_way IS NULL OR sent_way = 'transfer');
ALTER TABLE bank_statement ADD CHECK (state IN ('previewed', 'applied')), ADD CHECK (row_count >= 0),
  ADD CHECK ((state = 'applied') = (applied_at IS NOT NULL)), ADD CHECK ((state = 'applied') = (new_count IS NOT NULL)),
  ADD CHECK ((state = 'previewed') = (lines_sealed IS NOT NULL));
ALTER TABLE bank_line ADD CHECK (in_fen BETWEEN 0 AND 1000000000000000), ADD CHECK (out_fen BETWEEN 0 AND 1000000000000000),
  ADD CHECK ((in_fen = 0) <> (out_fen = 0)),
  ADD CHECK (state IN ('open', 'matched', 'set-aside')),
  ADD CHECK (open_cause IN ('no-reference', 'reference-wrong', 'several-references', 'nothing-of-that-number',
    'not-by-transfer', 'wrong-way', 'amount-differs', 'refund-not-open', 'looks-known')),
  ADD CHECK (match_kind IN ('exact', 'short', 'over', 'late', 'refund-sent', 'agency-paid')),
  ADD CHECK (aside_reason IN ('fee-or-interest', 'other-money', 'recorded-otherwise', 'sent-back')),
  ADD CHECK (state <> 'open' OR open_cause IS NOT NULL),
  ADD CHECK ((state = 'matched') = (match_kind IS NOT NULL)),
  ADD CHECK ((state = 'set-aside') = (aside_reason IS NOT NULL)),
  ADD CHECK ((state = 'open') = (decided_at IS NULL)),
  ADD CONSTRAINT bank_line_matched_to_one CHECK ((state = 'matched') = (num_nonnulls(order_id, refund_id) = 1)),
  ADD CHECK (order_id IS NULL OR in_fen > 0), ADD CHECK (refund_id IS NULL OR out_fen > 0);
CREATE INDEX order_transfer_open ON "order" (county_code) WHERE pay_by = 'transfer' AND cancelled_at IS NULL;

-- What the bank says stays as it said it, and what was matched stays matched.
CREATE FUNCTION check_bank_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION USING ERRCODE = 'YG002', MESSAGE = 'a bank line is never taken away';
  END IF;
  IF (OLD.county_code, OLD.statement_id, OLD.row_number, OLD.day, OLD.in_fen, OLD.out_fen, OLD.balance_fen, OLD.line_key)
    IS DISTINCT FROM (NEW.county_code, NEW.statement_id, NEW.row_number, NEW.day, NEW.in_fen, NEW.out_fen, NEW.balance_fen, NEW.line_key)
    OR OLD.state = 'matched' THEN
    RAISE EXCEPTION USING ERRCODE = 'YG002', MESSAGE = 'a bank line stays as the bank said it and as it was matched';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER check_bank_line BEFORE UPDATE OR DELETE ON bank_line FOR EACH ROW EXECUTE FUNCTION check_bank_line();
