import { civilDateOf } from '#app/domain/kernel/calendar.ts'
import { formatDayWithWeekday, formatInstantDay, formatQuantity, formatTimeSpan } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { productName } from '#app/ui/catalogue/words.ts'
import { gridWords, listName, type ShownBringHousehold } from './bring-words.ts'

type ShownBringList = {
  number: number
  madeAt: string
  event: { village: string; place: string; startsAt: string; endsAt: string }
  caller: { name: string; phone: string | null }
}

/** One household's page in large type: what, how much, when, where, and whom to call. A page each when printed. */
export function BringPage({ household, list }: { household: ShownBringHousehold; list: ShownBringList }) {
  const { event, caller } = list
  const isNothing = household.goods.every(({ quantity }) => quantity === 0)
  return (
    <section className="bring-page" aria-label={household.name}>
      <p className="bring-head">
        <b>{m.bring_page_title()}</b>
        <span>{listName(list.number)}</span>
      </p>
      <p className="bring-who">
        <b>{household.name}</b>
        <span>
          {household.number} {gridWords(household.gridCode)}
        </span>
      </p>
      {isNothing && <p className="bring-none">{m.bring_page_nothing()}</p>}
      <ul className="bring-goods">
        {household.goods.map((goods) => (
          <li key={goods.key}>
            <span>{productName(goods)}</span>
            <b>
              {goods.quantity === 0 ? m.bring_page_not_any_more() : formatQuantity(goods.quantity, goods)}
            </b>
            {goods.before !== null && (
              <span className="bring-was">
                {goods.before === 0
                  ? m.bring_page_new()
                  : m.bring_page_was({ quantity: formatQuantity(goods.before, goods) })}
              </span>
            )}
          </li>
        ))}
      </ul>
      {!isNothing && (
        <dl className="bring-facts">
          <dt>{m.bring_page_when()}</dt>
          <dd>
            {formatDayWithWeekday(civilDateOf(new Date(event.startsAt)))}{' '}
            {formatTimeSpan(event.startsAt, event.endsAt)}
          </dd>
          <dt>{m.bring_page_where()}</dt>
          <dd>
            {household.isDoorStep
              ? m.bring_page_door()
              : m.store_place_at({ village: event.village, place: event.place })}
          </dd>
          <dt>{m.bring_page_call()}</dt>
          <dd>
            {caller.name} {caller.phone}
          </dd>
        </dl>
      )}
      <p className="soft">{m.bring_page_made({ day: formatInstantDay(list.madeAt) })}</p>
    </section>
  )
}
