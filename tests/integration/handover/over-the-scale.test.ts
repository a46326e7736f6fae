import { expect, it } from 'vitest'
import { settleLine } from '#app/commands/handover/settle-line.server.ts'
import { database } from '#app/db/client.server.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { deskRows, piece, runningEvent, seedWeighed, settlingAt } from './desk-world.ts'

useDatabase()

it('asks the buyer above 5 % over, takes the answer and records it', async () => {
  const { event, organizer, scope } = await runningEvent()
  const seeded = await seedWeighed(event, { productKey: 'celtuce', quantity: 2_000, unitPriceFen: 240 })
  const parts = [piece(seeded.lot, 2_101)]
  const before = await deskRows()

  const asked = await settleLine(organizer, scope, settlingAt(event.id, seeded, { parts }))
  expect(asked).toEqual({
    ok: false,
    code: 'over-by-more-than-5-percent',
    facts: { ordered: 2_000, handedOver: 2_101 },
  })
  expect(await deskRows()).toEqual(before)

  const taken = settlingAt(event.id, seeded, { parts, hasBuyerAcceptedMore: true })
  // 4.202 jin at 2.40 yuan is 10.0848.
  expect(await settleLine(organizer, scope, taken)).toMatchObject({
    ok: true,
    value: { value: { amountFen: 1_008 } },
  })
  const activity = await database().activityRecord.findFirstOrThrow({
    where: { subjectId: taken.operationId },
  })
  expect(activity.facts).toMatchObject({ hasBuyerAcceptedMore: true, eventId: event.id })
})
