-- The pairing register: one lead helper of a household at a time, an end only with a reason; agencies and villages.

ALTER TABLE "pairing" ADD COLUMN "end_note" TEXT;

CREATE TABLE "agency_village" (
    "id" SERIAL NOT NULL,
    "county_code" TEXT NOT NULL,
    "agency_id" INTEGER NOT NULL,
    "village_code" TEXT NOT NULL,
    "from_day" DATE NOT NULL,
    "to_day" DATE,
    "end_reason" TEXT,
    "end_note" TEXT,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "agency_village_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "agency_village_agency_id_village_code_idx" ON "agency_village"("agency_id", "village_code");
CREATE INDEX "agency_village_village_code_idx" ON "agency_village"("village_code");
ALTER TABLE "agency_village" ADD CONSTRAINT "agency_village_agency_id_fkey" FOREIGN KEY ("agency_id") REFERENCES "agency"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Guards. What was ended without a reason, or before it began, was never written by any command; it would stop here.
ALTER TABLE pairing
  ADD CHECK (to_day IS NULL OR to_day >= from_day),
  ADD CHECK ((to_day IS NULL) = (end_reason IS NULL)), ADD CHECK (length(btrim(end_reason)) > 0);
ALTER TABLE agency_village
  ADD CHECK (to_day IS NULL OR to_day >= from_day),
  ADD CHECK ((to_day IS NULL) = (end_reason IS NULL)), ADD CHECK (length(btrim(end_reason)) > 0);
CREATE UNIQUE INDEX agency_village_open ON agency_village (agency_id, village_code) WHERE to_day IS NULL;

-- Two at once would not see each other: whoever pairs a household holds its row first. A span that only becomes
-- shorter can overlap nothing new. Days are both of the span.
CREATE FUNCTION check_pairing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION USING ERRCODE = 'YG002', MESSAGE = 'a pairing ends, and stays on record';
  END IF;
  IF TG_OP = 'UPDATE' THEN
    IF (OLD.id, OLD.county_code, OLD.agency_id, OLD.household_id, OLD.recorded_at)
      IS DISTINCT FROM (NEW.id, NEW.county_code, NEW.agency_id, NEW.household_id, NEW.recorded_at)
      OR (OLD.to_day IS NOT NULL AND (OLD.from_day, OLD.to_day, OLD.end_reason) IS DISTINCT FROM (NEW.from_day, NEW.to_day, NEW.end_reason)) THEN
      RAISE EXCEPTION USING ERRCODE = 'YG002', MESSAGE = 'a pairing ends once, and is of one agency and household';
    END IF;
    IF NEW.from_day >= OLD.from_day AND coalesce(NEW.to_day, 'infinity') <= coalesce(OLD.to_day, 'infinity') THEN
      RETURN NEW;
    END IF;
  END IF;
  PERFORM 1 FROM household WHERE id = NEW.household_id FOR NO KEY UPDATE;
  PERFORM 1 FROM pairing WHERE household_id = NEW.household_id AND id <> NEW.id
    AND daterange(from_day, to_day, '[]') && daterange(NEW.from_day, NEW.to_day, '[]');
  IF FOUND THEN
    RAISE EXCEPTION USING ERRCODE = 'YG003', MESSAGE = 'refused:pairing-overlaps';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER check_pairing BEFORE INSERT OR UPDATE OR DELETE ON pairing FOR EACH ROW EXECUTE FUNCTION check_pairing();

CREATE FUNCTION check_agency_village() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION USING ERRCODE = 'YG002', MESSAGE = 'a pairing ends, and stays on record';
  END IF;
  IF TG_OP = 'UPDATE' AND ((OLD.id, OLD.county_code, OLD.agency_id, OLD.village_code, OLD.from_day, OLD.recorded_at)
      IS DISTINCT FROM (NEW.id, NEW.county_code, NEW.agency_id, NEW.village_code, NEW.from_day, NEW.recorded_at)
    OR OLD.to_day IS NOT NULL) THEN
    RAISE EXCEPTION USING ERRCODE = 'YG002', MESSAGE = 'a pairing ends once, and is of one agency and village';
  END IF;
  PERFORM 1 FROM agency WHERE id = NEW.agency_id FOR NO KEY UPDATE;
  PERFORM 1 FROM agency_village WHERE agency_id = NEW.agency_id AND village_code = NEW.village_code AND id <> NEW.id
    AND daterange(from_day, to_day, '[]') && daterange(NEW.from_day, NEW.to_day, '[]');
  IF FOUND THEN
    RAISE EXCEPTION USING ERRCODE = 'YG003', MESSAGE = 'refused:pairing-overlaps';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER check_agency_village BEFORE INSERT OR UPDATE OR DELETE ON agency_village FOR EACH ROW EXECUTE FUNCTION check_agency_village();
