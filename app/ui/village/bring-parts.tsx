import type { ReactNode } from 'react'
import { civilDateOf } from '#app/domain/kernel/calendar.ts'
import { formatCount, formatDayWithWeekday, formatTimeSpan } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { Button, LinkButton, TapLink } from '#app/ui/primitives/button.tsx'
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
export function NoPhoneList({ households, mayTick }: Ticked) {
  const those = households.filter((household) => household.hasNoPhone)
  if (those.length === 0) return null
  return (
    <section className="stack" aria-labelledby="no-phone">
      <h2 id="no-phone">{m.bring_no_phone({ count: formatCount(those.length) })}</h2>
      <p className="soft">{m.bring_no_phone_how()}</p>
      <HouseholdList
        households={those}
        tick={({ id, isTold }) => (
          <BringTick
            householdId={id}
            isDone={isTold}
            mayTick={mayTick}
            done={m.bring_told()}
            act={m.bring_tell()}
          />
        )}
      />
    </section>
  )
}

type Ticked = { households: readonly ShownBringHousehold[]; mayTick: boolean }

/** That a household is ticked, and the form that ticks it or takes that back; only of the newest list. */
function BringTick({
  householdId,
  isDone,
  mayTick,
  done,
  act,
}: {
  householdId: number
  isDone: boolean
  mayTick: boolean
  done: string
  act: string
}) {
  return (
    <>
      {isDone && <b className="bring-ticked">{done}</b>}
      {mayTick && (
        <form method="post" className="no-print">
          <input type="hidden" name="household" value={householdId} />
          <input type="hidden" name="done" value={isDone ? 'no' : 'yes'} />
          {isDone ? <LinkButton>{m.bring_tick_back()}</LinkButton> : <Button>{act}</Button>}
        </form>
      )}
    </>
  )
}

/** The run from door to door, in the order in which they are fetched. */
export function CollectionStops({ households, mayTick }: Ticked) {
  return (
    <HouseholdList
      isNumbered
      households={households}
      tick={({ id, isFetched }) => (
        <BringTick
          householdId={id}
          isDone={isFetched}
          mayTick={mayTick}
          done={m.bring_fetched()}
          act={m.bring_fetch()}
        />
      )}
    />
  )
}

/** Whose goods are fetched from the door; `href` is the run that fetches them. */
export function DoorStepTasks({
  households,
  href,
}: {
  households: readonly ShownBringHousehold[]
  href: string
}) {
  const those = households.filter((household) => household.isDoorStep)
  if (those.length === 0) return null
  return (
    <section className="stack" aria-labelledby="door-step">
      <h2 id="door-step">{m.bring_door_step({ count: formatCount(those.length) })}</h2>
      <p className="soft">{m.bring_door_step_how()}</p>
      <p>
        <TapLink href={href}>{m.bring_run_open()}</TapLink>
      </p>
      <HouseholdList households={those} />
    </section>
  )
}

function HouseholdList({
  households,
  isNumbered = false,
  tick,
}: {
  households: readonly ShownBringHousehold[]
  isNumbered?: boolean
  tick?: (household: ShownBringHousehold) => ReactNode
}) {
  return (
    <ul className="bring-tasks">
      {households.map((household, index) => (
        <li key={household.id}>
          <span className="bring-box" aria-hidden="true" />
          <span>
            <b>
              {isNumbered && m.bring_stop({ number: index + 1 })} {household.name}
            </b>{' '}
            <span className="soft">
              {isNumbered && household.number} {gridWords(household.gridCode)}
            </span>
            <br />
            {allGoodsWords(household.goods) || m.bring_page_nothing()}
            {tick && <span className="bring-tick">{tick(household)}</span>}
          </span>
        </li>
      ))}
    </ul>
  )
}
