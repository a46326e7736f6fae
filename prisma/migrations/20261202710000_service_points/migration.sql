-- Service points: places of a village with opening hours and scales, where events may be held.

-- A list of { weekday, opensAt, closesAt }, a weekday once at most; app/domain/pickup/service-point.ts says the same.
CREATE FUNCTION is_opening_hours(hours jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT count(*) > 0 AND count(*) = count(DISTINCT day ->> 'weekday') AND bool_and(coalesce(
    day ->> 'weekday' ~ '^[1-7]$' AND day ->> 'opensAt' ~ '^([01]\d|2[0-3]):[0-5]\d$'
    AND day ->> 'closesAt' ~ '^([01]\d|2[0-3]):[0-5]\d$' AND day ->> 'opensAt' < day ->> 'closesAt', false))
  FROM jsonb_array_elements(hours) AS day
$$;

CREATE TABLE service_point (
  id SERIAL PRIMARY KEY,
  county_code TEXT NOT NULL,
  village_code TEXT NOT NULL,
  name TEXT NOT NULL,
  place TEXT NOT NULL,
  opening_hours JSONB NOT NULL,
  scale_count INTEGER NOT NULL,
  staff_count INTEGER NOT NULL,
  has_cold_box BOOLEAN NOT NULL,
  state TEXT NOT NULL,
  form_key UUID NOT NULL,
  created_by INTEGER NOT NULL,
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CHECK (state IN ('planned', 'under-construction', 'open', 'closed')),
  CHECK (length(btrim(name)) BETWEEN 1 AND 60),
  CHECK (length(btrim(place)) BETWEEN 1 AND 60),
  CHECK (is_opening_hours(opening_hours)),
  CHECK (scale_count > 0 AND staff_count >= 0)
);
CREATE UNIQUE INDEX service_point_form_key_key ON service_point (form_key);
CREATE UNIQUE INDEX service_point_village_code_name_key ON service_point (village_code, name);

-- Every state a point was in, from when on.
CREATE TABLE service_point_state (
  id SERIAL PRIMARY KEY,
  county_code TEXT NOT NULL,
  point_id INTEGER NOT NULL REFERENCES service_point (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  state TEXT NOT NULL,
  recorded_by INTEGER NOT NULL,
  recorded_at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CHECK (state IN ('planned', 'under-construction', 'open', 'closed'))
);
CREATE INDEX service_point_state_point_id_idx ON service_point_state (point_id);
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON service_point_state FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON service_point_state FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

ALTER TABLE pickup_event ADD COLUMN service_point_id INTEGER REFERENCES service_point (id) ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE event_series ADD COLUMN service_point_id INTEGER REFERENCES service_point (id) ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE INDEX pickup_event_service_point_id_idx ON pickup_event (service_point_id);

-- An event at a point holds the point while it is planned, put off or opened: whoever changes the point waits, and
-- finds the event. Times are minutes of a day in Shanghai.
CREATE FUNCTION check_event_at_point() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  point service_point;
  starts timestamp := NEW.starts_at AT TIME ZONE 'Asia/Shanghai';
  ends timestamp := NEW.ends_at AT TIME ZONE 'Asia/Shanghai';
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.state <> 'open'
    AND (NEW.service_point_id, NEW.village_code, NEW.starts_at, NEW.ends_at)
      IS NOT DISTINCT FROM (OLD.service_point_id, OLD.village_code, OLD.starts_at, OLD.ends_at) THEN
    RETURN NEW;
  END IF;
  SELECT * INTO point FROM service_point WHERE id = NEW.service_point_id FOR NO KEY UPDATE;
  IF point.village_code <> NEW.village_code THEN PERFORM refuse('point-of-other-village'); END IF;
  IF NEW.state = 'open' AND point.state <> 'open' THEN PERFORM refuse('point-not-open'); END IF;
  IF NOT EXISTS (SELECT FROM jsonb_array_elements(point.opening_hours) AS day
      WHERE day ->> 'weekday' = extract(isodow FROM starts)::text AND day ->> 'opensAt' <= to_char(starts, 'HH24:MI')
        AND day ->> 'closesAt' >= to_char(ends, 'HH24:MI')) THEN
    PERFORM refuse('outside-point-hours');
  END IF;
  IF EXISTS (SELECT FROM pickup_event e WHERE e.service_point_id = point.id AND e.id <> NEW.id
      AND e.state <> 'cancelled' AND e.starts_at < NEW.ends_at AND e.ends_at > NEW.starts_at) THEN
    PERFORM refuse('point-taken');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER event_at_point BEFORE INSERT OR UPDATE OF service_point_id, village_code, starts_at, ends_at, state ON pickup_event
  FOR EACH ROW WHEN (NEW.service_point_id IS NOT NULL AND NEW.state <> 'cancelled') EXECUTE FUNCTION check_event_at_point();
