import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { ButtonLink, TapLink } from '#app/ui/primitives/button.tsx'
import { EmptyState } from '#app/ui/primitives/empty-state.tsx'
import type { ActiveFilter } from './active-filters.tsx'
import { seasonText } from './season-months.tsx'
import { kindName, productName } from './words.ts'

type Named = { nameZh: string; nameEn: string }

export type ShownNearby = {
  known: readonly (Named & { months: readonly number[] })[]
  products: readonly (Named & { kind: string })[]
  villages: readonly { code: string; name: string; town: string }[]
}

/** No card: what was asked for, what is near it, and the ways on. */
export function NothingFound({
  query,
  filters,
  nearby,
}: {
  query: string
  filters: readonly ActiveFilter[]
  /** Given where the words themselves lead to nothing. */
  nearby: ShownNearby | null
}) {
  const ways = filters.filter(({ count }) => count > 0 && filters.length > 1)
  return (
    <>
      <EmptyState
        title={nearby ? m.store_none_for({ query }) : m.store_none_title()}
        action={<ButtonLink href={paths.catalogue()}>{m.store_show_all()}</ButtonLink>}
      >
        {nearby ? m.store_none_tip() : m.store_none()}
      </EmptyState>
      {nearby?.known.map((product) => (
        <p key={product.nameZh}>{knownText(product)}</p>
      ))}
      {ways.length > 0 && (
        <ul className="ways">
          {ways.map(({ label, href, count }) => (
            <li key={href}>
              <TapLink href={href}>{m.store_none_remove({ label, count })}</TapLink>
            </li>
          ))}
        </ul>
      )}
      {nearby && nearby.products.length > 0 && <NearProducts products={nearby.products} />}
      {nearby && nearby.villages.length > 0 && (
        <section className="near">
          <h2>{m.store_none_villages()}</h2>
          <ul className="ways">
            {nearby.villages.map(({ code, name, town }) => (
              <li key={code}>
                <TapLink href={paths.village(code)}>{m.store_none_village({ village: name, town })}</TapLink>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

function knownText(product: Named & { months: readonly number[] }): string {
  const name = productName(product)
  const isAllYear = product.months.length === 0 || product.months.length === 12
  return isAllYear
    ? m.store_none_known_all_year({ product: name })
    : m.store_none_known({ product: name, season: seasonText(product.months) })
}

function NearProducts({ products }: Pick<ShownNearby, 'products'>) {
  const kinds = [...new Set(products.map(({ kind }) => kind))]
  return (
    <section className="near">
      <h2>{m.store_none_near()}</h2>
      <ul className="ways">
        {products.map((product) => (
          <li key={product.nameZh}>
            <TapLink href={paths.catalogue({ q: productName(product) })}>{productName(product)}</TapLink>
          </li>
        ))}
        {kinds.length === 1 &&
          kinds.map((kind) => (
            <li key={kind}>
              <TapLink href={paths.catalogue({ kind })}>{kindName(kind)}</TapLink>
            </li>
          ))}
      </ul>
    </section>
  )
}
