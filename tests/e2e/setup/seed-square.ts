/**
 * A village square, beside the running server: an event that runs today, two organizers, forty orders, and a household
 * with goods at the stall. Prints what the journeys must know of it.
 */
import { database, disconnect } from '#app/db/client.server.ts'
import {
  PASSWORD,
  seedAccount,
  seedAgency,
  seedGround,
  seedHousehold,
  seedLot,
  seedPickupEvent,
  TOWN,
  today,
  VILLAGE,
} from '#seed/builders.ts'
import { type SeedLine, seedOrder } from '#seed/orders.ts'
import { openDatabase } from '#server/open-database.ts'

const ORDERS = 40
const GOOSE_FEN = 12_340
const JIN_FEN = 1_680
/** Nothing is left of them for other journeys to find on offer. */
const WINDOW = { availableFrom: today(), availableTo: today() }

const opened = await openDatabase()
try {
  await seedGround()
  const event = await seedPickupEvent({ villageCode: VILLAGE, daysAhead: 0, state: 'running' })
  const desks = []
  for (const name of ['甲台', '乙台']) {
    const { phone } = await seedAccount({ role: 'organizer', scopeCode: TOWN, name, phone: newPhone() })
    desks.push({ phone, who: name, role: 'organizer', place: '' })
  }
  const goose = { productKey: 'goose', unitPriceFen: GOOSE_FEN, referencePriceFen: 11_000, ...WINDOW }
  const weighed = { productKey: 'goose-weighed', unitPriceFen: JIN_FEN, referencePriceFen: 1_500, ...WINDOW }
  const geese = [await newLot(goose, ORDERS), await newLot(goose, ORDERS)]
  const scale = await newLot(weighed, ORDERS)
  const agency = await seedAgency({ name: `市档案馆${newNumber()}` })
  const orders = []
  for (let n = 0; n < ORDERS; n++) {
    const count = 1 + (n % 2)
    const from = geese[n % 2]
    if (!from) throw new Error('two lots of geese')
    const lines: SeedLine[] = [{ ...from, from: [{ lot: from.lot, quantity: count }] }]
    const isWeighed = n % 4 === 0
    if (isWeighed) lines.push({ ...scale, from: [{ lot: scale.lot, quantity: 1 }] })
    const { account } = await seedAccount({ role: 'buyer', agencyId: agency.id, phone: newPhone() })
    const buyer = { accountId: account.id, agencyId: agency.id }
    const seeded = await seedOrder({ event, lines, buyer, pickupCode: String(700_001 + n) })
    orders.push({ id: seeded.order.id, code: seeded.pickupCode, gooseFen: count * GOOSE_FEN, isWeighed })
  }
  const seller = await seedHousehold({ villageCode: VILLAGE, number: newNumber(), name: '罗守田' })
  await seedLot({ householdId: seller.id, villageCode: VILLAGE, ...goose, quantity: 3 })
  for (const lot of [...geese, scale].map((each) => each.lot)) {
    const { available } = await database().lot.findUniqueOrThrow({ where: { id: lot.id } })
    if (available === 0) continue
    await database().lot.update({
      where: { id: lot.id },
      data: { available: 0, withdrawn: { increment: available } },
    })
  }
  process.stdout.write(
    JSON.stringify({
      eventId: event.id,
      password: PASSWORD,
      desks,
      orders,
      jinFen: JIN_FEN,
      gooseFen: GOOSE_FEN,
      sellerId: seller.id,
    }),
  )
} finally {
  await disconnect()
  await opened.stop()
}

async function newLot(goods: Parameters<typeof seedLot>[0], quantity: number) {
  const { id } = await seedHousehold({ villageCode: VILLAGE, number: newNumber() })
  return seedLot({ ...goods, householdId: id, villageCode: VILLAGE, quantity })
}

/** The demo's people count from the same figures as the builders: these are told apart by chance. */
function newPhone(): string {
  return `1${String(Math.floor(5_000_000_000 + Math.random() * 999_999_999))}`
}

function newNumber(): string {
  return `5109819${String(Math.floor(Math.random() * 999_999)).padStart(6, '0')}`
}
