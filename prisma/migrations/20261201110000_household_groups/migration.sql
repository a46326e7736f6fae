-- The members of ten-household groups with their weights, from a day to a day.

CREATE TABLE "household_group_member" (
    "id" SERIAL NOT NULL,
    "county_code" TEXT NOT NULL,
    "group_id" INTEGER NOT NULL,
    "household_id" INTEGER NOT NULL,
    "weight" INTEGER NOT NULL,
    "from_day" DATE NOT NULL,
    "to_day" DATE,
    "end_reason" TEXT,
    "recorded_by" INTEGER NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "household_group_member_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "household_group_member_group_id_idx" ON "household_group_member"("group_id");
CREATE INDEX "household_group_member_household_id_idx" ON "household_group_member"("household_id");
CREATE INDEX "offer_group_id_idx" ON "offer"("group_id");
ALTER TABLE "household_group_member" ADD CONSTRAINT "household_group_member_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "household_group"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "household_group_member" ADD CONSTRAINT "household_group_member_household_id_fkey" FOREIGN KEY ("household_id") REFERENCES "household"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Guards.
ALTER TABLE household_group_member
  ADD CHECK (weight BETWEEN 1 AND 1000), ADD CHECK (to_day IS NULL OR to_day >= from_day),
  ADD CHECK ((to_day IS NULL) = (end_reason IS NULL)), ADD CHECK (length(btrim(end_reason)) > 0);
CREATE UNIQUE INDEX household_group_open_name ON household_group (village_code, name) WHERE to_day IS NULL;

CREATE FUNCTION check_household_group() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.to_day IS NOT NULL
    OR (OLD.id, OLD.county_code, OLD.village_code, OLD.name, OLD.from_day, OLD.recorded_by, OLD.recorded_at)
    IS DISTINCT FROM (NEW.id, NEW.county_code, NEW.village_code, NEW.name, NEW.from_day, NEW.recorded_by, NEW.recorded_at) THEN
    RAISE EXCEPTION USING ERRCODE = 'YG002', MESSAGE = 'a group ends once, and stays on record as it was';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER check_household_group BEFORE UPDATE OR DELETE ON household_group FOR EACH ROW EXECUTE FUNCTION check_household_group();

-- Two at once would not see each other: whoever writes a membership holds the group's row, then the household's. A
-- span that only ends can overlap nothing new. Days are both of the span; of one household no two share a day.
CREATE FUNCTION check_group_member() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION USING ERRCODE = 'YG002', MESSAGE = 'a membership ends, and stays on record';
  END IF;
  IF TG_OP = 'UPDATE' THEN
    IF OLD.to_day IS NOT NULL
      OR (OLD.id, OLD.county_code, OLD.group_id, OLD.household_id, OLD.weight, OLD.from_day, OLD.recorded_by, OLD.recorded_at)
      IS DISTINCT FROM (NEW.id, NEW.county_code, NEW.group_id, NEW.household_id, NEW.weight, NEW.from_day, NEW.recorded_by, NEW.recorded_at) THEN
      RAISE EXCEPTION USING ERRCODE = 'YG002', MESSAGE = 'a membership ends once, and its weight is never changed';
    END IF;
    RETURN NEW;
  END IF;
  PERFORM 1 FROM household_group WHERE id = NEW.group_id AND to_day IS NULL AND from_day <= NEW.from_day FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION USING ERRCODE = 'YG003', MESSAGE = 'refused:group-over';
  END IF;
  PERFORM 1 FROM household WHERE id = NEW.household_id FOR NO KEY UPDATE;
  PERFORM 1 FROM household_group_member WHERE household_id = NEW.household_id
    AND daterange(from_day, to_day, '[]') && daterange(NEW.from_day, NEW.to_day, '[]');
  IF FOUND THEN
    RAISE EXCEPTION USING ERRCODE = 'YG003', MESSAGE = 'refused:group-member-elsewhere';
  END IF;
  IF (SELECT count(*) FROM household_group_member WHERE group_id = NEW.group_id AND to_day IS NULL) >= 15 THEN
    RAISE EXCEPTION USING ERRCODE = 'YG003', MESSAGE = 'refused:group-full';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER check_group_member BEFORE INSERT OR UPDATE OR DELETE ON household_group_member FOR EACH ROW EXECUTE FUNCTION check_group_member();

-- A group sells nobody's goods but its members', or they would have no weight to be split by.
CREATE FUNCTION check_group_lot() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM offer o WHERE o.id = NEW.offer_id AND o.group_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM household_group_member m WHERE m.group_id = o.group_id AND m.household_id = NEW.household_id);
  IF FOUND THEN
    RAISE EXCEPTION USING ERRCODE = 'YG003', MESSAGE = 'refused:group-member-unknown';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER check_group_lot BEFORE INSERT OR UPDATE OF offer_id, household_id ON lot FOR EACH ROW EXECUTE FUNCTION check_group_lot();
