import type { ReactNode } from 'react'
import { m } from '#app/i18n/generated/messages.js'
import { HiddenText } from '#app/ui/primitives/hidden-text.tsx'

export type TrackStep = { key: string; label: ReactNode; state: 'done' | 'now' | 'todo'; detail?: ReactNode }

/** Where an order is between placed and collected: at most four steps. */
export function OrderTrack({ steps }: { steps: readonly TrackStep[] }) {
  return (
    <ol className="track" aria-label={m.order_progress()}>
      {steps.map((step) => (
        <li
          key={step.key}
          className={step.state === 'todo' ? undefined : step.state}
          aria-current={step.state === 'now' ? 'step' : undefined}
        >
          {step.label}
          {step.detail && (
            <>
              <br />
              {step.detail}
            </>
          )}
          {step.state === 'done' && <HiddenText>{m.step_done()}</HiddenText>}
        </li>
      ))}
    </ol>
  )
}
