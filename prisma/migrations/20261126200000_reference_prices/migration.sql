-- What the market pays, as a county notes it: a later row supersedes, nothing is edited.

CREATE TABLE "reference_price" (
    "id" SERIAL NOT NULL,
    "county_code" TEXT NOT NULL,
    "product_id" INTEGER NOT NULL,
    "price_fen" INTEGER NOT NULL,
    "priced_by" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "priced_on" DATE NOT NULL,
    "entered_by" INTEGER NOT NULL,
    "entered_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "reference_price_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "reference_price_county_code_product_id_priced_on_id_idx" ON "reference_price"("county_code", "product_id", "priced_on", "id");
ALTER TABLE "reference_price" ADD CONSTRAINT "reference_price_product_id_fkey" FOREIGN KEY ("product_id") REFERENCES "product"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Which of them a lot was listed against, of what day its reference is, and why its figures are as they are.
ALTER TABLE "lot" ADD COLUMN "reference_on" DATE, ADD COLUMN "reference_price_id" INTEGER, ADD COLUMN "doubt_reason" TEXT;
ALTER TABLE "lot" ADD CONSTRAINT "lot_reference_price_id_fkey" FOREIGN KEY ("reference_price_id") REFERENCES "reference_price"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Guards.
ALTER TABLE reference_price ADD CHECK (price_fen BETWEEN 1 AND 10000000), ADD CHECK (priced_by IN ('piece', 'jin')),
  ADD CHECK (length(btrim(source)) BETWEEN 1 AND 60);
ALTER TABLE lot ADD CHECK (length(btrim(doubt_reason)) BETWEEN 1 AND 60),
  ADD CHECK (reference_price_id IS NULL OR reference_on IS NOT NULL);
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON reference_price FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON reference_price FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A price is per what its product is priced by.
CREATE FUNCTION check_reference_price() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.priced_by IS DISTINCT FROM (SELECT priced_by FROM product WHERE id = NEW.product_id) THEN
    RAISE EXCEPTION USING ERRCODE = 'YG003', MESSAGE = 'a reference price is per what its product is priced by';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER check_reference_price BEFORE INSERT ON reference_price FOR EACH ROW EXECUTE FUNCTION check_reference_price();
