-- What the database itself refuses, whoever asks.

-- Raises a refusal inside one guarded statement: the statement, and all it wrote, is undone.
CREATE FUNCTION refuse(code text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = 'YG001', MESSAGE = 'refused:' || code;
END $$;

-- Append-only tables: no update, delete or truncate, not even by their owner unless the trigger is dropped.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = 'YG002', MESSAGE = TG_TABLE_NAME || ' is only ever added to';
END $$;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['journal', 'posting', 'seal', 'activity_record', 'desk_operation', 'handover', 'shortfall',
    'payment', 'cash_count', 'event_signature', 'dispatch_record'] LOOP
    EXECUTE format('CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', t);
    EXECUTE format('CREATE TRIGGER append_only_table BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', t);
  END LOOP;
END $$;

-- People and places.
ALTER TABLE division ADD CHECK (code ~ '^[0-9]{12}$'),
  ADD CHECK (level IN ('province', 'prefecture', 'county', 'town', 'village'));
ALTER TABLE grid ADD CHECK (code = village_code || '-' || lpad(number::text, 2, '0')), ADD CHECK (number BETWEEN 1 AND 99);
ALTER TABLE household_state
  ADD CHECK (category IN ('exited', 'unstable', 'marginal', 'sudden', 'ordinary')),
  ADD CHECK (headcount >= 1), ADD CHECK (to_day IS NULL OR to_day >= from_day),
  ADD CHECK (grid_code IS NULL OR left(grid_code, 12) = village_code);
CREATE UNIQUE INDEX household_state_open ON household_state (household_id) WHERE to_day IS NULL;
CREATE UNIQUE INDEX pairing_open ON pairing (household_id) WHERE to_day IS NULL;
ALTER TABLE county_setting ADD CHECK (premium_cap_percent BETWEEN 0 AND 500), ADD CHECK (cash_rounding_fen IN (1, 10, 100)),
  ADD CHECK (unpaid_orders_most BETWEEN 1 AND 100);

-- Accounts.
ALTER TABLE account ADD CHECK (phone_hash IS NOT NULL OR email_hash IS NOT NULL);
ALTER TABLE assignment
  ADD CHECK (role IN ('buyer', 'agency-manager', 'village-staff', 'village-lead', 'grid-worker', 'organizer', 'town-desk', 'county-office', 'inspector')),
  ADD CHECK ((agency_id IS NULL) <> (scope_code IS NULL));
ALTER TABLE invitation
  ADD CHECK (role IN ('buyer', 'agency-manager', 'village-staff', 'village-lead', 'grid-worker', 'organizer', 'town-desk', 'county-office', 'inspector')),
  ADD CHECK ((agency_id IS NULL) <> (scope_code IS NULL));

-- Goods. A lot's quantity is always all accounted for, and never negative.
ALTER TABLE product
  ADD CHECK (ordered_by IN ('piece', 'weight')), ADD CHECK (priced_by IN ('piece', 'jin')), ADD CHECK (step > 0),
  ADD CHECK (NOT (ordered_by = 'weight' AND priced_by = 'piece')),
  ADD CHECK ((ordered_by = 'piece' AND priced_by = 'jin') = (usual_piece_grams_most IS NOT NULL)),
  ADD CHECK (usual_piece_grams_least IS NULL OR usual_piece_grams_least BETWEEN 1 AND usual_piece_grams_most);
ALTER TABLE offer ADD CHECK (unit_price_fen > 0), ADD CHECK (reference_price_fen > 0);
ALTER TABLE lot
  ADD CHECK (available >= 0), ADD CHECK (reserved >= 0), ADD CHECK (given >= 0), ADD CHECK (withdrawn >= 0),
  ADD CHECK (written_off >= 0), ADD CHECK (listed > 0), ADD CHECK (topped_up >= 0),
  ADD CHECK (listed + topped_up = available + reserved + given + withdrawn + written_off),
  ADD CHECK (available_to >= available_from), ADD CHECK (floor_price_fen > 0), ADD CHECK (reference_price_fen > 0),
  ADD CHECK (state IN ('pending', 'approved', 'refused', 'withdrawn')),
  ADD CHECK (state <> 'approved' OR approved_at IS NOT NULL),
  ADD CHECK (agreement_how IN ('signature', 'thumbprint', 'phone', 'voice', 'stated'));

-- Events.
ALTER TABLE pickup_event
  ADD CHECK (state IN ('draft', 'open', 'cut-off', 'running', 'closing', 'closed', 'cancelled')),
  ADD CHECK (ends_at > starts_at), ADD CHECK (cut_off_at <= starts_at), ADD CHECK (capacity_orders > 0),
  ADD CHECK (orders_taken >= 0), ADD CHECK (orders_taken <= capacity_orders), ADD CHECK (scale_count BETWEEN 1 AND 50);
ALTER TABLE cash_count ADD CHECK (counted_fen >= 0),
  ADD CHECK (expected_fen = counted_fen OR difference_reason IS NOT NULL);

-- Orders.
CREATE UNIQUE INDEX basket_open ON basket (account_id) WHERE placed_at IS NULL;
ALTER TABLE basket_line ADD CHECK (quantity > 0);
ALTER TABLE "order"
  ADD CHECK (kind IN ('ahead', 'walk-up')), ADD CHECK (capacity IN ('personal', 'union', 'canteen')),
  ADD CHECK (pay_by IN ('desk', 'agency-account')), ADD CHECK (pay_by <> 'agency-account' OR agency_id IS NOT NULL),
  ADD CHECK (kind = 'walk-up' OR (account_id IS NOT NULL AND pickup_code IS NOT NULL)),
  ADD CHECK (total_fen BETWEEN 0 AND 1000000000000000);
ALTER TABLE order_line
  ADD CHECK (quantity > 0), ADD CHECK (unit_price_fen > 0), ADD CHECK (reference_price_fen > 0),
  ADD CHECK (held_amount_fen BETWEEN 0 AND 1000000000000000), ADD CHECK (held_base_fen BETWEEN 0 AND held_amount_fen),
  ADD CHECK (state IN ('placed', 'handed-over', 'part-handed-over', 'short', 'refused', 'no-show', 'cancelled'));
ALTER TABLE allocation ADD CHECK (quantity > 0), ADD CHECK (amount_fen >= 0),
  ADD CHECK (state IN ('reserved', 'released', 'settled'));

-- The desk.
ALTER TABLE handover ADD CHECK (quantity > 0), ADD CHECK (weight_grams IS NULL OR weight_grams > 0),
  ADD CHECK (amount_fen = base_fen + premium_fen), ADD CHECK (base_fen >= 0), ADD CHECK (premium_fen >= 0);
ALTER TABLE shortfall ADD CHECK (quantity > 0), ADD CHECK (kind IN ('short', 'refused', 'no-show')),
  ADD CHECK (length(btrim(reason)) > 0);
ALTER TABLE payment ADD CHECK (method IN ('cash', 'qr', 'agency-account')),
  ADD CHECK (due_fen = paid_fen + rounded_off_fen), ADD CHECK (paid_fen >= 0), ADD CHECK (rounded_off_fen >= 0);

-- The ledger.
ALTER TABLE journal ADD CHECK (book IN ('sales')), ADD CHECK (kind <> ''), ADD CHECK (cause_id <> '');
ALTER TABLE posting
  ADD CHECK (amount_fen BETWEEN 1 AND 1000000000000000), ADD CHECK (from_account <> to_account),
  ADD CHECK (from_account <> '' AND to_account <> ''),
  ADD CHECK (part IN ('base', 'premium', 'payment', 'rounding', 'charge', 'payout', 'refund')),
  ADD CHECK (part NOT IN ('base', 'premium') OR (household_id IS NOT NULL AND village_code IS NOT NULL
    AND category IS NOT NULL AND product_id IS NOT NULL AND event_id IS NOT NULL AND order_line_id IS NOT NULL
    AND capacity IS NOT NULL)),
  ADD CHECK (category IS NULL OR category IN ('exited', 'unstable', 'marginal', 'sudden', 'ordinary')),
  ADD CHECK (capacity IS NULL OR capacity IN ('personal', 'union', 'canteen'));

-- A posting carries its journal's day and county, and no closed month takes one.
CREATE FUNCTION check_posting() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE j record;
BEGIN
  SELECT county_code, business_day, book, posted_at INTO STRICT j FROM journal WHERE id = NEW.journal_id;
  IF j.county_code <> NEW.county_code OR j.business_day <> NEW.business_day THEN
    RAISE EXCEPTION USING ERRCODE = 'YG003', MESSAGE = 'a posting carries its journal''s day and county';
  END IF;
  PERFORM 1 FROM seal WHERE row_kind = 'journal' AND row_id = NEW.journal_id;
  IF FOUND THEN
    RAISE EXCEPTION USING ERRCODE = 'YG003', MESSAGE = 'the journal is sealed';
  END IF;
  PERFORM 1 FROM period WHERE county_code = NEW.county_code AND book = j.book
    AND month = to_char(NEW.business_day, 'YYYY-MM') AND closed_at IS NOT NULL;
  IF FOUND THEN
    RAISE EXCEPTION USING ERRCODE = 'YG003', MESSAGE = 'the period is closed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER check_posting BEFORE INSERT ON posting FOR EACH ROW EXECUTE FUNCTION check_posting();

-- The database's clock dates an entry; no caller does.
CREATE FUNCTION stamp_journal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.posted_at := clock_timestamp();
  RETURN NEW;
END $$;
CREATE TRIGGER stamp_journal BEFORE INSERT ON journal FOR EACH ROW EXECUTE FUNCTION stamp_journal();

-- A journal without a posting does not commit.
CREATE FUNCTION check_journal_posted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM posting WHERE journal_id = NEW.id;
  IF NOT FOUND THEN
    RAISE EXCEPTION USING ERRCODE = 'YG003', MESSAGE = 'a journal has at least one posting';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER check_journal_posted AFTER INSERT ON journal DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION check_journal_posted();

-- Voucher numbers ascend without a gap.
CREATE FUNCTION check_seal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE last_number int;
BEGIN
  SELECT coalesce(max(voucher_number), 0) INTO last_number FROM seal
    WHERE county_code = NEW.county_code AND book = NEW.book AND period = NEW.period;
  IF NEW.voucher_number <> last_number + 1 THEN
    RAISE EXCEPTION USING ERRCODE = 'YG003', MESSAGE = 'voucher numbers have no gap';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER check_seal BEFORE INSERT ON seal FOR EACH ROW EXECUTE FUNCTION check_seal();

-- What is sealed, as one text a row that never changes; the sealing and the audit hash the same text.
-- `is_settled`: every transaction as old as the row's own has ended, so that nothing can come before it any more.
CREATE VIEW sealable_row AS
SELECT 'journal' AS row_kind, j.id AS row_id, j.county_code, j.book, to_char(j.business_day, 'YYYY-MM') AS period,
  j.transaction_id, j.posted_at AS written_at,
  j.transaction_id < (pg_snapshot_xmin(pg_current_snapshot())::text)::bigint AS is_settled,
  json_build_array(j.id, j.county_code, j.book, j.kind, j.cause_kind, j.cause_id, j.idempotency_key, j.content_hash,
    to_char(j.business_day, 'YYYY-MM-DD'), to_char(j.posted_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'),
    j.actor_id, j.reverses_id,
    (SELECT json_agg(json_build_array(p.id, p.county_code, p.from_account, p.to_account, p.amount_fen, p.part,
        to_char(p.business_day, 'YYYY-MM-DD'), p.household_id, p.village_code, p.grid_code, p.category, p.product_id,
        p.event_id, p.order_line_id, p.agency_id, p.capacity) ORDER BY p.id)
      FROM posting p WHERE p.journal_id = j.id))::text AS content
FROM journal j
UNION ALL
SELECT 'audit', a.id, a.county_code, 'audit', to_char(a.recorded_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM'),
  a.transaction_id, a.recorded_at,
  a.transaction_id < (pg_snapshot_xmin(pg_current_snapshot())::text)::bigint,
  json_build_array(a.id, a.county_code, a.actor_id, a.act, a.subject_kind, a.subject_id, a.scope_code, a.facts::text,
    a.request_id, to_char(a.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'))::text
FROM activity_record a;
