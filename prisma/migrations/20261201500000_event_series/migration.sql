-- Events that come back by a rule, and the days that a nation or a county declares other than their weekday says.

ALTER TABLE "county_setting" ADD COLUMN "help_day_reading" TEXT NOT NULL DEFAULT 'weekday-of-month';

CREATE TABLE "declared_day" (
    "id" SERIAL NOT NULL,
    "county_code" TEXT,
    "day" DATE NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "entered_by" INTEGER,
    "entered_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "declared_day_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "declared_day_day_county_code_id_idx" ON "declared_day"("day", "county_code", "id");

CREATE TABLE "event_series" (
    "id" SERIAL NOT NULL,
    "county_code" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "village_code" TEXT NOT NULL,
    "place" TEXT NOT NULL,
    "weekday" INTEGER NOT NULL,
    "weeks" TEXT[],
    "reading" TEXT NOT NULL,
    "starts_at" TEXT NOT NULL,
    "ends_at" TEXT NOT NULL,
    "cut_off_days_before" INTEGER NOT NULL,
    "cut_off_at" TEXT NOT NULL,
    "capacity_orders" INTEGER NOT NULL,
    "scale_count" INTEGER NOT NULL,
    "served_village_codes" TEXT[],
    "from_day" DATE NOT NULL,
    "to_day" DATE,
    "planned_to" DATE,
    "ended_at" TIMESTAMPTZ(3),
    "form_key" UUID NOT NULL,
    "created_by" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "event_series_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "event_series_form_key_key" ON "event_series"("form_key");
CREATE INDEX "event_series_village_code_idx" ON "event_series"("village_code");

-- Which day of its series an event stands for, also where it was moved to another.
ALTER TABLE "pickup_event" ADD COLUMN "series_id" INTEGER, ADD COLUMN "series_day" DATE;
CREATE UNIQUE INDEX "pickup_event_series_id_series_day_key" ON "pickup_event"("series_id", "series_day");
ALTER TABLE "pickup_event" ADD CONSTRAINT "pickup_event_series_id_fkey" FOREIGN KEY ("series_id") REFERENCES "event_series"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Guards.
ALTER TABLE county_setting ADD CHECK (help_day_reading IN ('weekday-of-month', 'week-of-month'));
ALTER TABLE declared_day ADD CHECK (kind IN ('holiday', 'working', 'ordinary')),
  ADD CHECK (length(btrim(name)) BETWEEN 1 AND 60), ADD CHECK (length(btrim(source)) BETWEEN 1 AND 60),
  ADD CHECK ((county_code IS NULL) = (entered_by IS NULL));
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON declared_day FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON declared_day FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE event_series ADD CHECK (weekday BETWEEN 1 AND 7), ADD CHECK (reading IN ('weekday-of-month', 'week-of-month')),
  ADD CHECK (cardinality(weeks) > 0 AND weeks <@ ARRAY['1', '2', '3', '4', '5', 'last']),
  ADD CHECK (ends_at > starts_at), ADD CHECK (cut_off_days_before BETWEEN 0 AND 30),
  ADD CHECK (capacity_orders > 0), ADD CHECK (scale_count > 0), ADD CHECK (cardinality(served_village_codes) > 0),
  ADD CHECK (to_day IS NULL OR to_day >= from_day), ADD CHECK (planned_to IS NULL OR planned_to >= from_day);
ALTER TABLE pickup_event ADD CHECK ((series_id IS NULL) = (series_day IS NULL));

-- The nation's holidays by the law on them (2024 text), whose days are certain. The State Council's yearly notice moves
-- working days around them; counties enter that once it is out. Of Spring Festival 2027 the eve is left to them as well.
INSERT INTO declared_day (day, kind, name, source)
SELECT day::date, 'holiday', name, '全国年节及纪念日放假办法' FROM (VALUES
  ('2026-01-01', '元旦'), ('2026-02-16', '春节'), ('2026-02-17', '春节'), ('2026-02-18', '春节'), ('2026-02-19', '春节'),
  ('2026-04-05', '清明节'), ('2026-05-01', '劳动节'), ('2026-05-02', '劳动节'), ('2026-06-19', '端午节'),
  ('2026-09-25', '中秋节'), ('2026-10-01', '国庆节'), ('2026-10-02', '国庆节'), ('2026-10-03', '国庆节'),
  ('2027-01-01', '元旦'), ('2027-02-06', '春节'), ('2027-02-07', '春节'), ('2027-02-08', '春节'),
  ('2027-04-05', '清明节'), ('2027-05-01', '劳动节'), ('2027-05-02', '劳动节'), ('2027-06-09', '端午节'),
  ('2027-09-15', '中秋节'), ('2027-10-01', '国庆节'), ('2027-10-02', '国庆节'), ('2027-10-03', '国庆节')) AS law (day, name);
