import type { CivilDate } from '#app/domain/kernel/calendar.ts'
import { formatDay, formatInstant, formatPickupTime, type Instant } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { Facts } from '#app/ui/primitives/facts.tsx'
import { type ProductCounting, weighedNote } from './good-card.tsx'

export type OfferPickup = {
  href: string
  startsAt: Instant
  endsAt: Instant
  cutOffAt: Instant
  place: string
}

/** How heavy, where and when to collect, by when to order, where the reference was taken. */
export function OfferFacts({
  counting,
  days,
  pickups,
  reference,
}: {
  counting: ProductCounting
  /** From when to when it can be had, in words. */
  days?: string | null
  /** Null for what is sold out: then no day is said, and none promised. */
  pickups: readonly OfferPickup[] | null
  reference: { source: string; on: CivilDate }
}) {
  const weighed = weighedNote(counting)
  return (
    <Facts
      facts={[
        ...(weighed ? [{ key: 'weight', name: m.offer_weight(), value: weighed }] : []),
        ...(days ? [{ key: 'days', name: m.store_days(), value: days }] : []),
        ...(pickups ? [{ key: 'where', name: m.offer_where(), value: pickupsValue(pickups) }] : []),
        {
          key: 'reference',
          name: m.offer_reference(),
          value: m.offer_reference_from({ source: reference.source, day: formatDay(reference.on) }),
        },
      ]}
    />
  )
}

function pickupsValue(pickups: readonly OfferPickup[]) {
  return pickups.length === 0 ? m.good_no_day() : pickups.map((one) => <Pickup key={one.href} {...one} />)
}

function Pickup({ href, startsAt, endsAt, cutOffAt, place }: OfferPickup) {
  return (
    <p className="mb-2 last:mb-0">
      <a href={href}>
        <b>{formatPickupTime(startsAt, endsAt)}</b>
      </a>
      <br />
      {place}
      <br />
      <span className="soft">{m.event_cut_off({ instant: formatInstant(cutOffAt) })}</span>
    </p>
  )
}
