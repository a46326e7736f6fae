-- What was pressed and what came of it part: a placement is a basket ordered once, an order is what is collected.
-- A placement of before is known by its order's id, so that records which are only ever added to stay as they are.
CREATE TABLE "placement" (
    "id" UUID NOT NULL,
    "county_code" TEXT NOT NULL,
    "account_id" INTEGER NOT NULL,
    "placement_key" TEXT NOT NULL,
    "content_hash" TEXT NOT NULL,
    "basket_id" UUID,
    "placed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "placement_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "placement_placement_key_key" ON "placement"("placement_key");
CREATE UNIQUE INDEX "placement_basket_id_key" ON "placement"("basket_id");
ALTER TABLE "placement" ADD CONSTRAINT "placement_basket_id_fkey" FOREIGN KEY ("basket_id") REFERENCES "basket"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

INSERT INTO placement (id, county_code, account_id, placement_key, content_hash, basket_id, placed_at)
SELECT id, county_code, account_id, placement_key, content_hash, basket_id, placed_at FROM "order" WHERE kind = 'ahead';

ALTER TABLE "order_line" ADD COLUMN "placement_id" UUID;
UPDATE order_line l SET placement_id = l.order_id FROM "order" o WHERE o.id = l.order_id AND o.kind = 'ahead';
CREATE INDEX "order_line_placement_id_idx" ON "order_line"("placement_id");
ALTER TABLE "order_line" ADD CONSTRAINT "order_line_placement_id_fkey" FOREIGN KEY ("placement_id") REFERENCES "placement"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "dispatch_record" DROP CONSTRAINT "dispatch_record_order_id_fkey";
ALTER TABLE "dispatch_record" RENAME COLUMN "order_id" TO "placement_id";
ALTER TABLE "dispatch_record" ADD CONSTRAINT "dispatch_record_placement_id_fkey" FOREIGN KEY ("placement_id") REFERENCES "placement"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "order" DROP COLUMN "placement_key", DROP COLUMN "content_hash", DROP COLUMN "basket_id",
  ADD COLUMN "version" INTEGER NOT NULL DEFAULT 1;

ALTER TABLE "basket" ADD COLUMN "put_keys" UUID[] DEFAULT ARRAY[]::UUID[];
CREATE INDEX "basket_account_id_idx" ON "basket"("account_id");
ALTER TABLE "basket_line" ADD COLUMN "in_two" BOOLEAN NOT NULL DEFAULT false, ADD COLUMN "for_whom_sealed" TEXT;

CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON placement FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON placement FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
