import { type ReactNode, useId } from 'react'
import { civilDateOf } from '#app/domain/kernel/calendar.ts'
import { formatAbout, formatAmount, formatInstant, formatTimeSpan, type Instant } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { classNames } from '#app/ui/primitives/class-names.ts'
import { DateBadge } from '#app/ui/primitives/date-badge.tsx'
import { ProduceDrawing } from '#app/ui/primitives/produce-drawing.tsx'

export type TripEvent = {
  startsAt: Instant
  endsAt: Instant
  place: string
  /** Until when the lines can be changed; left out once that is past. */
  cutOffAt?: Instant | null
}

/** One trip to one pickup event: when and where, why this one, and what is collected there. */
export function Trip({
  event,
  why,
  sum,
  anchor,
  children,
}: {
  event: TripEvent
  why?: ReactNode
  /** What is collected there comes to. */
  sum?: ReactNode
  /** An id to be led to. */
  anchor?: string
  children: ReactNode
}) {
  const id = useId()
  const span = formatTimeSpan(event.startsAt, event.endsAt)
  return (
    <section className="trip" aria-labelledby={id} id={anchor}>
      <div className="trip-head">
        <DateBadge date={civilDateOf(new Date(event.startsAt))} />
        <div>
          <h2 id={id}>{event.place}</h2>
          <p className="soft">
            {event.cutOffAt ? m.trip_change_until({ span, instant: formatInstant(event.cutOffAt) }) : span}
          </p>
          {sum && (
            <p>
              <b>{sum}</b>
            </p>
          )}
        </div>
      </div>
      {why && <TripWhy>{why}</TripWhy>}
      <ul className="lines">{children}</ul>
    </section>
  )
}

/** The reason in one line, beside a celadon rule. */
export function TripWhy({ children }: { children: ReactNode }) {
  return <p className="why">{children}</p>
}

/** What can be done with a line stands below it, beside its drawing where there is room. */
export const UNDER = 'under lg:col-start-2 lg:-col-end-1 lg:row-auto'

/** One thing in a basket or an order. `children` is what can be done with it: a stepper, a way to drop it. */
export function TripLine({
  name,
  drawing,
  kind,
  detail,
  amountFen,
  isEstimate,
  size = 'normal',
  children,
}: {
  name: ReactNode
  drawing: string
  kind: string
  detail?: ReactNode
  amountFen: number
  /** The scale has not spoken yet. */
  isEstimate?: boolean
  /** `small`: many fit a screen. */
  size?: 'normal' | 'small'
  children?: ReactNode
}) {
  return (
    <li className={classNames('line', size === 'small' && 'small')}>
      <ProduceDrawing drawing={drawing} kind={kind} size={52} />
      <div>
        <h3>{name}</h3>
        {detail && <p className="soft">{detail}</p>}
      </div>
      <p className="sum">
        <Amount amountFen={amountFen} isEstimate={isEstimate} />
      </p>
      {children && <div className={size === 'small' ? 'under' : UNDER}>{children}</div>}
    </li>
  )
}

/** An amount in bare yuan, with the word for "about" set light before an estimate. */
export function Amount({ amountFen, isEstimate }: { amountFen: number; isEstimate?: boolean }) {
  const figure = formatAmount(amountFen)
  if (!isEstimate) return <>{figure}</>
  const [about = ''] = formatAbout('\n').split('\n')
  return (
    <>
      <span className="est">{about}</span>
      {figure}
    </>
  )
}
