import { formatAmount, formatMoney } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'

/** Where a price lies on the rule, in percent of its width, kept off both ends. */
export function gaugeScale(marks: readonly number[]): (priceFen: number) => number {
  const least = Math.min(...marks)
  const most = Math.max(...marks)
  const span = Math.max(most - least, 1)
  return (priceFen) => 18 + ((priceFen - least) * 64) / span
}

/** The weight's outline, as wide as its figure needs. */
function bobPath(figureLength: number): string {
  const half = Math.max(24, figureLength * 6)
  return `M-${half + 6} 12c0-4 2-7 6-7h${half * 2}c4 0 6 3 6 7l5 40c0 5-3 8-7 8H-${half + 4}c-4 0-7-3-7-8z`
}

/** Floor, market reference, cap and the price now, on the steelyard's beam. Prices in fen per unit. */
export function PriceGauge({
  referencePriceFen,
  floorPriceFen,
  capPriceFen,
  unitPriceFen,
}: {
  referencePriceFen: number
  floorPriceFen: number | null
  capPriceFen: number
  unitPriceFen: number
}) {
  const marks = [referencePriceFen, capPriceFen, unitPriceFen, floorPriceFen ?? referencePriceFen]
  const place = gaugeScale(marks)
  const at = (priceFen: number) => `${place(priceFen).toFixed(1)}%`
  const title = m.gauge_title({
    reference: formatMoney(referencePriceFen),
    floor: floorPriceFen === null ? m.word_unknown() : formatMoney(floorPriceFen),
    price: formatMoney(unitPriceFen),
    cap: formatMoney(capPriceFen),
  })
  const reference = at(referencePriceFen)
  const cap = at(capPriceFen)
  const now = at(unitPriceFen)
  const hasHelp = unitPriceFen > referencePriceFen
  return (
    <svg className="gauge" role="img" aria-label={title}>
      <line className="rod" x1="4%" x2={cap} y1="70" y2="70" />
      <line className="over" x1={cap} x2="96%" y1="70" y2="70" />
      {hasHelp && <line className="help" x1={reference} x2={now} y1="70" y2="70" />}
      {hasHelp && (
        <line
          className="star"
          x1={`${(place(referencePriceFen) + 1).toFixed(1)}%`}
          x2={now}
          y1="70"
          y2="70"
        />
      )}
      <Mark x={reference} name={m.gauge_reference()} priceFen={referencePriceFen} />
      <Mark x={cap} name={m.gauge_cap()} priceFen={capPriceFen} />
      {floorPriceFen !== null && (
        <>
          <line className="tickl" x1={at(floorPriceFen)} x2={at(floorPriceFen)} y1="70" y2="104" />
          <text x={at(floorPriceFen)} y="126" {...floorLabel(place(floorPriceFen), place(unitPriceFen))}>
            {m.gauge_floor({ price: formatAmount(floorPriceFen) })}
          </text>
        </>
      )}
      <line className="cord" x1={now} x2={now} y1="62" y2="108" />
      <svg x={now} y="104" width="1" height="64" overflow="visible" aria-hidden="true">
        <path className="bob" d={bobPath(formatAmount(unitPriceFen).length)} />
        <text className="bobt" x="0" y="42" textAnchor="middle">
          {formatAmount(unitPriceFen)}
        </text>
      </svg>
    </svg>
  )
}

/** Half the hanging weight and half the label, in percent of a phone's width. */
const LABEL_ROOM = 26

/** The floor's label steps aside, away from the weight, where it would hang behind it. */
function floorLabel(floor: number, now: number): { textAnchor: 'start' | 'middle' | 'end'; dx?: string } {
  if (Math.abs(floor - now) >= LABEL_ROOM) return { textAnchor: 'middle' }
  const isLeft = floor <= now && floor > LABEL_ROOM
  return isLeft ? { textAnchor: 'end', dx: '-0.6em' } : { textAnchor: 'start', dx: '2.4em' }
}

function Mark({ x, name, priceFen }: { x: string; name: string; priceFen: number }) {
  return (
    <>
      <line className="tickl" x1={x} x2={x} y1="54" y2="86" />
      <text x={x} y="22" textAnchor="middle">
        {name}
      </text>
      <text className="v" x={x} y="45" textAnchor="middle">
        {formatAmount(priceFen)}
      </text>
    </>
  )
}
