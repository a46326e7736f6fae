-- A roster round piece by piece: what was found, what is ticked, what was there before, and how far its applying is.

ALTER TABLE "import_round" ADD COLUMN "failure" TEXT,
ADD COLUMN "undone_by" INTEGER,
ADD COLUMN "undone_at" TIMESTAMPTZ(3);

CREATE TABLE "import_item" (
    "round_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "group" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "field" TEXT,
    "household_number" TEXT NOT NULL,
    "village_code" TEXT NOT NULL,
    "row" INTEGER,
    "is_ticked" BOOLEAN NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "suspicion" TEXT,
    "other_number" TEXT,
    "content_sealed" TEXT NOT NULL,
    "outcome" TEXT,

    CONSTRAINT "import_item_pkey" PRIMARY KEY ("round_id","number")
);
CREATE TABLE "import_undo" (
    "round_id" UUID NOT NULL,
    "household_id" INTEGER NOT NULL,
    "before" JSONB NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "import_undo_pkey" PRIMARY KEY ("round_id","household_id")
);
CREATE TABLE "import_work" (
    "round_id" UUID NOT NULL,
    "done" INTEGER NOT NULL,
    "total" INTEGER NOT NULL,
    "tries" INTEGER NOT NULL,
    "heard_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "import_work_pkey" PRIMARY KEY ("round_id")
);
CREATE INDEX "import_item_round_id_group_kind_number_idx" ON "import_item"("round_id", "group", "kind", "number");
CREATE INDEX "import_undo_household_id_idx" ON "import_undo"("household_id");
ALTER TABLE "import_item" ADD CONSTRAINT "import_item_round_id_fkey" FOREIGN KEY ("round_id") REFERENCES "import_round"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "import_undo" ADD CONSTRAINT "import_undo_round_id_fkey" FOREIGN KEY ("round_id") REFERENCES "import_round"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "import_work" ADD CONSTRAINT "import_work_round_id_fkey" FOREIGN KEY ("round_id") REFERENCES "import_round"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Guards.
ALTER TABLE import_round ADD CHECK (state IN ('previewed', 'waiting', 'applied', 'undone')),
  ADD CHECK ((state IN ('applied', 'undone')) = (applied_at IS NOT NULL)),
  ADD CHECK ((state = 'undone') = (undone_at IS NOT NULL));
CREATE INDEX import_round_waiting ON import_round (id) WHERE state = 'waiting';
ALTER TABLE import_item ADD CHECK (number >= 1), ADD CHECK ("group" IN ('added', 'changed', 'removed', 'duplicate')),
  ADD CHECK (kind IN ('household', 'returned', 'place', 'category', 'headcount', 'head', 'joined', 'member', 'card', 'left', 'unlisted')),
  ADD CHECK ((kind = 'member') = (field IS NOT NULL)), ADD CHECK (("group" = 'duplicate') = (suspicion IS NOT NULL)),
  ADD CHECK (suspicion IN ('id-elsewhere', 'same-head', 'same-card')),
  ADD CHECK (outcome IN ('applied', 'not-ticked', 'changed-meanwhile', 'live-lots', 'open-orders'));
ALTER TABLE import_work ADD CHECK (done >= 0), ADD CHECK (total >= 0), ADD CHECK (tries >= 0);

-- What a round found stays as it was found; only its tick moves, until it has an outcome.
CREATE FUNCTION check_import_item() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.outcome IS NOT NULL OR (to_jsonb(OLD) - 'is_ticked' - 'outcome') <> (to_jsonb(NEW) - 'is_ticked' - 'outcome') THEN
    RAISE EXCEPTION USING ERRCODE = 'YG002', MESSAGE = 'a piece of a round stays as it was found and as it came out';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER check_import_item BEFORE UPDATE ON import_item FOR EACH ROW EXECUTE FUNCTION check_import_item();
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON import_undo FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON import_undo FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A closed household lists no goods, also not in the moment in which it is closed: the row is waited for.
CREATE FUNCTION check_lot_household() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM household WHERE id = NEW.household_id AND closed_on IS NULL FOR KEY SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION USING ERRCODE = 'YG003', MESSAGE = 'a closed household lists no goods';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER check_lot_household BEFORE INSERT ON lot FOR EACH ROW EXECUTE FUNCTION check_lot_household();

-- A household is closed, never taken away.
CREATE FUNCTION refuse_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = 'YG002', MESSAGE = TG_TABLE_NAME || ' is never taken away from';
END $$;
CREATE TRIGGER never_taken_away BEFORE DELETE ON household FOR EACH ROW EXECUTE FUNCTION refuse_delete();
CREATE TRIGGER never_taken_away BEFORE DELETE ON household_state FOR EACH ROW EXECUTE FUNCTION refuse_delete();
