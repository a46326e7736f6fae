-- What happened to a lot's goods besides orders: died, kept, or found to be more.

CREATE TABLE "lot_change" (
    "id" UUID NOT NULL,
    "lot_id" INTEGER NOT NULL,
    "county_code" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "household_agreed" BOOLEAN NOT NULL,
    "made_by" INTEGER NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "lot_change_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "lot_change_lot_id_idx" ON "lot_change"("lot_id");
ALTER TABLE "lot_change" ADD CONSTRAINT "lot_change_lot_id_fkey" FOREIGN KEY ("lot_id") REFERENCES "lot"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Guards. Nothing more of a household's is put on sale than it said.
ALTER TABLE lot_change ADD CHECK (kind IN ('written-off', 'withdrawn', 'topped-up')), ADD CHECK (quantity > 0),
  ADD CHECK (length(btrim(reason)) BETWEEN 1 AND 60), ADD CHECK (kind <> 'topped-up' OR household_agreed);
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON lot_change FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON lot_change FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
