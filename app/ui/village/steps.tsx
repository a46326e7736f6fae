import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import { m } from '#app/i18n/generated/messages.js'
import { TapLink } from '#app/ui/primitives/button.tsx'
import { HiddenText } from '#app/ui/primitives/hidden-text.tsx'
import { Icon } from '#app/ui/primitives/icon.tsx'

/** A question that is answered, folded to a line. */
export function StepDone({
  title,
  value,
  changeHref,
}: {
  title: string
  value: ReactNode
  changeHref: string
}) {
  return (
    <div className="step step-done">
      <span className="tick">
        <Icon of={Check} />
      </span>
      <div>
        <h2>{title}</h2>
        <p className="val">{value}</p>
      </div>
      <TapLink href={changeHref}>
        {m.word_change()}
        <HiddenText>{m.village_change_step({ step: title })}</HiddenText>
      </TapLink>
    </div>
  )
}

/** A question that is asked. `isNow` marks the next one to answer. */
export function StepOpen({
  id,
  number,
  title,
  isNow,
  children,
}: {
  id: string
  number: number
  title: string
  isNow?: boolean
  children: ReactNode
}) {
  return (
    <section className="step step-open" aria-labelledby={id} aria-current={isNow ? 'step' : undefined}>
      <header>
        <span className={isNow ? 'tick now' : 'tick todo'}>{number}</span>
        <h2 id={id}>{title}</h2>
      </header>
      {children}
    </section>
  )
}
