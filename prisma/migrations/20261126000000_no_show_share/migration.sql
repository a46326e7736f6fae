-- What of money paid ahead goes to the households for goods that nobody came for.

ALTER TABLE "county_setting" ADD COLUMN "no_show_share_percent" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "order_line" ADD COLUMN "no_show_share_percent" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "shortfall" ADD COLUMN "no_show_share_fen" BIGINT NOT NULL DEFAULT 0;

-- Guards.
ALTER TABLE county_setting ADD CHECK (no_show_share_percent BETWEEN 0 AND 50);
ALTER TABLE order_line ADD CHECK (no_show_share_percent BETWEEN 0 AND 50);
ALTER TABLE shortfall ADD CHECK (no_show_share_fen >= 0), ADD CHECK (no_show_share_fen = 0 OR kind = 'no-show');
ALTER TABLE posting DROP CONSTRAINT posting_part_check,
  ADD CONSTRAINT posting_part_check
    CHECK (part IN ('base', 'premium', 'payment', 'rounding', 'charge', 'payout', 'refund', 'no-show-share')),
  ADD CHECK (part <> 'no-show-share' OR (household_id IS NOT NULL AND village_code IS NOT NULL AND category IS NOT NULL
    AND product_id IS NOT NULL AND event_id IS NOT NULL AND order_line_id IS NOT NULL AND capacity IS NOT NULL));
