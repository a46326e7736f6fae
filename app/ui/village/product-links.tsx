import { kindName, productName } from '#app/ui/catalogue/words.ts'
import { drawingPath } from '#app/ui/primitives/produce-drawing.tsx'
import type { ShownProduct } from './words.ts'

/** The second question: products by kind, each a tap. */
export function ProductLinks({
  products,
  hrefOf,
}: {
  products: readonly (ShownProduct & { key: string })[]
  hrefOf: (productKey: string) => string
}) {
  const kinds = [...new Set(products.map((product) => product.kind))]
  return kinds.map((kind) => (
    <nav key={kind} aria-label={kindName(kind)}>
      {products
        .filter((product) => product.kind === kind)
        .map((product) => (
          <a key={product.key} className="dl" href={hrefOf(product.key)}>
            <img src={drawingPath(product.drawing)} width="40" height="40" alt="" loading="lazy" />
            <span>{productName(product)}</span>
            <span />
          </a>
        ))}
    </nav>
  ))
}
