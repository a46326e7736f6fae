-- The kinds of goods every county starts with; each has a drawing. A county may add and rename.
INSERT INTO product (key, name_zh, name_en, synonyms, kind, drawing, ordered_by, priced_by, step, piece_unit,
  usual_piece_grams_least, usual_piece_grams_most, season_months) VALUES
  ('goose', '大白鹅', 'White goose', ARRAY['鹅', '白鹅', '土鹅'], 'fowl', 'goose', 'piece', 'piece', 1, '只', NULL, NULL, '{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}'),
  ('goose-weighed', '大白鹅（过秤）', 'White goose, weighed', ARRAY['活鹅', '称重大白鹅'], 'fowl', 'goose', 'piece', 'jin', 1, '只', 3500, 4750, '{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}'),
  ('hen', '土鸡', 'Farm hen', ARRAY['鸡', '土母鸡', '土公鸡'], 'fowl', 'hen', 'piece', 'piece', 1, '只', NULL, NULL, '{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}'),
  ('eggs', '土鸡蛋', 'Farm eggs', ARRAY['鸡蛋', '土蛋'], 'fowl', 'eggs', 'piece', 'piece', 1, '个', NULL, NULL, '{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}'),
  ('celtuce', '莴笋', 'Celtuce', ARRAY['青笋', '莴苣'], 'veg', 'celtuce', 'weight', 'jin', 500, NULL, NULL, NULL, '{11, 12, 1, 2, 3, 4}'),
  ('scallion', '大葱', 'Scallion', ARRAY['葱'], 'veg', 'scallion', 'weight', 'jin', 500, NULL, NULL, NULL, '{10, 11, 12, 1, 2, 3}'),
  ('garlic', '大蒜', 'Garlic', ARRAY['蒜', '蒜头'], 'veg', 'garlic', 'weight', 'jin', 500, NULL, NULL, NULL, '{5, 6, 7, 8, 9, 10, 11, 12}'),
  ('sweet-potato', '红薯', 'Sweet potato', ARRAY['红苕', '地瓜'], 'veg', 'sweet-potato', 'weight', 'jin', 500, NULL, NULL, NULL, '{10, 11, 12, 1}'),
  ('blood-orange', '血橙', 'Blood orange', ARRAY['橙子', '塔罗科'], 'fruit', 'blood-orange', 'weight', 'jin', 500, NULL, NULL, NULL, '{12, 1, 2, 3, 4}'),
  ('walnut', '核桃', 'Walnut', ARRAY['干核桃'], 'fruit', 'walnut', 'weight', 'jin', 500, NULL, NULL, NULL, '{9, 10, 11, 12, 1}'),
  ('rice', '大米', 'Rice', ARRAY['米', '稻米'], 'grain', 'rice', 'weight', 'jin', 500, NULL, NULL, NULL, '{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}'),
  ('rapeseed-oil', '菜籽油', 'Rapeseed oil', ARRAY['菜油', '清油'], 'grain', 'rapeseed-oil', 'weight', 'jin', 500, NULL, NULL, NULL, '{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}'),
  ('catfish', '鲶鱼', 'Catfish', ARRAY['鲇鱼'], 'fish', 'catfish', 'weight', 'jin', 500, NULL, NULL, NULL, '{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}'),
  ('dongjian', '冬尖', 'Dongjian pickle', ARRAY['腌菜', '资中冬尖'], 'jar', 'dongjian', 'weight', 'jin', 500, NULL, NULL, NULL, '{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}');
