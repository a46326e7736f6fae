/**
 * What a visitor asks the catalogue for, read from an address.
 * Invariant: what makes no sense is left out and never an error: an old or mistyped link still shows goods.
 */
import { isDivisionCode } from '#app/domain/kernel/ids.ts'
import { readCardKey } from './card-key.ts'
import { type GoodsKind, isGoodsKind } from './kinds.ts'

export type CatalogueFilter = {
  /** As typed; empty for no search. */
  q: string
  /** A village, or any division above it. */
  placeCode: string | null
  kind: GoodsKind | null
  /** A month of the year, 1 to 12: what is in season then. */
  month: number | null
  /** The key of the last card of the page before. */
  after: string | null
}

/** Reads `q`, `village`, `kind`, `month` and `after`. */
export function readCatalogueFilter(query: { get: (name: string) => string | null }): CatalogueFilter {
  const placeCode = query.get('village')
  const kind = query.get('kind')
  const month = query.get('month') ?? ''
  const after = query.get('after')
  return {
    q: (query.get('q') ?? '').trim().slice(0, 60).trimEnd(),
    placeCode: placeCode !== null && isDivisionCode(placeCode) ? placeCode : null,
    kind: kind !== null && isGoodsKind(kind) ? kind : null,
    month: /^([1-9]|1[0-2])$/.test(month) ? Number(month) : null,
    after: after !== null && readCardKey(after) !== null ? after : null,
  }
}

/** What an address of the catalogue says of a filter; `readCatalogueFilter` reads the same filter from it. */
export function catalogueQuery({ q, placeCode, kind, month, after }: CatalogueFilter) {
  return { q, village: placeCode, kind, month, after }
}
