-- Who sells an offer: the village's households as they are, a ten-household group, or a cooperative.

CREATE TABLE "household_group" (
    "id" SERIAL NOT NULL,
    "county_code" TEXT NOT NULL,
    "village_code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "from_day" DATE NOT NULL,
    "to_day" DATE,
    "recorded_by" INTEGER NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "household_group_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "household_group_village_code_idx" ON "household_group"("village_code");

CREATE TABLE "cooperative" (
    "id" SERIAL NOT NULL,
    "county_code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "recorded_by" INTEGER NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "cooperative_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "cooperative_county_code_name_key" ON "cooperative"("county_code", "name");

ALTER TABLE "offer" ADD COLUMN "group_id" INTEGER, ADD COLUMN "cooperative_id" INTEGER;
ALTER TABLE "offer" ADD CONSTRAINT "offer_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "household_group"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "offer" ADD CONSTRAINT "offer_cooperative_id_fkey" FOREIGN KEY ("cooperative_id") REFERENCES "cooperative"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Guards. One offer for each seller at the same terms; NULLS NOT DISTINCT, or a village could have two of its own.
ALTER TABLE household_group ADD CHECK (to_day IS NULL OR to_day >= from_day), ADD CHECK (length(btrim(name)) > 0);
ALTER TABLE cooperative ADD CHECK (kind IN ('cooperative', 'company', 'family-farm')), ADD CHECK (length(btrim(name)) > 0);
ALTER TABLE offer ADD CHECK (num_nonnulls(group_id, cooperative_id) <= 1);
DROP INDEX "offer_village_code_product_id_unit_price_fen_key";
CREATE UNIQUE INDEX offer_terms ON offer (village_code, product_id, unit_price_fen, group_id, cooperative_id) NULLS NOT DISTINCT;
