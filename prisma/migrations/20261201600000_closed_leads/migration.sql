-- A closed household collects no goods as lead farmer either: its row is waited for as the lot's own household's is.

-- Both rows are held in id order, as whoever closes households holds them.
CREATE OR REPLACE FUNCTION check_lot_household() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM household WHERE id IN (NEW.household_id, NEW.lead_household_id) ORDER BY id FOR KEY SHARE;
  PERFORM 1 FROM household WHERE id = NEW.household_id AND closed_on IS NULL;
  IF NOT FOUND THEN
    RAISE EXCEPTION USING ERRCODE = 'YG003', MESSAGE = 'a closed household lists no goods';
  END IF;
  PERFORM 1 FROM household WHERE id = NEW.lead_household_id AND closed_on IS NOT NULL;
  IF FOUND THEN
    RAISE EXCEPTION USING ERRCODE = 'YG003', MESSAGE = 'a closed household collects no goods';
  END IF;
  RETURN NEW;
END $$;
