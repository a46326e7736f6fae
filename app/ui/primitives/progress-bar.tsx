import { formatPercent } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'

/** How much of how much. The count stands in words beside it; `label` says it to a screen reader. */
export function ProgressBar({ done, of, label }: { done: number; of: number; label?: string }) {
  const share = of <= 0 ? 0 : Math.min(1, Math.max(0, done / of))
  return (
    <svg
      className="bar"
      role="img"
      aria-label={label ?? m.progress_percent({ percent: formatPercent(share, 1) })}
    >
      <rect width={`${(share * 100).toFixed(1)}%`} height="100%" />
    </svg>
  )
}
