/**
 * Figures, dates and measures as people read them. Every instant is shown in Asia/Shanghai, whatever the
 * server's or the phone's clock says. Nothing here rounds money: it is fen coming in and yuan going out.
 */
import {
  type CivilDate,
  civilDateOf,
  monthOf,
  timeOfDay,
  weekdayOf,
  yearOf,
} from '#app/domain/kernel/calendar.ts'
import { invariant } from '#app/domain/kernel/invariant.ts'
import { GRAMS_PER_JIN } from '#app/domain/kernel/money.ts'
import type { OrderedBy, PricedBy } from '#app/domain/kernel/quantity.ts'
import { m } from './generated/messages.js'
import { type Locale, locale } from './locale.ts'
import { pieceWords } from './piece-words.ts'

/** A Date, or the ISO string that one becomes on its way from a loader to the browser. */
export type Instant = Date | string

/** How a product's quantities are counted: by weight, or in pieces with its counting word (只, 个, 箱). */
export type Counting = { orderedBy: OrderedBy; pieceUnit: string | null }

/** What a price is per: a 斤, or a piece with its counting word. */
export type PriceCounting = { pricedBy: PricedBy; pieceUnit: string | null }

const MINUS = '−'

function grouped(whole: number): string {
  return String(whole).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** `15,221`, for counts and row numbers. */
export function formatCount(count: number): string {
  return (count < 0 ? MINUS : '') + grouped(Math.abs(count))
}

/** Fen as yuan in two pieces, for the large figure: `{ yuan: '4,705,761', fen: '.98' }`. */
export function splitAmount(amountFen: number): { yuan: string; fen: string } {
  invariant(Number.isSafeInteger(amountFen), `not whole fen: ${amountFen}`)
  const size = Math.abs(amountFen)
  const sign = amountFen < 0 ? MINUS : ''
  return {
    yuan: sign + grouped(Math.floor(size / 100)),
    fen: `.${String(size % 100).padStart(2, '0')}`,
  }
}

/** The bare figure of an amount in yuan, `1,286.40`: for columns whose heading names the unit. */
export function formatAmount(amountFen: number): string {
  const { yuan, fen } = splitAmount(amountFen)
  return yuan + fen
}

/** `16.80元`, `¥16.80`. */
export function formatMoney(amountFen: number, to: Locale = locale()): string {
  if (to === 'en' && amountFen < 0)
    return MINUS + m.money({ amount: formatAmount(-amountFen) }, { locale: to })
  return m.money({ amount: formatAmount(amountFen) }, { locale: to })
}

function unitName(of: PriceCounting, to: Locale): string {
  return of.pricedBy === 'jin' ? m.unit_jin({}, { locale: to }) : pieceWords(of.pieceUnit).unit(to)
}

/** `16.80元/斤`, `98.00元/只`; `¥16.80 per jin`. */
export function formatUnitPrice(unitPriceFen: number, of: PriceCounting, to: Locale = locale()): string {
  return m.money_per({ amount: formatAmount(unitPriceFen), unit: unitName(of, to) }, { locale: to })
}

/** A price whose figure is set large: `{ figure: '16.80', unit: '元/斤' }`, `{ figure: '¥16.80', unit: 'per jin' }`. */
export function splitUnitPrice(
  unitPriceFen: number,
  of: PriceCounting,
  to: Locale = locale(),
): { figure: string; unit: string } {
  return {
    figure: m.price_figure({ amount: formatAmount(unitPriceFen) }, { locale: to }),
    unit: m.price_unit({ unit: unitName(of, to) }, { locale: to }),
  }
}

/** The figure of a weight in 斤, at most two decimals, half up, no trailing zeros: 4250 g is `8.5`. */
export function jinFigure(weightGrams: number): string {
  const hundredths = Math.floor((weightGrams * 100) / GRAMS_PER_JIN + 0.5)
  const decimals = String(hundredths % 100)
    .padStart(2, '0')
    .replace(/0+$/, '')
  return grouped(Math.floor(hundredths / 100)) + (decimals === '' ? '' : `.${decimals}`)
}

/** `8.94斤`, `8.94 jin`. */
export function formatWeight(weightGrams: number, to: Locale = locale()): string {
  return m.quantity_jin({ figure: jinFigure(weightGrams) }, { locale: to })
}

/** A quantity in a product's base unit (pieces, or grams): `23只`, `30个`, `25.5斤`. */
export function formatQuantity(quantity: number, of: Counting, to: Locale = locale()): string {
  return of.orderedBy === 'weight'
    ? formatWeight(quantity, to)
    : pieceWords(of.pieceUnit).quantity(quantity, grouped(quantity), to)
}

/** What a quantity is counted in, alone: `斤`, `只`, `crate`. */
export function formatUnit(of: Counting, to: Locale = locale()): string {
  return unitName({ pricedBy: of.orderedBy === 'weight' ? 'jin' : 'piece', pieceUnit: of.pieceUnit }, to)
}

/** Before every estimate, until the scale has spoken: `约25.5斤`. */
export function formatAbout(text: string, to: Locale = locale()): string {
  return m.about({ text }, { locale: to })
}

const months = [
  m.month_1,
  m.month_2,
  m.month_3,
  m.month_4,
  m.month_5,
  m.month_6,
  m.month_7,
  m.month_8,
  m.month_9,
  m.month_10,
  m.month_11,
  m.month_12,
] as const

const weekdays = [
  m.weekday_1,
  m.weekday_2,
  m.weekday_3,
  m.weekday_4,
  m.weekday_5,
  m.weekday_6,
  m.weekday_7,
] as const

/** Month 1 to 12: `12月`, `Dec`. */
export function formatMonth(month: number, to: Locale = locale()): string {
  const name = months[month - 1]
  invariant(name, `no such month: ${month}`)
  return name({}, { locale: to })
}

/** `周一`, `Mon`. */
export function formatWeekday(date: CivilDate, to: Locale = locale()): string {
  const name = weekdays[weekdayOf(date) - 1]
  invariant(name, `not a civil date: ${date}`)
  return name({}, { locale: to })
}

/** The day of the month, 1 to 31. */
export function dayOf(date: CivilDate): number {
  return Number(date.slice(8, 10))
}

/** `12月7日`, `7 Dec`. */
export function formatDay(date: CivilDate, to: Locale = locale()): string {
  return m.date_day({ month: formatMonth(monthOf(date), to), day: dayOf(date) }, { locale: to })
}

/** `12月7日 周一`, `Mon 7 Dec`. */
export function formatDayWithWeekday(date: CivilDate, to: Locale = locale()): string {
  return m.date_day_weekday({ day: formatDay(date, to), weekday: formatWeekday(date, to) }, { locale: to })
}

/** With its year: `2026年12月7日`, `7 Dec 2026`. */
export function formatDate(date: CivilDate, to: Locale = locale()): string {
  const parts = { year: yearOf(date), month: formatMonth(monthOf(date), to), day: dayOf(date) }
  return m.date_full(parts, { locale: to })
}

/** `2026年12月`, `Dec 2026`. */
export function formatYearMonth(date: CivilDate, to: Locale = locale()): string {
  return m.date_month({ year: yearOf(date), month: formatMonth(monthOf(date), to) }, { locale: to })
}

/** Two civil dates: `11月25日到12月20日`. */
export function formatDaySpan(from: CivilDate, until: CivilDate, to: Locale = locale()): string {
  return m.date_span({ from: formatDay(from, to), to: formatDay(until, to) }, { locale: to })
}

/** Time of day in Shanghai without a leading zero: `9:00`. */
export function formatTime(instant: Instant): string {
  return timeOfDay(new Date(instant)).replace(/^0/, '')
}

/** `9:00–11:30`, with an en dash. */
export function formatTimeSpan(startsAt: Instant, endsAt: Instant, to: Locale = locale()): string {
  return m.time_span({ from: formatTime(startsAt), to: formatTime(endsAt) }, { locale: to })
}

/** `12月4日18:00`, `4 Dec, 18:00`. */
export function formatInstant(instant: Instant, to: Locale = locale()): string {
  const day = formatDay(civilDateOf(new Date(instant)), to)
  return m.instant_day({ day, time: formatTime(instant) }, { locale: to })
}

/** With its year: `2026年11月22日18:00`, `22 Nov 2026, 18:00`. */
export function formatInstantWithYear(instant: Instant, to: Locale = locale()): string {
  const day = formatDate(civilDateOf(new Date(instant)), to)
  return m.instant_day({ day, time: formatTime(instant) }, { locale: to })
}

/** A share of a whole, one decimal at most, half up: `9.6%`. A whole of nothing has no share: `0%`. */
export function formatPercent(part: number, whole: number, to: Locale = locale()): string {
  const tenths = whole === 0 ? 0 : Math.floor((Math.abs(part) * 1000) / whole + 0.5)
  const decimal = tenths % 10 === 0 ? '' : `.${tenths % 10}`
  const sign = part < 0 && tenths > 0 ? MINUS : ''
  return m.percent({ value: `${sign}${grouped(Math.floor(tenths / 10))}${decimal}` }, { locale: to })
}

/** The day of an instant: `12月7日`. */
export function formatInstantDay(instant: Instant, to: Locale = locale()): string {
  return formatDay(civilDateOf(new Date(instant)), to)
}

/** Day, weekday and hours of a pickup event: `12月7日 周一 9:00–11:30`. */
export function formatPickupTime(startsAt: Instant, endsAt: Instant, to: Locale = locale()): string {
  const day = formatDayWithWeekday(civilDateOf(new Date(startsAt)), to)
  return `${day} ${formatTimeSpan(startsAt, endsAt, to)}`
}

/** Six digits in two groups, as they are read out: `406 182`. */
export function formatPickupCode(code: string): string {
  return `${code.slice(0, 3)} ${code.slice(3)}`
}
