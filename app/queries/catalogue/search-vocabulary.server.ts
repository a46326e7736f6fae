/** The names that can be searched for, as they stand this moment (docs/decisions/0012). Public. */
import { readDatabase } from '#app/db/client.server.ts'
import type { NamedProduct, NamedVillage } from '#app/domain/catalogue/search-vocabulary.ts'
import { invariant } from '#app/domain/kernel/invariant.ts'

export type SearchedNames = { products: (NamedProduct & { kind: string })[]; villages: NamedVillage[] }

/** Every product, and every village that has or had an offer with the products it had. */
export async function readSearchedNames(): Promise<SearchedNames> {
  const [row] = await readDatabase().$queryRaw<{ names: SearchedNames }[]>`
    SELECT json_build_object('products', (
      SELECT coalesce(json_agg(json_build_object('id', p.id, 'nameZh', p.name_zh, 'nameEn', p.name_en,
        'synonyms', p.synonyms, 'kind', p.kind) ORDER BY p.id), '[]') FROM product p),
    'villages', (
      SELECT coalesce(json_agg(json_build_object('code', v.code, 'name', v.name, 'shortName', v.short_name,
        'town', t.name, 'productIds', o.product_ids) ORDER BY v.code), '[]')
      FROM (SELECT village_code, array_agg(DISTINCT product_id) AS product_ids FROM offer GROUP BY village_code) o
        JOIN division v ON v.code = o.village_code JOIN division t ON t.code = v.parent_code)) AS names`
  invariant(row, 'the names are always one row')
  return row.names
}
