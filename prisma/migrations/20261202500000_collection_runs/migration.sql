-- Whom a list of what to bring was told, whose goods were fetched from the door, and who fetches them.

CREATE TABLE "bring_tick" (
    "id" SERIAL NOT NULL,
    "county_code" TEXT NOT NULL,
    "list_id" INTEGER NOT NULL,
    "household_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "is_done" BOOLEAN NOT NULL,
    "ticked_by" INTEGER NOT NULL,
    "ticked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "bring_tick_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "bring_tick_list_id_idx" ON "bring_tick"("list_id");
ALTER TABLE "bring_tick" ADD CONSTRAINT "bring_tick_list_id_fkey" FOREIGN KEY ("list_id") REFERENCES "bring_list"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TABLE "collection_run" (
    "id" SERIAL NOT NULL,
    "county_code" TEXT NOT NULL,
    "event_id" INTEGER NOT NULL,
    "village_code" TEXT NOT NULL,
    "carrier_id" INTEGER NOT NULL,
    "named_by" INTEGER NOT NULL,
    "named_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "collection_run_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "collection_run_event_id_village_code_id_idx" ON "collection_run"("event_id", "village_code", "id");
ALTER TABLE "collection_run" ADD CONSTRAINT "collection_run_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "pickup_event"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Guards.
ALTER TABLE bring_tick ADD CHECK (kind IN ('told', 'fetched'));
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON bring_tick FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON bring_tick FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON collection_run FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON collection_run FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Only of a household that is on the list, or was on one before it: to be told that nothing is wanted any more.
CREATE FUNCTION check_bring_tick() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM bring_list list JOIN bring_list told ON told.event_id = list.event_id
      AND told.village_code = list.village_code AND told.number <= list.number
    WHERE list.id = NEW.list_id
      AND told.lines @> jsonb_build_array(jsonb_build_object('householdId', NEW.household_id))) THEN
    RAISE EXCEPTION USING ERRCODE = 'YG003', MESSAGE = 'a household is ticked on a list that it is on';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER check_bring_tick BEFORE INSERT ON bring_tick FOR EACH ROW EXECUTE FUNCTION check_bring_tick();
