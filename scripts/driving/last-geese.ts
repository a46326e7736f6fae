/** Many buyers at once for the last geese, over the servers at several addresses. */
import { database } from '#app/db/client.server.ts'
import { seedAccount, seedAgency, seedLot, seedPickupEvent } from '#seed/builders.ts'
import { inBatches, order, readyToOrder, signedInBrowser } from './browser.ts'

export const BUYERS = 200
export const GEESE = 50

export type LastGeese = {
  placed: number
  /** Orders that were said to be placed under an address already given out. */
  doubled: number
  /** Told, in words, that the geese are sold out. */
  soldOut: number
  /** Anything else that was answered. */
  others: number
  stock: { available: number; reserved: number }
}

/**
 * BUYERS have each a goose in the basket and the checkout on the screen, and press the button together.
 * `unitPriceFen` keeps the offers of two races apart.
 */
export async function raceForLastGeese(addresses: string[], unitPriceFen: number): Promise<LastGeese> {
  const { offer, lot } = await seedLot({ quantity: GEESE, unitPriceFen })
  await seedPickupEvent({ capacityOrders: 1_000 })
  const agencyId = (await seedAgency()).id
  const places = Array.from({ length: BUYERS }, (_, i) => addresses[i % addresses.length] ?? '')
  const buyers = await inBatches(places, 20, async (address) => {
    const { account } = await seedAccount({ role: 'buyer', agencyId })
    return signedInBrowser(address, account.id)
  })
  const forms = await inBatches(buyers, 20, (buyer) => readyToOrder(buyer, offer.id))
  const answers = await Promise.all(buyers.map((buyer, i) => order(buyer, forms[i] ?? {})))
  const placed = answers.filter((a) => a.status === 302 && a.location?.startsWith('/orders/'))
  const soldOut = answers.filter((a) => a.status === 409 && a.text.includes('卖完了')).length
  const { available, reserved } = await database().lot.findUniqueOrThrow({ where: { id: lot.id } })
  return {
    placed: placed.length,
    doubled: placed.length - new Set(placed.map((a) => a.location)).size,
    soldOut,
    others: BUYERS - placed.length - soldOut,
    stock: { available, reserved },
  }
}
