-- What the households of a village are to bring to an event, as it was at the cut-off and as it was put right since.

CREATE TABLE "bring_list" (
    "id" SERIAL NOT NULL,
    "county_code" TEXT NOT NULL,
    "event_id" INTEGER NOT NULL,
    "village_code" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "lines" JSONB NOT NULL,
    "content_hash" TEXT NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "bring_list_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "bring_list_event_id_village_code_number_key" ON "bring_list"("event_id", "village_code", "number");
CREATE INDEX "bring_list_village_code_made_at_idx" ON "bring_list"("village_code", "made_at");
ALTER TABLE "bring_list" ADD CONSTRAINT "bring_list_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "pickup_event"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Guards.
ALTER TABLE bring_list ADD CHECK (number >= 1), ADD CHECK (jsonb_typeof(lines) = 'array'),
  ADD CHECK (number > 1 OR jsonb_array_length(lines) > 0), ADD CHECK (content_hash ~ '^[0-9a-f]{64}$');
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON bring_list FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON bring_list FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A correction has the next number, and says something else than the list before it.
CREATE FUNCTION check_bring_list() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE last record;
BEGIN
  SELECT number, content_hash INTO last FROM bring_list
    WHERE event_id = NEW.event_id AND village_code = NEW.village_code ORDER BY number DESC LIMIT 1;
  IF NEW.number <> coalesce(last.number, 0) + 1 OR NEW.content_hash = last.content_hash THEN
    RAISE EXCEPTION USING ERRCODE = 'YG003', MESSAGE = 'a list is numbered on and corrects the one before';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER check_bring_list BEFORE INSERT ON bring_list FOR EACH ROW EXECUTE FUNCTION check_bring_list();
