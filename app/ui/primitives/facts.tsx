import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

export type Fact = { key: string; name: ReactNode; value: ReactNode }

/** Names and what they are: ink rule above, hairlines between. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="facts">
      {facts.map((fact) => (
        <div key={fact.key}>
          <dt>{fact.name}</dt>
          <dd>{fact.value}</dd>
        </div>
      ))}
    </dl>
  )
}

export type TotalRow = {
  key: string
  name: ReactNode
  value: ReactNode
  /** `premium` in persimmon; `all` is the sum, large. */
  kind?: 'plain' | 'premium' | 'all'
}

/** Amounts that add up to the last one. */
export function Totals({ rows }: { rows: readonly TotalRow[] }) {
  return (
    <dl className="totals">
      {rows.map((row) => (
        <div key={row.key} className={row.kind === 'all' ? 'all' : undefined}>
          <dt className={row.kind === 'premium' ? 'plus' : undefined}>{row.name}</dt>
          <dd className={classNames('num', row.kind === 'premium' && 'plus')}>{row.value}</dd>
        </div>
      ))}
    </dl>
  )
}
