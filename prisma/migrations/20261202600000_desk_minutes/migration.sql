-- How long each scale of an event works; null where only the number of orders counts. app/domain/pickup/desk-time.ts says
-- the same seconds.
ALTER TABLE pickup_event ADD COLUMN desk_minutes_per_scale INTEGER, ADD CHECK (desk_minutes_per_scale > 0);
ALTER TABLE event_series ADD COLUMN desk_minutes_per_scale INTEGER, ADD CHECK (desk_minutes_per_scale > 0);

CREATE FUNCTION desk_seconds_of_line(ordered_by text, priced_by text) RETURNS integer LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN ordered_by = 'weight' THEN 40 WHEN priced_by = 'jin' THEN 60 ELSE 20 END
$$;

CREATE FUNCTION desk_seconds_of_order() RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT 60 $$;

-- What is left of an event's desk time; null where it has no limit. Sales on the day are made as time allows.
CREATE FUNCTION desk_seconds_left(event integer) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT e.desk_minutes_per_scale::bigint * 60 * e.scale_count
    - (SELECT count(*) FROM pickup_event_order r WHERE r.event_id = e.id) * desk_seconds_of_order()
    - (SELECT coalesce(sum(desk_seconds_of_line(l.ordered_by, l.priced_by)), 0) FROM order_line l JOIN "order" o ON o.id = l.order_id
      WHERE l.event_id = e.id AND l.state <> 'cancelled' AND o.kind = 'ahead')
  FROM pickup_event e WHERE e.id = event
$$;

-- Whether an event has time for an order of one counted line: less is none.
CREATE FUNCTION has_desk_time(event integer) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce(desk_seconds_left(event) >= desk_seconds_of_order() + desk_seconds_of_line('piece', 'piece'), true)
$$;

-- Whoever adds a line holds its event, so that nobody else's is missed here.
CREATE FUNCTION check_desk_time_of_lines() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM pickup_event e WHERE e.desk_minutes_per_scale IS NOT NULL
      AND e.id IN (SELECT event_id FROM added) AND desk_seconds_left(e.id) < 0) THEN
    PERFORM refuse('event-stale');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER desk_time_of_lines AFTER INSERT ON order_line REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION check_desk_time_of_lines();

CREATE FUNCTION check_desk_time_of_moved_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF desk_seconds_left(NEW.event_id) < 0 THEN PERFORM refuse('event-stale'); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER desk_time_of_moved_line AFTER UPDATE OF event_id ON order_line FOR EACH ROW
  WHEN (OLD.event_id IS DISTINCT FROM NEW.event_id) EXECUTE FUNCTION check_desk_time_of_moved_line();
