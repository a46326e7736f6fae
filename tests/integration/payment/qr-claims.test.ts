/** What a desk claims was paid by QR code, and the bank's lines that confirm it: both are shown, and the difference. */
import { beforeEach, describe, expect, it } from 'vitest'
import { assignBankLine } from '#app/commands/payment/assign-bank-line.server.ts'
import { database } from '#app/db/client.server.ts'
import { paymentReference } from '#app/domain/payment/payment-reference.ts'
import { readEventClose } from '#app/queries/handover/event-close.server.ts'
import { readBankLine, readBankPage } from '#app/queries/payment/bank-page.server.ts'
import { FOREIGN_COUNTY } from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { type Someone, scopeFor, someone } from '../access/people.ts'
import { balanceOf, expectSoundBooks, runningEvent } from '../handover/desk-world.ts'
import { lineStates, take } from './bank-world.ts'
import { type EventWorld, handOver, pay, placedOrder } from './invoice-world.ts'

useDatabase()
let world: EventWorld
let office: Someone
beforeEach(async () => {
  world = await runningEvent()
  office = await someone('county-office')
})

const offices = () => scopeFor(office, 'bank:work')
const day = () => world.event.startsAt.toISOString().slice(0, 10)

/** Two geese, handed over and paid by QR code: 240 yuan. */
async function paidByQr(): Promise<void> {
  const sold = await placedOrder(world)
  await handOver(world, sold, 2)
  await pay(world, sold.orderId, 'qr')
}

async function qrChannel() {
  const page = await readEventClose(world.scope, world.event.id, null)
  return page?.channels.find(({ method }) => method === 'qr')
}

async function onlyLine() {
  return database().bankLine.findFirstOrThrow()
}

describe('a line of the bank', () => {
  it('confirms an event’s claims when a person says so, once', async () => {
    await paidByQr()
    expect(await qrChannel()).toEqual({ method: 'qr', expectedFen: 24_000, receivedFen: null })
    const taken = await take(office, [{ day: day(), in: '240.00', remark: '收单结算', serial: 'A1' }])
    expect(await lineStates(taken)).toEqual(['open no-reference'])
    const { id } = await onlyLine()
    const named = paymentReference('event', world.event.id)
    const page = await readBankLine(offices(), id, new Date())
    expect(page?.candidates).toEqual([
      {
        named,
        amountFen: 24_000,
        isWritten: false,
        agency: null,
        event: {
          id: world.event.id,
          village: expect.any(String),
          startsAt: world.event.startsAt.toISOString(),
        },
      },
    ])
    const assigned = await Promise.all(
      [1, 2].map(() => assignBankLine(office.actor, offices(), { lineId: id, named })),
    )
    expect(assigned.filter((verdict) => verdict.ok)).toHaveLength(1)
    expect(await qrChannel()).toEqual({ method: 'qr', expectedFen: 24_000, receivedFen: 24_000 })
    expect(await balanceOf(`qr:${world.event.id}`)).toBe(0)
    expect((await readBankPage(offices(), null, new Date())).unconfirmed).toEqual([])
    expect((await readBankLine(offices(), id, new Date()))?.line.event?.id).toBe(world.event.id)
    await expectSoundBooks()
  })

  it('finds the event by itself where the code writes its reference, and less or more than claimed is seen', async () => {
    await paidByQr()
    await paidByQr()
    const remark = `扫码 ${paymentReference('event', world.event.id)}`
    const taken = await take(office, [{ day: day(), in: '300.00', remark, serial: 'A1' }])
    expect(await lineStates(taken)).toEqual(['matched qr-confirmed'])
    expect(await qrChannel()).toEqual({ method: 'qr', expectedFen: 48_000, receivedFen: 30_000 })
    const [row] = (await readBankPage(offices(), null, new Date())).unconfirmed
    expect(row).toMatchObject({ claimedFen: 48_000, confirmedFen: 30_000, event: { id: world.event.id } })
    await take(office, [{ day: day(), in: '200.00', remark, serial: 'A2' }])
    expect(await balanceOf(`qr:${world.event.id}`)).toBe(-2_000)
    const [over] = (await readBankPage(offices(), null, new Date())).unconfirmed
    expect(over).toMatchObject({ claimedFen: 48_000, confirmedFen: 50_000 })
    await expectSoundBooks()
  })

  it('is left open where nothing was paid by QR code there, or the event is another county’s', async () => {
    const named = paymentReference('event', world.event.id)
    const taken = await take(office, [{ day: day(), in: '240.00', remark: named, serial: 'A1' }])
    expect(await lineStates(taken)).toEqual(['open nothing-of-that-number'])
    const { id } = await onlyLine()
    expect(await assignBankLine(office.actor, offices(), { lineId: id, named })).toEqual({
      ok: false,
      code: 'named-unknown',
    })
    await paidByQr()
    const elsewhere = await someone('county-office', { scopeCode: FOREIGN_COUNTY })
    expect((await readBankPage(scopeFor(elsewhere, 'bank:work'), null, new Date())).unconfirmed).toEqual([])
    expect(await readBankLine(scopeFor(elsewhere, 'bank:work'), id, new Date())).toBeNull()
  })

  it('that went is no confirmation', async () => {
    await paidByQr()
    const remark = paymentReference('event', world.event.id)
    const taken = await take(office, [{ day: day(), out: '240.00', remark, serial: 'A1' }])
    expect(await lineStates(taken)).toEqual(['open wrong-way'])
  })
})
