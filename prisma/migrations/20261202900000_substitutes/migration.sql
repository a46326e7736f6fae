-- Other goods that a buyer took at the desk for what was missing of a line: a line of the same order that names it.
ALTER TABLE "order_line" ADD COLUMN "substitutes_id" UUID;

-- CreateIndex
CREATE INDEX "order_line_substitutes_id_idx" ON "order_line"("substitutes_id");

-- AddForeignKey
ALTER TABLE "order_line" ADD CONSTRAINT "order_line_substitutes_id_fkey" FOREIGN KEY ("substitutes_id") REFERENCES "order_line"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE order_line ADD CHECK (substitutes_id <> id);

-- As before, but that a substitute takes no time of its own: like a sale on the day it is made as time allows.
CREATE OR REPLACE FUNCTION desk_seconds_left(event integer) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT e.desk_minutes_per_scale::bigint * 60 * e.scale_count
    - (SELECT count(*) FROM pickup_event_order r WHERE r.event_id = e.id) * desk_seconds_of_order()
    - (SELECT coalesce(sum(desk_seconds_of_line(l.ordered_by, l.priced_by)), 0) FROM order_line l JOIN "order" o ON o.id = l.order_id
      WHERE l.event_id = e.id AND l.state <> 'cancelled' AND o.kind = 'ahead' AND l.substitutes_id IS NULL)
  FROM pickup_event e WHERE e.id = event
$$;
