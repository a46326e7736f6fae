-- What the cleaning rules find, what became of each, and the passing of a year with nothing left open.

CREATE TABLE "cleaning_finding" (
    "id" SERIAL NOT NULL,
    "county_code" TEXT NOT NULL,
    "rule" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "village_code" TEXT NOT NULL,
    "facts" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    "found_at" TIMESTAMPTZ(3) NOT NULL,
    "settled_at" TIMESTAMPTZ(3),
    "accepted_by" INTEGER,
    "reason" TEXT,

    CONSTRAINT "cleaning_finding_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "cleaning_pass" (
    "county_code" TEXT NOT NULL,
    "year" INTEGER NOT NULL,
    "checked_at" TIMESTAMPTZ(3) NOT NULL,
    "accepted_count" INTEGER NOT NULL,
    "passed_by" INTEGER NOT NULL,
    "passed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "cleaning_pass_pkey" PRIMARY KEY ("county_code","year")
);
CREATE INDEX "cleaning_finding_county_code_state_rule_id_idx" ON "cleaning_finding"("county_code", "state", "rule", "id");

-- Guards. One live finding per rule and subject; one that was put right and comes back is another one.
ALTER TABLE cleaning_finding ADD CHECK (state IN ('open', 'put-right', 'accepted')),
  ADD CHECK (rule IN ('id-checksum', 'id-twice', 'no-head', 'headcount-differs', 'sales-after-removal', 'grid-size', 'grid-workers')),
  ADD CHECK ((state = 'open') = (settled_at IS NULL)),
  ADD CHECK (state <> 'accepted' OR (accepted_by IS NOT NULL AND length(btrim(reason)) > 0));
CREATE UNIQUE INDEX cleaning_finding_live ON cleaning_finding (county_code, rule, subject) WHERE state <> 'put-right';
ALTER TABLE cleaning_pass ADD CHECK (year BETWEEN 2020 AND 2100), ADD CHECK (accepted_count >= 0);

-- A finding stays as it was found; one that is put right is history.
CREATE FUNCTION check_cleaning_finding() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.state = 'put-right'
    OR (OLD.id, OLD.county_code, OLD.rule, OLD.subject, OLD.found_at) IS DISTINCT FROM (NEW.id, NEW.county_code, NEW.rule, NEW.subject, NEW.found_at) THEN
    RAISE EXCEPTION USING ERRCODE = 'YG002', MESSAGE = 'a finding stays as it was found';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER check_cleaning_finding BEFORE UPDATE OR DELETE ON cleaning_finding FOR EACH ROW EXECUTE FUNCTION check_cleaning_finding();

-- No year is passed while anything is open, and a year is passed once.
CREATE FUNCTION check_cleaning_pass() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM cleaning_finding WHERE county_code = NEW.county_code AND state = 'open';
  IF FOUND THEN
    RAISE EXCEPTION USING ERRCODE = 'YG003', MESSAGE = 'a year is passed with nothing open';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER check_cleaning_pass BEFORE INSERT ON cleaning_pass FOR EACH ROW EXECUTE FUNCTION check_cleaning_pass();
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON cleaning_pass FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON cleaning_pass FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
