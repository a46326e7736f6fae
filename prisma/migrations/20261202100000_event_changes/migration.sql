-- Proposed changes of an event with orders: what is asked, the plan that a job makes for its lines, and what became of it.

CREATE TABLE "event_change" (
    "id" UUID NOT NULL,
    "county_code" TEXT NOT NULL,
    "event_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "change" JSONB NOT NULL,
    "reason" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "failure" TEXT,
    "proposed_by" INTEGER NOT NULL,
    "proposed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "heard_at" TIMESTAMPTZ(3),
    "terms" JSONB NOT NULL DEFAULT '[]',
    "inputs" JSONB,
    "fingerprint" TEXT,
    "solver_settings" JSONB,
    "rule_version" TEXT,
    "plan" JSONB,
    "ended_by" INTEGER,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "event_change_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "event_change_event_id_proposed_at_idx" ON "event_change"("event_id", "proposed_at");
ALTER TABLE "event_change" ADD CONSTRAINT "event_change_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "pickup_event"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Guards.
CREATE UNIQUE INDEX event_change_one_open ON event_change (event_id) WHERE state IN ('waiting', 'planning', 'ready');
ALTER TABLE event_change ADD CHECK (kind IN ('cancel', 'shrink', 'move')),
  ADD CHECK (state IN ('waiting', 'planning', 'ready', 'applied', 'dropped', 'failed')),
  ADD CHECK (length(btrim(reason)) BETWEEN 1 AND 200), ADD CHECK (tries >= 0),
  ADD CHECK (jsonb_typeof(change) = 'object'), ADD CHECK (jsonb_typeof(terms) = 'array'),
  ADD CHECK (fingerprint ~ '^[0-9a-f]{64}$'),
  ADD CHECK (state NOT IN ('ready', 'applied') OR num_nulls(inputs, fingerprint, solver_settings, rule_version, plan) = 0),
  ADD CHECK ((state IN ('applied', 'dropped', 'failed')) = (ended_at IS NOT NULL)),
  ADD CHECK ((state = 'failed') = (failure IS NOT NULL)),
  ADD CHECK (state NOT IN ('applied', 'dropped') OR ended_by IS NOT NULL);

-- What was asked stays as it was asked, and what has ended stays as it ended: its plan can be replayed for good.
CREATE FUNCTION check_event_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.ended_at IS NOT NULL OR (OLD.id, OLD.county_code, OLD.event_id, OLD.kind, OLD.change, OLD.reason, OLD.proposed_by, OLD.proposed_at)
    IS DISTINCT FROM (NEW.id, NEW.county_code, NEW.event_id, NEW.kind, NEW.change, NEW.reason, NEW.proposed_by, NEW.proposed_at) THEN
    RAISE EXCEPTION USING ERRCODE = 'YG002', MESSAGE = 'a change of an event stays as it was asked and as it ended';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER check_event_change BEFORE UPDATE ON event_change FOR EACH ROW EXECUTE FUNCTION check_event_change();
CREATE TRIGGER never_taken_away BEFORE DELETE ON event_change FOR EACH ROW EXECUTE FUNCTION refuse_delete();
