-- CreateTable
CREATE TABLE "account" (
    "id" SERIAL NOT NULL,
    "name_sealed" TEXT NOT NULL,
    "phone_sealed" TEXT,
    "phone_hash" TEXT,
    "email_sealed" TEXT,
    "email_hash" TEXT,
    "password_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "assignment" (
    "id" SERIAL NOT NULL,
    "account_id" INTEGER NOT NULL,
    "role" TEXT NOT NULL,
    "scope_code" TEXT,
    "agency_id" INTEGER,
    "granted_by" INTEGER,
    "from_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "assignment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "token_hash" TEXT NOT NULL,
    "account_id" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "session_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "invitation" (
    "id" SERIAL NOT NULL,
    "code_hash" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "scope_code" TEXT,
    "agency_id" INTEGER,
    "invited_by" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "accepted_at" TIMESTAMPTZ(3),
    "accepted_by" INTEGER,
    "withdrawn_at" TIMESTAMPTZ(3),

    CONSTRAINT "invitation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "password_reset" (
    "id" SERIAL NOT NULL,
    "code_hash" TEXT NOT NULL,
    "account_id" INTEGER NOT NULL,
    "issued_by" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "password_reset_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "activity_record" (
    "id" BIGSERIAL NOT NULL,
    "county_code" TEXT NOT NULL,
    "actor_id" INTEGER,
    "act" TEXT NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "scope_code" TEXT,
    "facts" JSONB NOT NULL,
    "request_id" TEXT,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "transaction_id" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint,

    CONSTRAINT "activity_record_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import_round" (
    "id" UUID NOT NULL,
    "county_code" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "scope_code" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "file_hash" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "row_count" INTEGER NOT NULL,
    "accepted_count" INTEGER NOT NULL,
    "refused" JSONB NOT NULL,
    "changes" JSONB NOT NULL,
    "created_by" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "applied_by" INTEGER,
    "applied_at" TIMESTAMPTZ(3),

    CONSTRAINT "import_round_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "product" (
    "id" SERIAL NOT NULL,
    "key" TEXT NOT NULL,
    "name_zh" TEXT NOT NULL,
    "name_en" TEXT NOT NULL,
    "synonyms" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "kind" TEXT NOT NULL,
    "drawing" TEXT NOT NULL,
    "ordered_by" TEXT NOT NULL,
    "priced_by" TEXT NOT NULL,
    "step" INTEGER NOT NULL,
    "piece_unit" TEXT,
    "usual_piece_grams_least" INTEGER,
    "usual_piece_grams_most" INTEGER,
    "season_months" INTEGER[] DEFAULT ARRAY[]::INTEGER[],

    CONSTRAINT "product_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "offer" (
    "id" SERIAL NOT NULL,
    "county_code" TEXT NOT NULL,
    "village_code" TEXT NOT NULL,
    "product_id" INTEGER NOT NULL,
    "unit_price_fen" INTEGER NOT NULL,
    "reference_price_fen" INTEGER NOT NULL,
    "reference_source" TEXT NOT NULL,
    "reference_on" DATE NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "offer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lot" (
    "id" SERIAL NOT NULL,
    "county_code" TEXT NOT NULL,
    "offer_id" INTEGER NOT NULL,
    "household_id" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "listed" INTEGER NOT NULL,
    "topped_up" INTEGER NOT NULL DEFAULT 0,
    "available" INTEGER NOT NULL,
    "reserved" INTEGER NOT NULL DEFAULT 0,
    "given" INTEGER NOT NULL DEFAULT 0,
    "withdrawn" INTEGER NOT NULL DEFAULT 0,
    "written_off" INTEGER NOT NULL DEFAULT 0,
    "available_from" DATE NOT NULL,
    "available_to" DATE NOT NULL,
    "floor_price_fen" INTEGER NOT NULL,
    "reference_price_fen" INTEGER NOT NULL,
    "reference_source" TEXT NOT NULL,
    "is_lead_farmer" BOOLEAN NOT NULL DEFAULT false,
    "agreement_how" TEXT NOT NULL,
    "agreement_witness_sealed" TEXT,
    "agreed_on" DATE NOT NULL,
    "listed_by" INTEGER,
    "approved_by" INTEGER,
    "approved_at" TIMESTAMPTZ(3),
    "withdrawn_reason" TEXT,
    "import_key" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "lot_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "desk_operation" (
    "id" UUID NOT NULL,
    "county_code" TEXT NOT NULL,
    "event_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "content_hash" TEXT NOT NULL,
    "actor_id" INTEGER NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "desk_operation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "handover" (
    "id" UUID NOT NULL,
    "operation_id" UUID NOT NULL,
    "county_code" TEXT NOT NULL,
    "order_line_id" UUID NOT NULL,
    "event_id" INTEGER NOT NULL,
    "lot_id" INTEGER NOT NULL,
    "household_id" INTEGER NOT NULL,
    "quantity" INTEGER NOT NULL,
    "weight_grams" INTEGER,
    "amount_fen" BIGINT NOT NULL,
    "base_fen" BIGINT NOT NULL,
    "premium_fen" BIGINT NOT NULL,
    "recorded_by" INTEGER NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "handover_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "shortfall" (
    "id" UUID NOT NULL,
    "operation_id" UUID NOT NULL,
    "county_code" TEXT NOT NULL,
    "order_line_id" UUID NOT NULL,
    "event_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "recorded_by" INTEGER NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "shortfall_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payment" (
    "id" UUID NOT NULL,
    "operation_id" UUID NOT NULL,
    "county_code" TEXT NOT NULL,
    "order_id" UUID NOT NULL,
    "event_id" INTEGER NOT NULL,
    "method" TEXT NOT NULL,
    "due_fen" BIGINT NOT NULL,
    "paid_fen" BIGINT NOT NULL,
    "rounded_off_fen" BIGINT NOT NULL,
    "taken_by" INTEGER NOT NULL,
    "taken_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "payment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "journal" (
    "id" BIGSERIAL NOT NULL,
    "county_code" TEXT NOT NULL,
    "book" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "cause_kind" TEXT NOT NULL,
    "cause_id" TEXT NOT NULL,
    "idempotency_key" TEXT NOT NULL,
    "content_hash" TEXT NOT NULL,
    "business_day" DATE NOT NULL,
    "posted_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor_id" INTEGER,
    "reverses_id" BIGINT,
    "transaction_id" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint,

    CONSTRAINT "journal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "posting" (
    "id" BIGSERIAL NOT NULL,
    "journal_id" BIGINT NOT NULL,
    "county_code" TEXT NOT NULL,
    "from_account" TEXT NOT NULL,
    "to_account" TEXT NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "part" TEXT NOT NULL,
    "business_day" DATE NOT NULL,
    "household_id" INTEGER,
    "village_code" TEXT,
    "grid_code" TEXT,
    "category" TEXT,
    "product_id" INTEGER,
    "event_id" INTEGER,
    "order_line_id" UUID,
    "agency_id" INTEGER,
    "capacity" TEXT,

    CONSTRAINT "posting_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "seal" (
    "id" BIGSERIAL NOT NULL,
    "county_code" TEXT NOT NULL,
    "row_kind" TEXT NOT NULL,
    "row_id" BIGINT NOT NULL,
    "book" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "voucher_number" INTEGER NOT NULL,
    "previous_hash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "transaction_id" BIGINT NOT NULL,
    "sealed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "seal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "period" (
    "county_code" TEXT NOT NULL,
    "book" TEXT NOT NULL,
    "month" TEXT NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "closed_by" INTEGER,

    CONSTRAINT "period_pkey" PRIMARY KEY ("county_code","book","month")
);

-- CreateTable
CREATE TABLE "household_day" (
    "household_id" INTEGER NOT NULL,
    "business_day" DATE NOT NULL,
    "posting_day" DATE NOT NULL,
    "county_code" TEXT NOT NULL,
    "village_code" TEXT NOT NULL,
    "grid_code" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "base_fen" BIGINT NOT NULL,
    "premium_fen" BIGINT NOT NULL,

    CONSTRAINT "household_day_pkey" PRIMARY KEY ("household_id","business_day","posting_day","village_code","grid_code","category")
);

-- CreateTable
CREATE TABLE "basket" (
    "id" UUID NOT NULL,
    "account_id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "latest_date" DATE,
    "preferred_town_code" TEXT,
    "placed_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "basket_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "basket_line" (
    "basket_id" UUID NOT NULL,
    "offer_id" INTEGER NOT NULL,
    "quantity" INTEGER NOT NULL,
    "pinned_event_id" INTEGER,
    "added_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "basket_line_pkey" PRIMARY KEY ("basket_id","offer_id")
);

-- CreateTable
CREATE TABLE "order" (
    "id" UUID NOT NULL,
    "number" SERIAL NOT NULL,
    "county_code" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "account_id" INTEGER,
    "agency_id" INTEGER,
    "capacity" TEXT NOT NULL,
    "pay_by" TEXT NOT NULL,
    "pickup_code" TEXT,
    "placement_key" TEXT NOT NULL,
    "content_hash" TEXT NOT NULL,
    "basket_id" UUID,
    "placed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "total_fen" BIGINT NOT NULL,
    "cancelled_at" TIMESTAMPTZ(3),

    CONSTRAINT "order_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "order_line" (
    "id" UUID NOT NULL,
    "order_id" UUID NOT NULL,
    "county_code" TEXT NOT NULL,
    "line_number" INTEGER NOT NULL,
    "offer_id" INTEGER NOT NULL,
    "product_id" INTEGER NOT NULL,
    "village_code" TEXT NOT NULL,
    "event_id" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,
    "ordered_by" TEXT NOT NULL,
    "priced_by" TEXT NOT NULL,
    "piece_unit" TEXT,
    "usual_piece_grams_least" INTEGER,
    "usual_piece_grams_most" INTEGER,
    "unit_price_fen" INTEGER NOT NULL,
    "reference_price_fen" INTEGER NOT NULL,
    "held_amount_fen" BIGINT NOT NULL,
    "held_base_fen" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "cancel_reason" TEXT,

    CONSTRAINT "order_line_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "allocation" (
    "id" UUID NOT NULL,
    "order_line_id" UUID NOT NULL,
    "county_code" TEXT NOT NULL,
    "lot_id" INTEGER NOT NULL,
    "household_id" INTEGER NOT NULL,
    "quantity" INTEGER NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "state" TEXT NOT NULL,
    "rule_name" TEXT NOT NULL,
    "rule_version" TEXT NOT NULL,
    "business_day" DATE NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "allocation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dispatch_record" (
    "order_id" UUID NOT NULL,
    "county_code" TEXT NOT NULL,
    "rule_version" TEXT NOT NULL,
    "inputs" JSONB NOT NULL,
    "plan" JSONB NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "dispatch_record_pkey" PRIMARY KEY ("order_id")
);

-- CreateTable
CREATE TABLE "division" (
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "short_name" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "parent_code" TEXT,
    "from_day" DATE NOT NULL,
    "to_day" DATE,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "division_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "grid" (
    "code" TEXT NOT NULL,
    "village_code" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "from_day" DATE NOT NULL,
    "to_day" DATE,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "grid_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "supervision_area" (
    "id" SERIAL NOT NULL,
    "county_code" TEXT NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "supervision_area_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "supervision_area_town" (
    "area_id" INTEGER NOT NULL,
    "town_code" TEXT NOT NULL,
    "from_day" DATE NOT NULL,
    "to_day" DATE,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "supervision_area_town_pkey" PRIMARY KEY ("area_id","town_code","from_day")
);

-- CreateTable
CREATE TABLE "county_setting" (
    "county_code" TEXT NOT NULL,
    "premium_cap_percent" INTEGER NOT NULL DEFAULT 30,
    "cash_rounding_fen" INTEGER NOT NULL DEFAULT 10,
    "unpaid_orders_most" INTEGER NOT NULL DEFAULT 3,

    CONSTRAINT "county_setting_pkey" PRIMARY KEY ("county_code")
);

-- CreateTable
CREATE TABLE "household" (
    "id" SERIAL NOT NULL,
    "county_code" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "alias" TEXT NOT NULL,
    "access_needs" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "closed_on" DATE,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "household_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "household_state" (
    "id" SERIAL NOT NULL,
    "household_id" INTEGER NOT NULL,
    "county_code" TEXT NOT NULL,
    "village_code" TEXT NOT NULL,
    "grid_code" TEXT,
    "category" TEXT NOT NULL,
    "headcount" INTEGER NOT NULL,
    "from_day" DATE NOT NULL,
    "to_day" DATE,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "household_state_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "person" (
    "id" SERIAL NOT NULL,
    "household_id" INTEGER NOT NULL,
    "county_code" TEXT NOT NULL,
    "is_head" BOOLEAN NOT NULL,
    "name_sealed" TEXT NOT NULL,
    "name_hash" TEXT NOT NULL,
    "id_number_sealed" TEXT,
    "id_number_hash" TEXT,
    "phone_sealed" TEXT,
    "person_number" TEXT,
    "sex" TEXT,
    "kinship" TEXT NOT NULL,
    "from_day" DATE NOT NULL,
    "to_day" DATE,

    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bank_card" (
    "id" SERIAL NOT NULL,
    "household_id" INTEGER NOT NULL,
    "county_code" TEXT NOT NULL,
    "bank_name" TEXT NOT NULL,
    "card_sealed" TEXT,
    "card_hash" TEXT,
    "from_day" DATE NOT NULL,
    "to_day" DATE,

    CONSTRAINT "bank_card_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "agency" (
    "id" SERIAL NOT NULL,
    "county_code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "member_limit_fen" BIGINT NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "agency_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pairing" (
    "id" SERIAL NOT NULL,
    "county_code" TEXT NOT NULL,
    "agency_id" INTEGER NOT NULL,
    "household_id" INTEGER NOT NULL,
    "village_code" TEXT NOT NULL,
    "helper_name_sealed" TEXT NOT NULL,
    "helper_title" TEXT,
    "helper_phone_sealed" TEXT,
    "helper_phone_hash" TEXT,
    "from_day" DATE NOT NULL,
    "to_day" DATE,
    "end_reason" TEXT,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "pairing_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pickup_event" (
    "id" SERIAL NOT NULL,
    "county_code" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "village_code" TEXT NOT NULL,
    "place" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "cut_off_at" TIMESTAMPTZ(3) NOT NULL,
    "capacity_orders" INTEGER NOT NULL,
    "orders_taken" INTEGER NOT NULL DEFAULT 0,
    "scale_count" INTEGER NOT NULL DEFAULT 1,
    "state" TEXT NOT NULL,
    "import_key" TEXT,
    "created_by" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "pickup_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pickup_event_village" (
    "event_id" INTEGER NOT NULL,
    "village_code" TEXT NOT NULL,

    CONSTRAINT "pickup_event_village_pkey" PRIMARY KEY ("event_id","village_code")
);

-- CreateTable
CREATE TABLE "pickup_event_order" (
    "event_id" INTEGER NOT NULL,
    "order_id" UUID NOT NULL,
    "pickup_code" TEXT NOT NULL,

    CONSTRAINT "pickup_event_order_pkey" PRIMARY KEY ("event_id","order_id")
);

-- CreateTable
CREATE TABLE "cash_count" (
    "id" SERIAL NOT NULL,
    "event_id" INTEGER NOT NULL,
    "county_code" TEXT NOT NULL,
    "expected_fen" BIGINT NOT NULL,
    "counted_fen" BIGINT NOT NULL,
    "difference_reason" TEXT,
    "counted_by" INTEGER NOT NULL,
    "counted_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "cash_count_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "event_signature" (
    "event_id" INTEGER NOT NULL,
    "signed_by" INTEGER NOT NULL,
    "signed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "event_signature_pkey" PRIMARY KEY ("event_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "account_phone_hash_key" ON "account"("phone_hash");

-- CreateIndex
CREATE UNIQUE INDEX "account_email_hash_key" ON "account"("email_hash");

-- CreateIndex
CREATE INDEX "assignment_account_id_idx" ON "assignment"("account_id");

-- CreateIndex
CREATE INDEX "assignment_agency_id_idx" ON "assignment"("agency_id");

-- CreateIndex
CREATE INDEX "session_account_id_idx" ON "session"("account_id");

-- CreateIndex
CREATE INDEX "session_expires_at_idx" ON "session"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "invitation_code_hash_key" ON "invitation"("code_hash");

-- CreateIndex
CREATE INDEX "invitation_invited_by_idx" ON "invitation"("invited_by");

-- CreateIndex
CREATE UNIQUE INDEX "password_reset_code_hash_key" ON "password_reset"("code_hash");

-- CreateIndex
CREATE INDEX "password_reset_account_id_idx" ON "password_reset"("account_id");

-- CreateIndex
CREATE INDEX "activity_record_county_code_recorded_at_idx" ON "activity_record"("county_code", "recorded_at");

-- CreateIndex
CREATE INDEX "activity_record_subject_kind_subject_id_idx" ON "activity_record"("subject_kind", "subject_id");

-- CreateIndex
CREATE INDEX "activity_record_county_code_transaction_id_idx" ON "activity_record"("county_code", "transaction_id");

-- CreateIndex
CREATE INDEX "import_round_county_code_created_at_idx" ON "import_round"("county_code", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "product_key_key" ON "product"("key");

-- CreateIndex
CREATE INDEX "offer_county_code_idx" ON "offer"("county_code");

-- CreateIndex
CREATE UNIQUE INDEX "offer_village_code_product_id_unit_price_fen_key" ON "offer"("village_code", "product_id", "unit_price_fen");

-- CreateIndex
CREATE UNIQUE INDEX "lot_import_key_key" ON "lot"("import_key");

-- CreateIndex
CREATE INDEX "lot_offer_id_idx" ON "lot"("offer_id");

-- CreateIndex
CREATE INDEX "lot_household_id_idx" ON "lot"("household_id");

-- CreateIndex
CREATE INDEX "desk_operation_event_id_idx" ON "desk_operation"("event_id");

-- CreateIndex
CREATE INDEX "handover_order_line_id_idx" ON "handover"("order_line_id");

-- CreateIndex
CREATE INDEX "handover_event_id_idx" ON "handover"("event_id");

-- CreateIndex
CREATE INDEX "handover_lot_id_idx" ON "handover"("lot_id");

-- CreateIndex
CREATE INDEX "shortfall_order_line_id_idx" ON "shortfall"("order_line_id");

-- CreateIndex
CREATE INDEX "shortfall_event_id_idx" ON "shortfall"("event_id");

-- CreateIndex
CREATE INDEX "payment_order_id_idx" ON "payment"("order_id");

-- CreateIndex
CREATE INDEX "payment_event_id_idx" ON "payment"("event_id");

-- CreateIndex
CREATE UNIQUE INDEX "journal_idempotency_key_key" ON "journal"("idempotency_key");

-- CreateIndex
CREATE UNIQUE INDEX "journal_reverses_id_key" ON "journal"("reverses_id");

-- CreateIndex
CREATE INDEX "journal_county_code_business_day_idx" ON "journal"("county_code", "business_day");

-- CreateIndex
CREATE INDEX "journal_county_code_transaction_id_idx" ON "journal"("county_code", "transaction_id");

-- CreateIndex
CREATE UNIQUE INDEX "journal_cause_kind_cause_id_kind_key" ON "journal"("cause_kind", "cause_id", "kind");

-- CreateIndex
CREATE INDEX "posting_journal_id_idx" ON "posting"("journal_id");

-- CreateIndex
CREATE INDEX "posting_from_account_idx" ON "posting"("from_account");

-- CreateIndex
CREATE INDEX "posting_to_account_idx" ON "posting"("to_account");

-- CreateIndex
CREATE INDEX "posting_household_id_business_day_idx" ON "posting"("household_id", "business_day");

-- CreateIndex
CREATE INDEX "seal_county_code_row_kind_transaction_id_idx" ON "seal"("county_code", "row_kind", "transaction_id");

-- CreateIndex
CREATE UNIQUE INDEX "seal_row_kind_row_id_key" ON "seal"("row_kind", "row_id");

-- CreateIndex
CREATE UNIQUE INDEX "seal_county_code_book_period_voucher_number_key" ON "seal"("county_code", "book", "period", "voucher_number");

-- CreateIndex
CREATE INDEX "household_day_county_code_business_day_idx" ON "household_day"("county_code", "business_day");

-- CreateIndex
CREATE UNIQUE INDEX "order_number_key" ON "order"("number");

-- CreateIndex
CREATE UNIQUE INDEX "order_placement_key_key" ON "order"("placement_key");

-- CreateIndex
CREATE UNIQUE INDEX "order_basket_id_key" ON "order"("basket_id");

-- CreateIndex
CREATE INDEX "order_account_id_placed_at_idx" ON "order"("account_id", "placed_at");

-- CreateIndex
CREATE INDEX "order_agency_id_placed_at_idx" ON "order"("agency_id", "placed_at");

-- CreateIndex
CREATE INDEX "order_line_event_id_state_idx" ON "order_line"("event_id", "state");

-- CreateIndex
CREATE INDEX "order_line_offer_id_idx" ON "order_line"("offer_id");

-- CreateIndex
CREATE UNIQUE INDEX "order_line_order_id_line_number_key" ON "order_line"("order_id", "line_number");

-- CreateIndex
CREATE INDEX "allocation_order_line_id_idx" ON "allocation"("order_line_id");

-- CreateIndex
CREATE INDEX "allocation_lot_id_idx" ON "allocation"("lot_id");

-- CreateIndex
CREATE INDEX "allocation_household_id_state_idx" ON "allocation"("household_id", "state");

-- CreateIndex
CREATE INDEX "division_parent_code_idx" ON "division"("parent_code");

-- CreateIndex
CREATE INDEX "division_level_short_name_idx" ON "division"("level", "short_name");

-- CreateIndex
CREATE UNIQUE INDEX "grid_village_code_number_key" ON "grid"("village_code", "number");

-- CreateIndex
CREATE UNIQUE INDEX "supervision_area_county_code_name_key" ON "supervision_area"("county_code", "name");

-- CreateIndex
CREATE INDEX "supervision_area_town_town_code_idx" ON "supervision_area_town"("town_code");

-- CreateIndex
CREATE UNIQUE INDEX "household_county_code_number_key" ON "household"("county_code", "number");

-- CreateIndex
CREATE INDEX "household_state_household_id_from_day_idx" ON "household_state"("household_id", "from_day");

-- CreateIndex
CREATE INDEX "household_state_village_code_idx" ON "household_state"("village_code");

-- CreateIndex
CREATE INDEX "household_state_county_code_idx" ON "household_state"("county_code");

-- CreateIndex
CREATE INDEX "person_household_id_idx" ON "person"("household_id");

-- CreateIndex
CREATE INDEX "person_county_code_name_hash_idx" ON "person"("county_code", "name_hash");

-- CreateIndex
CREATE INDEX "person_county_code_id_number_hash_idx" ON "person"("county_code", "id_number_hash");

-- CreateIndex
CREATE INDEX "bank_card_household_id_idx" ON "bank_card"("household_id");

-- CreateIndex
CREATE UNIQUE INDEX "agency_county_code_name_key" ON "agency"("county_code", "name");

-- CreateIndex
CREATE INDEX "pairing_household_id_idx" ON "pairing"("household_id");

-- CreateIndex
CREATE INDEX "pairing_agency_id_village_code_idx" ON "pairing"("agency_id", "village_code");

-- CreateIndex
CREATE INDEX "pairing_county_code_helper_phone_hash_idx" ON "pairing"("county_code", "helper_phone_hash");

-- CreateIndex
CREATE UNIQUE INDEX "pickup_event_import_key_key" ON "pickup_event"("import_key");

-- CreateIndex
CREATE INDEX "pickup_event_county_code_starts_at_idx" ON "pickup_event"("county_code", "starts_at");

-- CreateIndex
CREATE INDEX "pickup_event_village_code_idx" ON "pickup_event"("village_code");

-- CreateIndex
CREATE INDEX "pickup_event_village_village_code_idx" ON "pickup_event_village"("village_code");

-- CreateIndex
CREATE INDEX "pickup_event_order_order_id_idx" ON "pickup_event_order"("order_id");

-- CreateIndex
CREATE UNIQUE INDEX "pickup_event_order_event_id_pickup_code_key" ON "pickup_event_order"("event_id", "pickup_code");

-- CreateIndex
CREATE INDEX "cash_count_event_id_idx" ON "cash_count"("event_id");

-- AddForeignKey
ALTER TABLE "assignment" ADD CONSTRAINT "assignment_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "assignment" ADD CONSTRAINT "assignment_agency_id_fkey" FOREIGN KEY ("agency_id") REFERENCES "agency"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_agency_id_fkey" FOREIGN KEY ("agency_id") REFERENCES "agency"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "password_reset" ADD CONSTRAINT "password_reset_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "offer" ADD CONSTRAINT "offer_product_id_fkey" FOREIGN KEY ("product_id") REFERENCES "product"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lot" ADD CONSTRAINT "lot_offer_id_fkey" FOREIGN KEY ("offer_id") REFERENCES "offer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lot" ADD CONSTRAINT "lot_household_id_fkey" FOREIGN KEY ("household_id") REFERENCES "household"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "handover" ADD CONSTRAINT "handover_operation_id_fkey" FOREIGN KEY ("operation_id") REFERENCES "desk_operation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "handover" ADD CONSTRAINT "handover_order_line_id_fkey" FOREIGN KEY ("order_line_id") REFERENCES "order_line"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shortfall" ADD CONSTRAINT "shortfall_operation_id_fkey" FOREIGN KEY ("operation_id") REFERENCES "desk_operation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shortfall" ADD CONSTRAINT "shortfall_order_line_id_fkey" FOREIGN KEY ("order_line_id") REFERENCES "order_line"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment" ADD CONSTRAINT "payment_operation_id_fkey" FOREIGN KEY ("operation_id") REFERENCES "desk_operation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment" ADD CONSTRAINT "payment_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "order"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "posting" ADD CONSTRAINT "posting_journal_id_fkey" FOREIGN KEY ("journal_id") REFERENCES "journal"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "basket_line" ADD CONSTRAINT "basket_line_basket_id_fkey" FOREIGN KEY ("basket_id") REFERENCES "basket"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order" ADD CONSTRAINT "order_agency_id_fkey" FOREIGN KEY ("agency_id") REFERENCES "agency"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order" ADD CONSTRAINT "order_basket_id_fkey" FOREIGN KEY ("basket_id") REFERENCES "basket"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order_line" ADD CONSTRAINT "order_line_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "order"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order_line" ADD CONSTRAINT "order_line_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "pickup_event"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "allocation" ADD CONSTRAINT "allocation_order_line_id_fkey" FOREIGN KEY ("order_line_id") REFERENCES "order_line"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "allocation" ADD CONSTRAINT "allocation_lot_id_fkey" FOREIGN KEY ("lot_id") REFERENCES "lot"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dispatch_record" ADD CONSTRAINT "dispatch_record_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "order"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "supervision_area_town" ADD CONSTRAINT "supervision_area_town_area_id_fkey" FOREIGN KEY ("area_id") REFERENCES "supervision_area"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "household_state" ADD CONSTRAINT "household_state_household_id_fkey" FOREIGN KEY ("household_id") REFERENCES "household"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "person" ADD CONSTRAINT "person_household_id_fkey" FOREIGN KEY ("household_id") REFERENCES "household"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bank_card" ADD CONSTRAINT "bank_card_household_id_fkey" FOREIGN KEY ("household_id") REFERENCES "household"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pairing" ADD CONSTRAINT "pairing_agency_id_fkey" FOREIGN KEY ("agency_id") REFERENCES "agency"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pairing" ADD CONSTRAINT "pairing_household_id_fkey" FOREIGN KEY ("household_id") REFERENCES "household"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pickup_event_village" ADD CONSTRAINT "pickup_event_village_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "pickup_event"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pickup_event_order" ADD CONSTRAINT "pickup_event_order_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "pickup_event"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pickup_event_order" ADD CONSTRAINT "pickup_event_order_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "order"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cash_count" ADD CONSTRAINT "cash_count_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "pickup_event"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "event_signature" ADD CONSTRAINT "event_signature_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "pickup_event"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

