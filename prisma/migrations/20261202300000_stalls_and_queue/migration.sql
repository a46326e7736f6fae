-- Where households stand at an event, and in what order buyers wait and are called.

CREATE TABLE "event_stall" (
    "event_id" INTEGER NOT NULL,
    "household_id" INTEGER NOT NULL,
    "county_code" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "given_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "event_stall_pkey" PRIMARY KEY ("event_id", "household_id")
);
CREATE UNIQUE INDEX "event_stall_event_id_number_key" ON "event_stall"("event_id", "number");
ALTER TABLE "event_stall" ADD CONSTRAINT "event_stall_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "pickup_event"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "event_stall" ADD CONSTRAINT "event_stall_household_id_fkey" FOREIGN KEY ("household_id") REFERENCES "household"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TABLE "queue_place" (
    "event_id" INTEGER NOT NULL,
    "order_id" UUID NOT NULL,
    "county_code" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "operation_id" UUID NOT NULL,
    "came_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "queue_place_pkey" PRIMARY KEY ("event_id", "order_id")
);
CREATE UNIQUE INDEX "queue_place_event_id_number_key" ON "queue_place"("event_id", "number");
ALTER TABLE "queue_place" ADD CONSTRAINT "queue_place_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "pickup_event"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "queue_place" ADD CONSTRAINT "queue_place_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "order"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "queue_place" ADD CONSTRAINT "queue_place_operation_id_fkey" FOREIGN KEY ("operation_id") REFERENCES "desk_operation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TABLE "queue_call" (
    "operation_id" UUID NOT NULL,
    "event_id" INTEGER NOT NULL,
    "order_id" UUID NOT NULL,
    "county_code" TEXT NOT NULL,
    "called_by" INTEGER NOT NULL,
    "called_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "queue_call_pkey" PRIMARY KEY ("operation_id")
);
CREATE UNIQUE INDEX "queue_call_event_id_order_id_key" ON "queue_call"("event_id", "order_id");
ALTER TABLE "queue_call" ADD CONSTRAINT "queue_call_event_id_order_id_fkey" FOREIGN KEY ("event_id", "order_id") REFERENCES "queue_place"("event_id", "order_id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "queue_call" ADD CONSTRAINT "queue_call_operation_id_fkey" FOREIGN KEY ("operation_id") REFERENCES "desk_operation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Guards. A stall, a place and a call are given once and stay.
ALTER TABLE event_stall ADD CHECK (number >= 1);
ALTER TABLE queue_place ADD CHECK (number >= 1);
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['event_stall', 'queue_place', 'queue_call'] LOOP
    EXECUTE format('CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', t);
    EXECUTE format('CREATE TRIGGER append_only_table BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', t);
  END LOOP;
END $$;
