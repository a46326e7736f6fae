CREATE TABLE "lot_photo" (
    "id" UUID NOT NULL,
    "lot_id" INTEGER NOT NULL,
    "county_code" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "width" INTEGER NOT NULL,
    "height" INTEGER NOT NULL,
    "content_hash" TEXT NOT NULL,
    "added_by" INTEGER NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "lot_photo_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "lot_photo_lot_id_idx" ON "lot_photo"("lot_id");

ALTER TABLE "lot_photo" ADD CONSTRAINT "lot_photo_lot_id_fkey" FOREIGN KEY ("lot_id") REFERENCES "lot"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Three of a lot at most, each picture once.
ALTER TABLE lot_photo ADD CHECK (position BETWEEN 1 AND 3), ADD CHECK (width BETWEEN 1 AND 1200), ADD CHECK (height > 0);
CREATE UNIQUE INDEX lot_photo_place ON lot_photo (lot_id, position) WHERE removed_at IS NULL;
CREATE UNIQUE INDEX lot_photo_once ON lot_photo (lot_id, content_hash) WHERE removed_at IS NULL;
