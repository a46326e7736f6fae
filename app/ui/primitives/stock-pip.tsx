import { GRAMS_PER_JIN } from '#app/domain/kernel/money.ts'
import { type Counting, formatQuantity } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { classNames } from './class-names.ts'

/** What may be said of what is left: exactly, in general, or that it is gone. */
export type StockShown = { state: 'left'; quantity: number } | { state: 'plenty' } | { state: 'out' }

const SEEDS = 5

/** Below this many pieces or 斤 the stock is low. */
const LOW = 10

/**
 * How many of the five seeds are full. A coarse scale of what is left itself, never of what there was, which
 * would show what has been sold.
 */
export function seedsOf(stock: StockShown, orderedBy: Counting['orderedBy']): number {
  if (stock.state === 'out') return 0
  if (stock.state === 'plenty') return SEEDS
  const count = orderedBy === 'weight' ? stock.quantity / GRAMS_PER_JIN : stock.quantity
  if (count <= 0) return 0
  return 1 + [LOW, 20, 30, 100].filter((most) => count >= most).length
}

function stockText(stock: StockShown, counting: Counting, seeds: number): string {
  if (stock.state === 'plenty') return m.stock_plenty()
  if (stock.state === 'out' || seeds === 0) return m.stock_out()
  const quantity = formatQuantity(stock.quantity, counting)
  return seeds === 1 ? m.stock_low({ quantity }) : m.stock_left({ quantity })
}

/** Five seeds and the words: still so many, only so many left, sold out. */
export function StockPip({
  stock,
  counting,
  note,
}: {
  stock: StockShown
  counting: Counting
  note?: string
}) {
  const seeds = seedsOf(stock, counting.orderedBy)
  const text = stockText(stock, counting, seeds)
  return (
    <p className={classNames('stock', seeds === 0 && 'out', seeds === 1 && 'low')}>
      <svg className="pips" viewBox="0 0 58 10" aria-hidden="true">
        {Array.from({ length: SEEDS }, (_, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: five fixed seeds
          <circle key={i} className={i < seeds ? 'on' : undefined} cx={5 + i * 12} cy="5" r="4" />
        ))}
      </svg>
      {note ? m.joined({ first: text, second: note }) : text}
    </p>
  )
}
