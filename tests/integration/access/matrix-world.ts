/** One person of every role over one village's divisions, and of each thing with an id one in reach and one that is not. */
import { randomUUID } from 'node:crypto'
import sharp from 'sharp'
import { makeCalendarFeed } from '#app/commands/pickup/make-calendar-feed.server.ts'
import { sealEvidence } from '#app/db/catalogue/evidence-file.server.ts'
import { database } from '#app/db/client.server.ts'
import { sealLineText } from '#app/db/payment/bank-lines.server.ts'
import { sealBytes } from '#app/db/sealed/field-cipher.server.ts'
import { type Role, scopeOf } from '#app/domain/access/roles.ts'
import { liveEvidence } from '#app/gateways/evidence-store.server.ts'
import { liveImportFiles } from '#app/gateways/import-file-store.server.ts'
import { livePhotos } from '#app/gateways/photo-store.server.ts'
import {
  COUNTY,
  FOREIGN_COUNTY,
  FOREIGN_VILLAGE,
  seedAgency,
  seedCooperative,
  seedEventSeries,
  seedGround,
  seedLot,
  seedPickupEvent,
  seedServicePoint,
  TOWN,
  VILLAGE,
} from '#seed/builders.ts'
import { seedGroup } from '#seed/groups.ts'
import { seedOrder } from '#seed/orders.ts'
import { seedPairing } from '#seed/pairings.ts'
import { type Someone, someone } from './people.ts'

/** What pages name by id or code in their address. */
export type Things = {
  villageCode: string
  offerId: number
  lotId: number
  photoId: string
  eventId: number
  seriesId: number
  openEventId: number
  pointId: number
  changeId: string
  calendarToken: string
  orderId: string
  importId: string
  bankStatementId: string
  bankLineId: string
  agencyStatementId: number
  bringListId: number
  householdId: number
  pairingId: number
  groupId: number
  cooperativeId: number
  accountId: number
  agencyId: number
  countyCode: string
}
export type World = { people: Record<Role, Someone>; own: Things; foreign: Things }

async function seedImport(countyCode: string): Promise<string> {
  const id = randomUUID()
  await database().importRound.create({
    data: {
      id,
      countyCode,
      kind: 'divisions',
      scopeCode: countyCode,
      fileName: '行政区划.csv',
      fileHash: id,
      state: 'previewed',
      rowCount: 0,
      acceptedCount: 0,
      refused: {
        headerRow: 1,
        refused: [
          { row: 2, column: '级别', code: 'division-level-unknown', facts: {}, also: [], heldRows: [] },
        ],
        warnings: [],
        warningCount: 0,
      },
      changes: { added: 0, changed: 0, removed: 0, unchanged: 0 },
    },
  })
  await liveImportFiles.keep(id, sealBytes('import.file', Buffer.from('代码,名称,级别\n1,某地,无\n')))
  return id
}

/** A photo of the lot, with a file where its address leads. */
async function seedPhoto({ id: lotId, countyCode }: { id: number; countyCode: string }): Promise<string> {
  const id = randomUUID()
  const picture = await sharp({ create: { width: 400, height: 300, channels: 3, background: '#c9d7c0' } })
    .png()
    .toBuffer()
  const kept = await livePhotos.keep(id, picture)
  if (!kept.ok) throw new Error(`no photo was made: ${kept.code}`)
  await database().lotPhoto.create({
    data: { id, lotId, countyCode, position: 1, ...kept.value, contentHash: id, addedBy: 1 },
  })
  return id
}

/** A voice note that the lot's household agreed with, with a file where its address leads. */
async function seedEvidence({ id: lotId, countyCode }: { id: number; countyCode: string }): Promise<void> {
  const id = randomUUID()
  const row = { kind: 'voice' as const, mediaType: 'audio/ogg', contentHash: id, byteCount: 4 }
  const bytes = Buffer.from('OggS')
  await liveEvidence.keep(id, sealEvidence({ accountId: 1, formKey: id, ...row }, bytes))
  await database().lotEvidence.create({ data: { id, lotId, countyCode, ...row, addedBy: 1 } })
}

async function seedBankLine(countyCode: string): Promise<{ bankStatementId: string; bankLineId: string }> {
  const bankStatementId = randomUUID()
  const bankLineId = randomUUID()
  await database().bankStatement.create({
    data: {
      id: bankStatementId,
      countyCode,
      fileName: '流水.csv',
      fileHash: bankStatementId,
      state: 'applied',
      rowCount: 1,
      leftOutCount: 0,
      lineCount: 1,
      refused: [],
      isOtherAccount: false,
      uploadedBy: 1,
      newCount: 1,
      appliedAt: new Date(),
      lines: {
        create: {
          id: bankLineId,
          countyCode,
          rowNumber: 2,
          day: new Date(),
          inFen: 100,
          outFen: 0,
          lineKey: bankLineId,
          textSealed: sealLineText({ remark: '买鹅', payer: '某人' }),
          state: 'open',
          openCause: 'no-reference',
        },
      },
    },
  })
  return { bankStatementId, bankLineId }
}

