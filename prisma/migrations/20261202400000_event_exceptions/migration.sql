-- The notes and coins of a count, by their fen.
ALTER TABLE cash_count ADD COLUMN pieces JSONB;

-- A difference that an event closes with: somebody is to look into it until a day, and says what was found.
CREATE TABLE event_exception (
  id SERIAL PRIMARY KEY,
  county_code TEXT NOT NULL,
  event_id INTEGER NOT NULL REFERENCES pickup_event (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  kind TEXT NOT NULL,
  order_id UUID REFERENCES "order" (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  cash_count_id INTEGER REFERENCES cash_count (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  amount_fen BIGINT NOT NULL,
  reason TEXT NOT NULL,
  owner_id INTEGER NOT NULL REFERENCES account (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  due_on DATE NOT NULL,
  raised_by INTEGER NOT NULL,
  raised_at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  settled_by INTEGER,
  settled_at TIMESTAMPTZ(3),
  finding TEXT,
  CHECK (kind IN ('cash-difference', 'handed-over-unpaid')),
  CHECK ((kind = 'cash-difference') = (cash_count_id IS NOT NULL) AND (kind = 'handed-over-unpaid') = (order_id IS NOT NULL)),
  CHECK (amount_fen <> 0 AND (kind = 'cash-difference' OR amount_fen > 0)),
  CHECK (length(btrim(reason)) BETWEEN 1 AND 200),
  CHECK ((settled_by IS NULL) = (settled_at IS NULL) AND (settled_by IS NULL) = (finding IS NULL)),
  CHECK (length(btrim(finding)) BETWEEN 1 AND 200),
  -- Nobody signs off what they entered.
  CHECK (settled_by <> raised_by)
);
CREATE INDEX event_exception_event_id_idx ON event_exception (event_id);
CREATE INDEX event_exception_owner_id_idx ON event_exception (owner_id) WHERE settled_at IS NULL;
CREATE UNIQUE INDEX event_exception_cash_count_id_key ON event_exception (cash_count_id);

-- Settled once, by what was found; nothing else of it changes.
CREATE FUNCTION keep_event_exception() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.settled_at IS NOT NULL OR NEW.settled_at IS NULL
    OR to_jsonb(NEW) - '{settled_by,settled_at,finding}'::text[] IS DISTINCT FROM to_jsonb(OLD) - '{settled_by,settled_at,finding}'::text[] THEN
    RAISE EXCEPTION USING ERRCODE = 'YG002', MESSAGE = 'an exception is settled once, and stays as it was raised';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_event_exception BEFORE UPDATE ON event_exception FOR EACH ROW EXECUTE FUNCTION keep_event_exception();
CREATE TRIGGER keep_event_exceptions BEFORE DELETE ON event_exception FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER keep_all_event_exceptions BEFORE TRUNCATE ON event_exception FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
