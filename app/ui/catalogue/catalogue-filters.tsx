import type { CatalogueFilter } from '#app/domain/catalogue/catalogue-filter.ts'
import { formatMonth } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { type FilterLink, FilterLinks } from '#app/ui/primitives/links.tsx'
import { kindName } from './words.ts'

type CountedPlace = { code: string; name: string; count: number }

type CatalogueFiltersProps = {
  filter: Pick<CatalogueFilter, 'q' | 'placeCode' | 'kind' | 'month'>
  /** Cards of every kind, under the other filters. */
  anyKind: number
  kinds: readonly { kind: string; count: number }[]
  months: readonly { month: number; count: number }[]
  towns: readonly CountedPlace[]
  villages: readonly CountedPlace[]
  place: { code: string; townCode: string | null } | null
}

/** Links that each change one filter and keep the others; each says how many cards it leads to. */
export function CatalogueFilters({
  filter,
  anyKind,
  kinds,
  months,
  towns,
  villages,
  place,
}: CatalogueFiltersProps) {
  const hrefWith = (change: { village?: string | null; kind?: string | null; month?: number | null }) =>
    paths.catalogue({
      q: filter.q,
      village: filter.placeCode,
      kind: filter.kind,
      month: filter.month,
      ...change,
    })
  const kindLinks: FilterLink[] = [
    {
      href: hrefWith({ kind: null }),
      label: m.word_all(),
      count: anyKind,
      current: filter.kind === null,
    },
    ...kinds.map(({ kind, count }) => ({
      href: hrefWith({ kind }),
      label: kindName(kind),
      count,
      current: kind === filter.kind,
    })),
  ]
  return (
    <>
      <FilterLinks label={m.store_filter_kind()} links={kindLinks} />
      <details className="mb-4" open={filter.placeCode !== null || filter.month !== null}>
        <summary>{m.store_filter_more()}</summary>
        <PlaceLinks {...{ towns, villages, place }} hrefOf={(village) => hrefWith({ village })} />
        <FilterLinks
          label={m.store_filter_month()}
          links={[
            { href: hrefWith({ month: null }), label: m.store_month_all(), current: filter.month === null },
            ...months.map(({ month, count }) => ({
              href: hrefWith({ month }),
              label: formatMonth(month),
              count,
              current: month === filter.month,
            })),
          ]}
        />
      </details>
    </>
  )
}

/** Towns, and below the one chosen (or the only one) its villages. */
function PlaceLinks({
  towns,
  villages,
  place,
  hrefOf,
}: Pick<CatalogueFiltersProps, 'towns' | 'villages' | 'place'> & {
  hrefOf: (code: string | null) => string
}) {
  const townCode = place?.townCode ?? null
  const link = ({ code, name, count }: CountedPlace, current: boolean): FilterLink => ({
    href: hrefOf(code),
    label: name,
    count,
    current,
  })
  return (
    <>
      {(towns.length > 1 || townCode !== null) && (
        <FilterLinks
          label={m.store_filter_town()}
          links={[
            { href: hrefOf(null), label: m.store_town_all(), current: townCode === null },
            ...towns.map((town) => link(town, town.code === townCode)),
          ]}
        />
      )}
      {villages.length > 0 && (
        <FilterLinks
          label={m.store_filter_village()}
          links={[
            {
              href: hrefOf(townCode),
              label: m.store_village_all(),
              current: (place?.code ?? null) === townCode,
            },
            ...villages.map((village) => link(village, village.code === place?.code)),
          ]}
        />
      )}
    </>
  )
}
