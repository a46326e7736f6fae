-- What a subscribed calendar tells a changed event by, and the secret addresses of people's and agencies' calendars.

ALTER TABLE "pickup_event" ADD COLUMN "revision" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "revised_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;
UPDATE pickup_event SET revised_at = created_at, revision = CASE WHEN state = 'cancelled' THEN 1 ELSE 0 END;

CREATE TABLE "calendar_feed" (
    "id" SERIAL NOT NULL,
    "account_id" INTEGER,
    "agency_id" INTEGER,
    "token_hash" TEXT NOT NULL,
    "made_by" INTEGER NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "calendar_feed_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "calendar_feed_account_id_key" ON "calendar_feed"("account_id");
CREATE UNIQUE INDEX "calendar_feed_agency_id_key" ON "calendar_feed"("agency_id");
CREATE UNIQUE INDEX "calendar_feed_token_hash_key" ON "calendar_feed"("token_hash");
ALTER TABLE "calendar_feed" ADD CONSTRAINT "calendar_feed_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "calendar_feed" ADD CONSTRAINT "calendar_feed_agency_id_fkey" FOREIGN KEY ("agency_id") REFERENCES "agency"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Guards.
ALTER TABLE calendar_feed ADD CHECK ((account_id IS NULL) <> (agency_id IS NULL));

-- Whoever changes an event, what calendars show of it goes up by one. Orders taking room are no change.
CREATE FUNCTION revise_pickup_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.revision := OLD.revision + 1;
  NEW.revised_at := clock_timestamp();
  RETURN NEW;
END $$;
CREATE TRIGGER revise_pickup_event BEFORE UPDATE ON pickup_event FOR EACH ROW
  WHEN ((OLD.village_code, OLD.place, OLD.starts_at, OLD.ends_at, OLD.cut_off_at, OLD.state = 'cancelled')
    IS DISTINCT FROM (NEW.village_code, NEW.place, NEW.starts_at, NEW.ends_at, NEW.cut_off_at, NEW.state = 'cancelled'))
  EXECUTE FUNCTION revise_pickup_event();
