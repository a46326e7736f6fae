import { m } from '#app/i18n/generated/messages.js'
import { kindName, productName } from '#app/ui/catalogue/words.ts'
import { drawingPath } from '#app/ui/primitives/produce-drawing.tsx'
import type { ShownProduct } from './words.ts'

type ListedProduct = ShownProduct & { key: string }
type Links = { products: readonly ListedProduct[]; hrefOf: (productKey: string) => string }

/** The second question: what the household and its village have listed before, then all others by kind. */
export function ProductLinks({ products, usualKeys, hrefOf }: Links & { usualKeys: readonly string[] }) {
  const usual = usualKeys.flatMap((key) => products.find((product) => product.key === key) ?? [])
  const others = products.filter((product) => !usualKeys.includes(product.key))
  const kinds = [...new Set(others.map((product) => product.kind))]
  return (
    <>
      {usual.length > 0 && (
        <>
          <h3>{m.listing_products_usual()}</h3>
          <nav aria-label={m.listing_products_usual()}>
            <ProductRows products={usual} hrefOf={hrefOf} />
          </nav>
          <h3 className="pt-6">{m.listing_products_others()}</h3>
        </>
      )}
      {kinds.map((kind) => (
        <nav key={kind} aria-label={kindName(kind)}>
          <ProductRows products={others.filter((product) => product.kind === kind)} hrefOf={hrefOf} />
        </nav>
      ))}
    </>
  )
}

function ProductRows({ products, hrefOf }: Links) {
  return products.map((product) => (
    <a key={product.key} className="dl" href={hrefOf(product.key)}>
      <img src={drawingPath(product.drawing)} width="40" height="40" alt="" loading="lazy" />
      <span>{productName(product)}</span>
      <span />
    </a>
  ))
}
