/** Many buyers at once for the last geese, over the servers at several addresses. */
import { database } from '#app/db/client.server.ts'
import { addDays } from '#app/domain/kernel/calendar.ts'
import { seedAccount, seedAgency, seedLot, seedPickupEvent, today } from '#seed/builders.ts'
import { inBatches, order, readyToOrder, signedInBrowser } from './browser.ts'

export const BUYERS = 200
export const GEESE = 50

const DAYS_AHEAD = 50

export type LastGeese = {
  placed: number
  /** Orders that were said to be placed under an address already given out. */
  doubled: number
  /** Told, in words, that the geese are sold out. */
  soldOut: number
  /** Anything else that was answered: the status, and the beginning of what was said. */
  others: string[]
  stock: { available: number; reserved: number }
}

/**
 * BUYERS have each a goose in the basket and the checkout on the screen, and press the button together.
 * `unitPriceFen` keeps the offers of two races apart.
 */
export async function raceForLastGeese(addresses: string[], unitPriceFen: number): Promise<LastGeese> {
  // Only one event can take them, with room for all: nobody's geese move to another day because others order.
  const day = addDays(today(), DAYS_AHEAD)
  const { offer, lot } = await seedLot({
    quantity: GEESE,
    unitPriceFen,
    availableFrom: day,
    availableTo: day,
  })
  await seedPickupEvent({ capacityOrders: 1_000, daysAhead: DAYS_AHEAD })
  const agencyId = (await seedAgency()).id
  const places = Array.from({ length: BUYERS }, (_, i) => addresses[i % addresses.length] ?? '')
  const buyers = await inBatches(places, 20, async (address) => {
    const { account } = await seedAccount({ role: 'buyer', agencyId })
    return signedInBrowser(address, account.id)
  })
  const forms = await inBatches(buyers, 20, (buyer) => readyToOrder(buyer, offer.id))
  const answers = await Promise.all(buyers.map((buyer, i) => order(buyer, forms[i] ?? {})))
  const placed = answers.filter((a) => a.status === 302 && a.location?.startsWith('/orders/'))
  const isSoldOut = (a: { status: number; text: string }) => a.status === 409 && a.text.includes('卖完了')
  const others = answers.filter((a) => !placed.includes(a) && !isSoldOut(a))
  const { available, reserved } = await database().lot.findUniqueOrThrow({ where: { id: lot.id } })
  return {
    placed: placed.length,
    doubled: placed.length - new Set(placed.map((a) => a.location)).size,
    soldOut: answers.filter(isSoldOut).length,
    others: others.map(
      (a) => `${a.status} ${/role="alert"[^>]*>(.{0,200})/.exec(a.text)?.[1] ?? a.text.slice(0, 80)}`,
    ),
    stock: { available, reserved },
  }
}
