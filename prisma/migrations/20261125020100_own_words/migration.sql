-- English has one plural that no rule makes, and a goose on the scale has its own drawing.
UPDATE product SET synonyms = synonyms || '{geese}'::text[]
  WHERE key IN ('goose', 'goose-weighed') AND NOT 'geese' = ANY (synonyms);
UPDATE product SET drawing = 'goose-weighed' WHERE key = 'goose-weighed' AND drawing = 'goose';
