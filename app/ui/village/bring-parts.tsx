import { civilDateOf } from '#app/domain/kernel/calendar.ts'
import { formatCount, formatDayWithWeekday, formatTimeSpan } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { allGoodsWords, gridWords, type ShownBringGoods, type ShownBringHousehold } from './bring-words.ts'

type Announced = {
  number: number
  event: { village: string; place: string; startsAt: string; endsAt: string }
  totals: readonly Omit<ShownBringGoods, 'before'>[]
  caller: { name: string; phone: string | null }
}

/** What is read out over the village's loudspeaker: of the village as a whole, and of nobody by name. */
export function LoudspeakerScript({ list }: { list: Announced }) {
  const { event, totals, caller, number } = list
  if (totals.length === 0) return null
  return (
    <section className="weigh stack" aria-labelledby="loudspeaker">
      <h2 id="loudspeaker">{m.bring_loudspeaker()}</h2>
      <p className="bring-script">
        {number > 1 && m.bring_script_corrected()}
        {m.bring_script({
          day: formatDayWithWeekday(civilDateOf(new Date(event.startsAt))),
          time: formatTimeSpan(event.startsAt, event.endsAt),
          place: m.store_place_at({ village: event.village, place: event.place }),
          goods: allGoodsWords(totals),
          caller:
            caller.phone === null ? caller.name : m.bring_caller({ name: caller.name, phone: caller.phone }),
        })}
      </p>
    </section>
  )
}

/** Whom nobody can call: to be told at the door, grid by grid. */
export function NoPhoneList({ households }: { households: readonly ShownBringHousehold[] }) {
  const those = households.filter((household) => household.hasNoPhone)
  if (those.length === 0) return null
  return (
    <section className="stack" aria-labelledby="no-phone">
      <h2 id="no-phone">{m.bring_no_phone({ count: formatCount(those.length) })}</h2>
      <p className="soft">{m.bring_no_phone_how()}</p>
      <HouseholdList households={those} />
    </section>
  )
}

/** Whose goods are fetched from the door. */
export function DoorStepTasks({ households }: { households: readonly ShownBringHousehold[] }) {
  const those = households.filter((household) => household.isDoorStep)
  if (those.length === 0) return null
  return (
    <section className="stack" aria-labelledby="door-step">
      <h2 id="door-step">{m.bring_door_step({ count: formatCount(those.length) })}</h2>
      <p className="soft">{m.bring_door_step_how()}</p>
      <HouseholdList households={those} />
    </section>
  )
}

function HouseholdList({ households }: { households: readonly ShownBringHousehold[] }) {
  return (
    <ul className="bring-tasks">
      {households.map((household) => (
        <li key={household.id}>
          <span className="bring-box" aria-hidden="true" />
          <span>
            <b>{household.name}</b> <span className="soft">{gridWords(household.gridCode)}</span>
            <br />
            {allGoodsWords(household.goods) || m.bring_page_nothing()}
          </span>
        </li>
      ))}
    </ul>
  )
}
