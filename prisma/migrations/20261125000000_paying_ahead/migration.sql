-- Money that comes before the goods: card sessions, prepayments, refunds, and what the provider told us.

ALTER TABLE "order" ADD COLUMN "held_until" TIMESTAMPTZ(3);
ALTER TABLE "county_setting" ADD COLUMN "transfer_account" TEXT NOT NULL DEFAULT '',
ADD COLUMN "transfer_bank" TEXT NOT NULL DEFAULT '',
ADD COLUMN "transfer_payee" TEXT NOT NULL DEFAULT '';

-- CreateTable
CREATE TABLE "card_session" (
    "id" UUID NOT NULL,
    "county_code" TEXT NOT NULL,
    "order_id" UUID NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "state" TEXT NOT NULL,
    "provider_id" TEXT,
    "page_url" TEXT,
    "return_url" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "next_look_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "card_session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "prepayment" (
    "id" UUID NOT NULL,
    "county_code" TEXT NOT NULL,
    "order_id" UUID NOT NULL,
    "method" TEXT NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "provider_payment_id" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "recorded_by" INTEGER,

    CONSTRAINT "prepayment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "refund" (
    "id" UUID NOT NULL,
    "county_code" TEXT NOT NULL,
    "order_id" UUID NOT NULL,
    "prepayment_id" UUID NOT NULL,
    "method" TEXT NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "cause" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "provider_id" TEXT,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "next_try_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "decided_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sent_at" TIMESTAMPTZ(3),
    "sent_by" INTEGER,

    CONSTRAINT "refund_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "provider_event" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "object_id" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "provider_event_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "order_held_until_idx" ON "order"("held_until");

-- CreateIndex
CREATE UNIQUE INDEX "card_session_provider_id_key" ON "card_session"("provider_id");

-- CreateIndex
CREATE INDEX "card_session_order_id_idx" ON "card_session"("order_id");

-- CreateIndex
CREATE INDEX "card_session_state_next_look_at_idx" ON "card_session"("state", "next_look_at");

-- CreateIndex
CREATE UNIQUE INDEX "prepayment_provider_payment_id_key" ON "prepayment"("provider_payment_id");

-- CreateIndex
CREATE INDEX "prepayment_order_id_idx" ON "prepayment"("order_id");

-- CreateIndex
CREATE UNIQUE INDEX "refund_provider_id_key" ON "refund"("provider_id");

-- CreateIndex
CREATE INDEX "refund_order_id_idx" ON "refund"("order_id");

-- CreateIndex
CREATE INDEX "refund_prepayment_id_idx" ON "refund"("prepayment_id");

-- CreateIndex
CREATE INDEX "refund_county_code_state_idx" ON "refund"("county_code", "state");

-- CreateIndex
CREATE INDEX "refund_state_next_try_at_idx" ON "refund"("state", "next_try_at");

-- AddForeignKey
ALTER TABLE "card_session" ADD CONSTRAINT "card_session_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "order"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "prepayment" ADD CONSTRAINT "prepayment_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "order"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "refund" ADD CONSTRAINT "refund_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "order"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "refund" ADD CONSTRAINT "refund_prepayment_id_fkey" FOREIGN KEY ("prepayment_id") REFERENCES "prepayment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Guards.
ALTER TABLE "order" DROP CONSTRAINT order_pay_by_check,
  ADD CONSTRAINT order_pay_by_check CHECK (pay_by IN ('desk', 'agency-account', 'card', 'transfer')),
  ADD CHECK (held_until IS NULL OR pay_by = 'card');
ALTER TABLE payment DROP CONSTRAINT payment_method_check,
  ADD CONSTRAINT payment_method_check CHECK (method IN ('cash', 'qr', 'agency-account', 'prepaid'));
ALTER TABLE card_session ADD CHECK (state IN ('opening', 'open', 'paid', 'expired', 'refused')),
  ADD CHECK (amount_fen BETWEEN 1 AND 1000000000000000),
  ADD CHECK (state NOT IN ('open', 'paid') OR provider_id IS NOT NULL);
CREATE UNIQUE INDEX card_session_live ON card_session (order_id) WHERE state IN ('opening', 'open');
ALTER TABLE prepayment ADD CHECK (method IN ('card', 'transfer')), ADD CHECK (amount_fen BETWEEN 1 AND 1000000000000000),
  ADD CHECK (provider_payment_id <> '');
ALTER TABLE refund ADD CHECK (method IN ('card', 'transfer')), ADD CHECK (amount_fen BETWEEN 1 AND 1000000000000000),
  ADD CHECK (state IN ('due', 'sending', 'sent', 'failed')), ADD CHECK ((state = 'sent') = (sent_at IS NOT NULL)),
  ADD CHECK (cause IN ('cancelled', 'changed', 'not-handed-over', 'came-too-late', 'overpaid')), ADD CHECK (tries >= 0);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['prepayment', 'provider_event'] LOOP
    EXECUTE format('CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', t);
    EXECUTE format('CREATE TRIGGER append_only_table BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', t);
  END LOOP;
END $$;

-- No more goes back than came, the way it came, and what was decided or sent stays so.
CREATE FUNCTION check_refund() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE came record;
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION USING ERRCODE = 'YG002', MESSAGE = 'a refund is never taken away';
  END IF;
  IF TG_OP = 'UPDATE' THEN
    IF (OLD.order_id, OLD.prepayment_id, OLD.method, OLD.amount_fen, OLD.cause, OLD.county_code)
      IS DISTINCT FROM (NEW.order_id, NEW.prepayment_id, NEW.method, NEW.amount_fen, NEW.cause, NEW.county_code)
      OR OLD.state = 'sent' THEN
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
  IF (SELECT coalesce(sum(amount_fen), 0) FROM refund WHERE prepayment_id = NEW.prepayment_id) + NEW.amount_fen > came.amount_fen THEN
    RAISE EXCEPTION USING ERRCODE = 'YG003', MESSAGE = 'no more goes back than came';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER check_refund BEFORE INSERT OR UPDATE OR DELETE ON refund FOR EACH ROW EXECUTE FUNCTION check_refund();
