/** What the county has noted of the market: some products twice, most not yet. */
import { enterReferencePrice } from '#app/commands/catalogue/enter-reference-price.server.ts'
import { addDays, type CivilDate } from '#app/domain/kernel/calendar.ts'
import { type DemoPerson, done, scopeFor } from './people.ts'

/** Product, fen, source, days ago. */
const NOTED: readonly (readonly [string, number, string, number])[] = [
  ['goose', 11_500, '武安农贸市场', 16],
  ['goose', 11_800, '武安农贸市场', 2],
  ['goose-weighed', 1_540, '武安农贸市场', 2],
  ['hen', 10_600, '武安农贸市场', 2],
  ['eggs', 132, '县城超市', 5],
  ['celtuce', 205, '发改局价格监测', 3],
  ['blood-orange', 470, '发改局价格监测', 3],
  ['rice', 385, '县城超市', 9],
]

export async function noteMarketPrices(office: DemoPerson, today: CivilDate): Promise<void> {
  const countyCode = office.actor.assignments[0]?.scopeCode ?? ''
  for (const [productKey, priceFen, source, daysAgo] of NOTED) {
    const entry = { productKey, priceFen, source, pricedOn: addDays(today, -daysAgo) }
    const input = { countyCode, entry }
    done(await enterReferencePrice(office.actor, scopeFor(office, 'price:enter'), input), productKey)
  }
}
