-- What is kept as it was may be sealed anew with another key, by the tables' owner and by nobody else.

-- Whether a row is changed by the owner of its table, and in nothing but what its sealed columns are sealed with.
CREATE FUNCTION is_reseal(of_table oid, was jsonb, becomes jsonb, VARIADIC sealed text[]) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT current_user = (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = of_table)
    AND was - sealed = becomes - sealed
    AND NOT EXISTS (SELECT FROM unnest(sealed) AS name WHERE (was ->> name IS NULL) <> (becomes ->> name IS NULL))
$$;

CREATE FUNCTION refuse_change_but_reseal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND is_reseal(TG_RELID, to_jsonb(OLD), to_jsonb(NEW), VARIADIC TG_ARGV) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION USING ERRCODE = 'YG002', MESSAGE = TG_TABLE_NAME || ' is only ever added to';
END $$;

DROP TRIGGER append_only_rows ON invoice_request;
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON invoice_request FOR EACH ROW
  EXECUTE FUNCTION refuse_change_but_reseal('title_sealed', 'tax_number_sealed', 'email_sealed', 'note_sealed');
DROP TRIGGER append_only_rows ON invoice_issue;
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON invoice_issue FOR EACH ROW
  EXECUTE FUNCTION refuse_change_but_reseal('reason_sealed');

-- An undo keeps its sealed values within.
CREATE FUNCTION undo_without_sealed(undo import_undo) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT (to_jsonb(undo) #- '{before,corrected}') || jsonb_build_object('corrected',
    (SELECT jsonb_agg(was - '{nameSealed,idNumberSealed,phoneSealed}'::text[]
      || jsonb_build_object('has', jsonb_build_array(was ->> 'nameSealed' IS NULL, was ->> 'idNumberSealed' IS NULL, was ->> 'phoneSealed' IS NULL)) ORDER BY place)
      FROM jsonb_array_elements(undo.before -> 'corrected') WITH ORDINALITY AS each(was, place)))
$$;
CREATE FUNCTION refuse_undo_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND is_reseal(TG_RELID, undo_without_sealed(OLD), undo_without_sealed(NEW), VARIADIC '{}'::text[]) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION USING ERRCODE = 'YG002', MESSAGE = 'import_undo is only ever added to';
END $$;
DROP TRIGGER append_only_rows ON import_undo;
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON import_undo FOR EACH ROW EXECUTE FUNCTION refuse_undo_change();

-- The guards of the others stay as they are, before them asked whether it is only sealed anew.
CREATE FUNCTION is_not_reseal(of_table oid, was jsonb, becomes jsonb, sealed text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT NOT is_reseal(of_table, was, becomes, sealed)
$$;
DROP TRIGGER check_import_item ON import_item;
CREATE TRIGGER check_import_item BEFORE UPDATE ON import_item FOR EACH ROW
  WHEN (is_not_reseal('import_item'::regclass, to_jsonb(OLD), to_jsonb(NEW), 'content_sealed')) EXECUTE FUNCTION check_import_item();
DROP TRIGGER check_bank_line ON bank_line;
CREATE TRIGGER check_bank_line BEFORE UPDATE ON bank_line FOR EACH ROW
  WHEN (is_not_reseal('bank_line'::regclass, to_jsonb(OLD), to_jsonb(NEW), 'text_sealed')) EXECUTE FUNCTION check_bank_line();
CREATE TRIGGER check_bank_line_kept BEFORE DELETE ON bank_line FOR EACH ROW EXECUTE FUNCTION check_bank_line();
DROP TRIGGER check_refund ON refund;
CREATE TRIGGER check_refund BEFORE INSERT OR DELETE ON refund FOR EACH ROW EXECUTE FUNCTION check_refund();
CREATE TRIGGER check_refund_change BEFORE UPDATE ON refund FOR EACH ROW
  WHEN (is_not_reseal('refund'::regclass, to_jsonb(OLD), to_jsonb(NEW), 'note_sealed')) EXECUTE FUNCTION check_refund();
