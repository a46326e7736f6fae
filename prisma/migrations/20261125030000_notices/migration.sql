-- What people are told, and what they want to be told.

ALTER TABLE "account" ADD COLUMN "language" TEXT NOT NULL DEFAULT 'zh-CN',
  ADD COLUMN "mail_wanted" BOOLEAN NOT NULL DEFAULT true;
ALTER TABLE account ADD CHECK (language IN ('zh-CN', 'en'));

CREATE TABLE "notice" (
    "id" SERIAL NOT NULL,
    "county_code" TEXT NOT NULL,
    "account_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "order_id" UUID,
    "facts" JSONB NOT NULL,
    "once_key" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "read_at" TIMESTAMPTZ(3),
    "mail" TEXT NOT NULL,
    "mail_tries" INTEGER NOT NULL DEFAULT 0,
    "mail_next_at" TIMESTAMPTZ(3),
    "mail_sent_at" TIMESTAMPTZ(3),
    "mail_error" TEXT,

    CONSTRAINT "notice_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "watch" (
    "id" SERIAL NOT NULL,
    "account_id" INTEGER NOT NULL,
    "village_code" TEXT NOT NULL,
    "product_id" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "told_at" TIMESTAMPTZ(3),

    CONSTRAINT "watch_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "notice_once_key_key" ON "notice"("once_key");
CREATE INDEX "notice_account_id_id_idx" ON "notice"("account_id", "id");
CREATE INDEX "notice_order_id_idx" ON "notice"("order_id");
CREATE INDEX "watch_village_code_product_id_idx" ON "watch"("village_code", "product_id");
ALTER TABLE "notice" ADD CONSTRAINT "notice_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "watch" ADD CONSTRAINT "watch_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- For the count in the header, the sender, and the one open wish for the same goods.
CREATE INDEX notice_unread ON notice (account_id) WHERE read_at IS NULL;
CREATE INDEX notice_to_mail ON notice (mail_next_at) WHERE mail = 'waiting';
CREATE UNIQUE INDEX watch_open ON watch (account_id, village_code, product_id) WHERE told_at IS NULL;

ALTER TABLE notice
  ADD CHECK (kind IN ('order-placed', 'order-changed', 'order-cancelled', 'order-moved', 'event-cancelled', 'reminder',
    'line-short', 'no-show', 'handed-over', 'payment-received', 'payment-failed', 'order-freed', 'refunded', 'goods-back')),
  ADD CHECK (mail IN ('none', 'waiting', 'sent', 'failed')),
  ADD CHECK (mail_error IN ('no-connection', 'not-let-in', 'put-off', 'sender-refused', 'address-refused',
    'content-refused', 'past-use')),
  ADD CHECK ((mail = 'waiting') = (mail_next_at IS NOT NULL)), ADD CHECK ((mail = 'sent') = (mail_sent_at IS NOT NULL)),
  ADD CHECK (mail <> 'failed' OR mail_error IS NOT NULL), ADD CHECK (mail_tries >= 0);

-- What was told, and when it was sent, is a record: it is neither reworded nor taken back.
CREATE FUNCTION keep_notice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.mail_sent_at IS NOT NULL AND NEW.mail_sent_at IS DISTINCT FROM OLD.mail_sent_at
    OR (NEW.account_id, NEW.kind, NEW.order_id, NEW.facts, NEW.once_key, NEW.created_at)
      IS DISTINCT FROM (OLD.account_id, OLD.kind, OLD.order_id, OLD.facts, OLD.once_key, OLD.created_at) THEN
    RAISE EXCEPTION USING ERRCODE = 'YG002', MESSAGE = 'what was told stays as it was told';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_notice BEFORE UPDATE OR DELETE ON notice FOR EACH ROW EXECUTE FUNCTION keep_notice();
