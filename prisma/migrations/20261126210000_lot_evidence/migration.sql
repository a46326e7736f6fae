-- What shows that a household agreed: a drawing, a picture or a voice. Its file lies sealed in the data folder.

CREATE TABLE "lot_evidence" (
    "id" UUID NOT NULL,
    "lot_id" INTEGER NOT NULL,
    "county_code" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "media_type" TEXT NOT NULL,
    "byte_count" INTEGER NOT NULL,
    "content_hash" TEXT NOT NULL,
    "added_by" INTEGER NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "lot_evidence_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "lot_evidence_lot_id_key" ON "lot_evidence"("lot_id");
ALTER TABLE "lot_evidence" ADD CONSTRAINT "lot_evidence_lot_id_fkey" FOREIGN KEY ("lot_id") REFERENCES "lot"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Guards.
ALTER TABLE lot_evidence ADD CHECK (kind IN ('drawn', 'photo', 'voice')), ADD CHECK (byte_count > 0),
  ADD CHECK (media_type LIKE CASE kind WHEN 'voice' THEN 'audio/%' ELSE 'image/%' END);
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON lot_evidence FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON lot_evidence FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