async function seedAgencyStatement(countyCode: string, agencyId: number): Promise<number> {
  const { id } = await database().agencyStatement.create({
    data: {
      countyCode,
      agencyId,
      number: 1,
      month: '2026-10',
      openingFen: 0,
      chargedFen: 0,
      takenBackFen: 0,
      paidFen: 0,
      closingFen: 0,
      contentHash: '0'.repeat(64),
    },
  })
  return id
}

async function seedBringList(countyCode: string, eventId: number, villageCode: string): Promise<number> {
  const line = { householdId: 1, offerId: 1, quantity: 1 }
  const { id } = await database().bringList.create({
    data: { countyCode, eventId, villageCode, number: 1, lines: [line], contentHash: '0'.repeat(64) },
  })
  return id
}

async function seedChange(countyCode: string, eventId: number, proposedBy: number): Promise<string> {
  const asked = { kind: 'cancel', change: { kind: 'cancel' }, reason: '下大雨', state: 'waiting' }
  const { id } = await database().eventChange.create({
    data: { id: randomUUID(), countyCode, eventId, proposedBy, ...asked },
  })
  return id
}

/** The secret of a person's calendar. */
async function seedCalendar(accountId: number): Promise<string> {
  const actor = { accountId, assignments: [] }
  const made = await makeCalendarFeed(actor, scopeOf(actor, []), { formKey: randomUUID(), agencyId: null })
  if (!made.ok || made.value.token === null) throw new Error('no calendar')
  return made.value.token
}

async function seedThings(
  villageCode: string,
  buyer: { accountId: number; agencyId: number },
): Promise<Things> {
  const countyCode = `${villageCode.slice(0, 6)}000000`
  const { lot, offer, product, householdId } = await seedLot({ villageCode })
  const event = await seedPickupEvent({
    villageCode,
    daysAhead: 0,
    state: 'running',
    startTime: '00:00',
    endTime: '23:59',
  })
  const line = { product, offer, from: [{ lot, quantity: 1 }] }
  const { order } = await seedOrder({ event, buyer, lines: [line] })
  const staff = await someone('village-staff', { scopeCode: villageCode })
  await seedEvidence(lot)
  return {
    villageCode,
    offerId: offer.id,
    lotId: lot.id,
    photoId: await seedPhoto(lot),
    eventId: event.id,
    calendarToken: await seedCalendar(buyer.accountId),
    seriesId: (await seedEventSeries({ villageCode })).id,
    openEventId: (await seedPickupEvent({ villageCode })).id,
    pointId: (await seedServicePoint({ villageCode })).id,
    changeId: await seedChange(countyCode, (await seedPickupEvent({ villageCode })).id, staff.accountId),
    orderId: order.id,
    importId: await seedImport(countyCode),
    ...(await seedBankLine(countyCode)),
    agencyStatementId: await seedAgencyStatement(countyCode, buyer.agencyId),
    householdId,
    groupId: (await seedGroup([{ householdId, weight: 3 }], { villageCode })).id,
    pairingId: (await seedPairing({ householdId, agencyId: buyer.agencyId, villageCode })).id,
    cooperativeId: (await seedCooperative({ countyCode })).id,
    bringListId: await seedBringList(countyCode, event.id, villageCode),
    accountId: staff.accountId,
    agencyId: buyer.agencyId,
    countyCode,
  }
}

export async function seedWorld(): Promise<World> {
  await seedGround()
  const agencyId = (await seedAgency()).id
  const people: Record<Role, Someone> = {
    buyer: await someone('buyer', { agencyId }),
    'agency-manager': await someone('agency-manager', { agencyId }),
    'village-staff': await someone('village-staff', { scopeCode: VILLAGE }),
    'village-lead': await someone('village-lead', { scopeCode: VILLAGE }),
    'grid-worker': await someone('grid-worker', { scopeCode: `${VILLAGE}-01` }),
    organizer: await someone('organizer', { scopeCode: COUNTY }),
    'town-desk': await someone('town-desk', { scopeCode: TOWN }),
    'county-office': await someone('county-office', { scopeCode: COUNTY }),
    inspector: await someone('inspector', { scopeCode: COUNTY }),
  }
  const foreignAgency = await seedAgency({ countyCode: FOREIGN_COUNTY })
  const foreignBuyer = await someone('buyer', { agencyId: foreignAgency.id })
  return {
    people,
    own: await seedThings(VILLAGE, { accountId: people.buyer.accountId, agencyId }),
    foreign: await seedThings(FOREIGN_VILLAGE, {
      accountId: foreignBuyer.accountId,
      agencyId: foreignAgency.id,
    }),
  }
}
