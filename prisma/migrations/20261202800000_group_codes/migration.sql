-- A buyer lets colleagues collect an order at one event, and the one code under which an agency's such orders are found there.
ALTER TABLE pickup_event_order ADD COLUMN colleague_may_collect BOOLEAN NOT NULL DEFAULT false;

CREATE TABLE group_code (
  event_id INTEGER NOT NULL REFERENCES pickup_event (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  agency_id INTEGER NOT NULL REFERENCES agency (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  county_code TEXT NOT NULL,
  pickup_code TEXT NOT NULL CHECK (pickup_code ~ '^[0-9]{6}$'),
  drawn_at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  PRIMARY KEY (event_id, agency_id)
);
CREATE UNIQUE INDEX group_code_event_id_pickup_code_key ON group_code (event_id, pickup_code);
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON group_code FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON group_code FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Six digits name one thing at an event. Who draws a code holds the event; this says the same as the index on pickup codes.
CREATE FUNCTION check_code_of_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM pickup_event WHERE id = NEW.event_id FOR NO KEY UPDATE;
  IF EXISTS (SELECT FROM pickup_event_order r JOIN group_code g ON g.event_id = r.event_id AND g.pickup_code = r.pickup_code
      WHERE r.event_id = NEW.event_id AND r.pickup_code = NEW.pickup_code) THEN
    RAISE EXCEPTION USING ERRCODE = 'unique_violation', CONSTRAINT = 'pickup_event_order_event_id_pickup_code_key',
      MESSAGE = 'duplicate key value violates unique constraint "pickup_event_order_event_id_pickup_code_key"',
      DETAIL = 'Key (event_id, pickup_code) already exists.';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER code_of_order AFTER INSERT OR UPDATE OF pickup_code ON pickup_event_order FOR EACH ROW EXECUTE FUNCTION check_code_of_event();
CREATE TRIGGER code_of_group AFTER INSERT ON group_code FOR EACH ROW EXECUTE FUNCTION check_code_of_event();

-- Who has left an agency has no colleagues there any more.
CREATE FUNCTION forget_colleagues() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM assignment WHERE account_id = NEW.account_id AND agency_id = NEW.agency_id AND ended_at IS NULL) THEN
    UPDATE pickup_event_order r SET colleague_may_collect = false FROM "order" o
    WHERE o.id = r.order_id AND o.account_id = NEW.account_id AND o.agency_id = NEW.agency_id AND r.colleague_may_collect;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER forget_colleagues AFTER UPDATE OF ended_at ON assignment FOR EACH ROW
  WHEN (NEW.agency_id IS NOT NULL AND NEW.ended_at IS NOT NULL) EXECUTE FUNCTION forget_colleagues();
