import { formatAmount, formatMonth } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { locale } from '#app/i18n/locale.ts'
import { Table } from './table.tsx'

export type MonthAmounts = { month: number; baseFen: number; premiumFen: number }

const HEIGHT = 280
const FLOOR = 246
const TOP = 34
/** Parts the premium from the base, so that the two are told apart without colour. */
const GAP = 2

/** A round step such that at most four of them hold `most`: 1, 2, 2.5 or 5 times a power of ten. */
export function roundStep(most: number): number {
  const rough = Math.max(most, 1) / 4
  const power = 10 ** Math.floor(Math.log10(rough))
  const factor = [1, 2, 2.5, 5, 10].find((one) => one * power >= rough) ?? 10
  return factor * power
}

/** The unit that keeps figures on a chart short: 10,000 yuan in Chinese, 1,000 in English, or plain yuan. */
function chartUnit(mostFen: number) {
  const perUnitYuan = locale() === 'en' ? 1000 : 10_000
  if (mostFen < perUnitYuan * 2 * 100) {
    return { fen: 100, name: m.chart_unit_yuan(), tick: (value: number) => String(value), decimals: 0 }
  }
  const tick = locale() === 'en' ? m.chart_tick_thousand : m.chart_tick_wan
  return {
    fen: perUnitYuan * 100,
    name: m.chart_unit_wan(),
    tick: (value: number) => tick({ value }),
    decimals: 1,
  }
}

/** Twelve months, base and premium stacked, the same figures in a table below. `label` is the chart in a sentence. */
export function MonthChart({
  months,
  label,
  note,
}: {
  months: readonly MonthAmounts[]
  label: string
  /** Said after the unit: until when the figures go. */
  note?: string
}) {
  const mostFen = Math.max(0, ...months.map((one) => one.baseFen + one.premiumFen))
  const unit = chartUnit(mostFen)
  const step = roundStep(mostFen / unit.fen)
  const ticks = [1, 2, 3, 4].map((n) => n * step)
  const y = (value: number) => FLOOR - ((FLOOR - TOP) * value) / (4 * step)
  return (
    <>
      <ul className="legend">
        <li>
          <span className="sw" />
          {m.price_reference_name()}
        </li>
        <li>
          <span className="sw help" />
          {m.price_premium_name()}
        </li>
        <li className="soft">{note ? m.joined({ first: unit.name, second: note }) : unit.name}</li>
      </ul>
      <div className="plot">
        <svg className="chart" height={HEIGHT} aria-hidden="true">
          {ticks.map((value) => (
            <text key={value} x="0" y={y(value) + 5}>
              {unit.tick(value)}
            </text>
          ))}
        </svg>
        <svg className="chart" height={HEIGHT} role="img" aria-label={label}>
          {ticks.map((value) => (
            <line key={value} className="rule" x1="0" x2="100%" y1={y(value)} y2={y(value)} />
          ))}
          {Array.from({ length: 12 }, (_, i) => (
            <MonthBar
              key={formatMonth(i + 1)}
              month={i + 1}
              amounts={months.find((one) => one.month === i + 1)}
              y={(fen) => y(fen / unit.fen)}
              figure={(fen) => (fen / unit.fen).toFixed(unit.decimals)}
            />
          ))}
          <line className="zero" x1="0" x2="100%" y1={FLOOR} y2={FLOOR} />
        </svg>
      </div>
      <details>
        <summary>{m.chart_figures()}</summary>
        <Table
          caption={label}
          hideCaption
          rows={months}
          rowKey={(one) => one.month}
          columns={[
            {
              key: 'month',
              heading: m.chart_month(),
              isRowHeading: true,
              cell: (one) => formatMonth(one.month),
            },
            { key: 'base', heading: m.chart_base(), numeric: true, cell: (one) => formatAmount(one.baseFen) },
            {
              key: 'premium',
              heading: m.chart_premium(),
              numeric: true,
              cell: (one) => formatAmount(one.premiumFen),
            },
          ]}
        />
      </details>
    </>
  )
}

function MonthBar({
  month,
  amounts,
  y,
  figure,
}: {
  month: number
  amounts: MonthAmounts | undefined
  y: (amountFen: number) => number
  figure: (amountFen: number) => string
}) {
  const middle = `${((month - 0.5) * (100 / 12)).toFixed(2)}%`
  const left = `${((month - 1) * (100 / 12) + 1.7).toFixed(2)}%`
  const width = `${(100 / 12 - 3.4).toFixed(2)}%`
  const baseFen = amounts?.baseFen ?? 0
  const wholeFen = baseFen + (amounts?.premiumFen ?? 0)
  const helpHeight = Math.max(0, y(baseFen) - y(wholeFen) - GAP)
  const [, first, rest] = /^(\d+|.)(.*)$/.exec(formatMonth(month)) ?? []
  return (
    <>
      <text x={middle} y={HEIGHT - 10} textAnchor="middle">
        <tspan>{first}</tspan>
        <tspan className="wide">{rest}</tspan>
      </text>
      {wholeFen > 0 && (
        <>
          <rect className="base" x={left} width={width} y={y(baseFen)} height={FLOOR - y(baseFen)} />
          <rect className="help" x={left} width={width} y={y(wholeFen)} height={helpHeight} />
          <text className="top wide" x={middle} y={y(wholeFen) - 8} textAnchor="middle">
            {figure(wholeFen)}
          </text>
        </>
      )}
    </>
  )
}

/** One row's base and premium as a bar, against the largest row: beside its figures, so hidden from screen readers. */
export function MiniBar({
  baseFen,
  premiumFen,
  mostFen,
}: {
  baseFen: number
  premiumFen: number
  mostFen: number
}) {
  const percent = (fen: number) => (mostFen <= 0 ? 0 : (fen * 100) / mostFen)
  const base = percent(baseFen)
  return (
    <svg className="mini" aria-hidden="true">
      <rect className="base" width={`${base.toFixed(1)}%`} height="10" />
      {premiumFen > 0 && (
        <rect
          className="help"
          x={`${(base + 0.8).toFixed(1)}%`}
          width={`${percent(premiumFen).toFixed(1)}%`}
          height="10"
        />
      )}
    </svg>
  )
}
