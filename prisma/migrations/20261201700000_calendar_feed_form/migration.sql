-- Which form made a calendar's address: a page that is reloaded does not replace the one it has just shown.
ALTER TABLE "calendar_feed" ADD COLUMN "form_key" UUID;
