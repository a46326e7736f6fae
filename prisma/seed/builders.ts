/** Small true worlds, one state at a time; used by the demo and by tests. They write as the owner of a fresh database would. */
import { randomUUID } from 'node:crypto'
import { hash } from '@node-rs/argon2'
import { database } from '#app/db/client.server.ts'
import { hashText, sealText } from '#app/db/sealed/field-cipher.server.ts'
import type { Role } from '#app/domain/access/roles.ts'
import { addDays, civilDateOf, instantOf, toDateColumn } from '#app/domain/kernel/calendar.ts'
import { shortVillageName } from '#app/domain/kernel/ids.ts'
import type { OpeningSpan } from '#app/domain/pickup/service-point.ts'

/** 射洪市 and 武安镇, with two villages of it: a place for small worlds. */
export const COUNTY = '510981000000'
export const TOWN = '510981100000'
export const VILLAGE = '510981100212'
export const OTHER_VILLAGE = '510981100211'
/** A village of another county, for what must not be reached. */
export const FOREIGN_COUNTY = '511025000000'
export const FOREIGN_VILLAGE = '511025100201'

const LONG_AGO = '2020-01-01'
let sequence = 0
const next = () => ++sequence

export function today(): string {
  return civilDateOf(new Date())
}

export async function seedDivisions(): Promise<void> {
  const rows: [string, string, string, string | null][] = [
    ['510000000000', '四川省', 'province', null],
    ['510900000000', '遂宁市', 'prefecture', '510000000000'],
    [COUNTY, '射洪市', 'county', '510900000000'],
    [TOWN, '武安镇', 'town', COUNTY],
    [VILLAGE, '白鹿垭村村民委员会', 'village', TOWN],
    [OTHER_VILLAGE, '红碑村村民委员会', 'village', TOWN],
    ['511000000000', '内江市', 'prefecture', '510000000000'],
    [FOREIGN_COUNTY, '资中县', 'county', '511000000000'],
    ['511025100000', '水南镇', 'town', FOREIGN_COUNTY],
    [FOREIGN_VILLAGE, '资中县某村村民委员会', 'village', '511025100000'],
  ]
  await database().division.createMany({
    skipDuplicates: true,
    data: rows.map(([code, name, level, parentCode]) => ({
      code,
      name,
      level,
      parentCode,
      shortName: level === 'village' ? shortVillageName(name) : name,
      fromDay: toDateColumn(LONG_AGO),
    })),
  })
}

/** Divisions: what every other builder needs first. Products come with the migrations. */
export async function seedGround(): Promise<void> {
  await seedDivisions()
}

export async function seedHousehold(
  input: {
    villageCode?: string
    gridNumber?: number | null
    category?: string
    headcount?: number
    name?: string
    number?: string
    alias?: string
  } = {},
) {
  const n = next()
  const villageCode = input.villageCode ?? VILLAGE
  const countyCode = `${villageCode.slice(0, 6)}000000`
  const gridNumber = input.gridNumber === undefined ? 1 : input.gridNumber
  const gridCode = gridNumber === null ? null : `${villageCode}-${String(gridNumber).padStart(2, '0')}`
  if (gridCode !== null && gridNumber !== null) {
    await database().grid.createMany({
      skipDuplicates: true,
      data: [{ code: gridCode, villageCode, number: gridNumber, fromDay: toDateColumn(LONG_AGO) }],
    })
  }
  const name = input.name ?? `测${['甲', '乙', '丙', '丁'][n % 4]}${n}`
  const household = await database().household.create({
    data: {
      countyCode,
      number: input.number ?? `51098199${String(n).padStart(5, '0')}`,
      alias: input.alias ?? `竹林${n}户`,
      states: {
        create: {
          countyCode,
          villageCode,
          gridCode,
          category: input.category ?? 'exited',
          headcount: input.headcount ?? 3,
          fromDay: toDateColumn(LONG_AGO),
        },
      },
      members: {
        create: {
          countyCode,
          isHead: true,
          nameSealed: sealText('person.name', name),
          nameHash: hashText('person.name', name),
          kinship: '户主',
          fromDay: toDateColumn(LONG_AGO),
        },
      },
    },
  })
  return { ...household, villageCode, gridCode, name }
}

/** An approved lot, its offer made or joined. Quantities are pieces or grams, prices fen. */
export async function seedLot(
  input: {
    householdId?: number
    villageCode?: string
    productKey?: string
    quantity?: number
    unitPriceFen?: number
    referencePriceFen?: number
    availableFrom?: string
    availableTo?: string
    state?: string
    isLeadFarmer?: boolean
    /** The ten-household group that sells it; the household is to be a member. */
    groupId?: number
    /** By which a cooperative bought it of its household. */
    contract?: { id: number; cooperativeId: number; householdId: number; purchasePriceFen: number }
    lead?: { householdId: number; feeFen: number }
  } = {},
) {
  const villageCode = input.villageCode ?? VILLAGE
  const { contract, lead } = input
  const householdId = contract?.householdId ?? input.householdId ?? (await seedHousehold({ villageCode })).id
  const product = await database().product.findUniqueOrThrow({ where: { key: input.productKey ?? 'goose' } })
  const countyCode = `${villageCode.slice(0, 6)}000000`
  const unitPriceFen = input.unitPriceFen ?? 12_000
  const referencePriceFen = input.referencePriceFen ?? 11_000
  const terms = {
    villageCode,
    productId: product.id,
    unitPriceFen,
    groupId: input.groupId ?? null,
    cooperativeId: contract?.cooperativeId ?? null,
  }
  const offer =
    (await database().offer.findFirst({ where: terms })) ??
    (await database().offer.create({
      data: {
        ...terms,
        countyCode,
        referencePriceFen,
        referenceSource: '武安农贸市场',
        referenceOn: toDateColumn(today()),
      },
    }))
  const quantity = input.quantity ?? 5
  const state = input.state ?? 'approved'
  const lot = await database().lot.create({
    data: {
      countyCode,
      offerId: offer.id,
      householdId,
      state,
      listed: quantity,
      available: quantity,
      availableFrom: toDateColumn(input.availableFrom ?? addDays(today(), -30)),
      availableTo: toDateColumn(input.availableTo ?? addDays(today(), 60)),
      floorPriceFen: Math.min(
        unitPriceFen - (lead?.feeFen ?? 0),
        contract?.purchasePriceFen ?? 10_000,
        10_000,
      ),
      referencePriceFen,
      referenceSource: '武安农贸市场',
      isLeadFarmer: input.isLeadFarmer ?? false,
      purchaseContractId: contract?.id,
      purchasePriceFen: contract?.purchasePriceFen,
      leadHouseholdId: lead?.householdId,
      leadFeeFen: lead?.feeFen,
      agreementHow: 'signature',
      agreedOn: toDateColumn(today()),
      approvedAt: state === 'approved' ? new Date() : null,
    },
  })
  return { lot, offer, product, householdId }
}

/** A cooperative of the county. */
export async function seedCooperative(input: { countyCode?: string; name?: string } = {}) {
  const name = input.name ?? `兴农合作社${next()}`
  return database().cooperative.create({
    data: { countyCode: input.countyCode ?? COUNTY, name, kind: 'cooperative', recordedBy: 1 },
  })
}

/** A contract that holds today, by which the cooperative buys of a household; prices fen, quantity in the base unit. */
export async function seedContract(
  cooperative: { id: number; countyCode: string },
  input: {
    householdId?: number
    productKey?: string
    purchasePriceFen?: number
    mostQuantity?: number
    fromDay?: string
    toDay?: string
  } = {},
) {
  const product = await database().product.findUniqueOrThrow({ where: { key: input.productKey ?? 'goose' } })
  return database().purchaseContract.create({
    data: {
      countyCode: cooperative.countyCode,
      cooperativeId: cooperative.id,
      householdId: input.householdId ?? (await seedHousehold()).id,
      productId: product.id,
      purchasePriceFen: input.purchasePriceFen ?? 10_000,
      mostQuantity: input.mostQuantity ?? 100,
      fromDay: toDateColumn(input.fromDay ?? addDays(today(), -30)),
      toDay: toDateColumn(input.toDay ?? addDays(today(), 60)),
      agreementHow: 'signature',
      agreedOn: toDateColumn(addDays(today(), -30)),
      recordedBy: 1,
    },
  })
}

/** A pickup event `daysAhead` days from today, 09:00 to 11:30, cut-off 18:00 two days before. */
export async function seedPickupEvent(
  input: {
    villageCode?: string
    serves?: string[]
    daysAhead?: number
    capacityOrders?: number
    state?: string
    cutOffAt?: Date
    startTime?: string
    endTime?: string
    servicePointId?: number
  } = {},
) {
  const villageCode = input.villageCode ?? VILLAGE
  const day = addDays(today(), input.daysAhead ?? 14)
  const startsAt = instantOf(day, input.startTime ?? '09:00')
  return database().pickupEvent.create({
    data: {
      countyCode: `${villageCode.slice(0, 6)}000000`,
      title: '“以购助扶”活动',
      villageCode,
      place: '村委会广场',
      startsAt,
      endsAt: instantOf(day, input.endTime ?? '11:30'),
      cutOffAt: input.cutOffAt ?? instantOf(addDays(day, -2), '18:00'),
      capacityOrders: input.capacityOrders ?? 100,
      state: input.state ?? 'open',
      servicePointId: input.servicePointId ?? null,
      servedVillages: { create: (input.serves ?? [villageCode]).map((code) => ({ villageCode: code })) },
    },
  })
}

/** A service point, open every day from 08:00 to 18:00. */
export async function seedServicePoint(
  input: { villageCode?: string; name?: string; state?: string; openingHours?: OpeningSpan[] } = {},
) {
  const villageCode = input.villageCode ?? VILLAGE
  const countyCode = `${villageCode.slice(0, 6)}000000`
  const state = input.state ?? 'open'
  const everyDay = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opensAt: '08:00', closesAt: '18:00' }))
  return database().servicePoint.create({
    data: {
      countyCode,
      villageCode,
      name: input.name ?? `电商服务点${next()}`,
      place: '村小学对面',
      openingHours: input.openingHours ?? everyDay,
      scaleCount: 3,
      staffCount: 2,
      hasColdBox: true,
      state,
      formKey: randomUUID(),
      createdBy: 1,
      states: { create: { countyCode, state, recordedBy: 1 } },
    },
  })
}

/** A series that nothing was planned of yet. */
export async function seedEventSeries(
  input: { villageCode?: string; fromDay?: string; toDay?: string; weeks?: string[]; reading?: string } = {},
) {
  const villageCode = input.villageCode ?? VILLAGE
  return database().eventSeries.create({
    data: {
      countyCode: `${villageCode.slice(0, 6)}000000`,
      title: '“以购助扶”活动',
      villageCode,
      place: '村委会广场',
      weekday: 1,
      weeks: input.weeks ?? ['1', '3'],
      reading: input.reading ?? 'weekday-of-month',
      startsAt: '09:00',
      endsAt: '11:30',
      cutOffDaysBefore: 3,
      cutOffAt: '18:00',
      capacityOrders: 100,
      scaleCount: 2,
      servedVillageCodes: [villageCode],
      fromDay: toDateColumn(input.fromDay ?? today()),
      toDay: input.toDay === undefined ? null : toDateColumn(input.toDay),
      formKey: randomUUID(),
      createdBy: 1,
    },
  })
}

export async function seedAgency(
  input: { name?: string; memberLimitFen?: number; countyCode?: string } = {},
) {
  return database().agency.create({
    data: {
      countyCode: input.countyCode ?? COUNTY,
      name: input.name ?? `市档案馆${next()}`,
      memberLimitFen: BigInt(input.memberLimitFen ?? 0),
    },
  })
}

let passwordHash: Promise<string> | undefined
/** The password of every seeded account. */
export const PASSWORD = 'correct horse 42'

/** An account with one role: over a division (`scopeCode`) or in an agency (`agencyId`). */
export async function seedAccount(input: {
  role: Role
  scopeCode?: string
  agencyId?: number
  name?: string
  phone?: string
}) {
  const n = next()
  passwordHash ??= hash(PASSWORD)
  const phone = input.phone ?? `1990000${String(n).padStart(4, '0')}`
  const name = input.name ?? `员工${n}`
  const isAgencyRole = input.role === 'buyer' || input.role === 'agency-manager'
  const agencyId = isAgencyRole ? (input.agencyId ?? (await seedAgency()).id) : null
  const scopeCode = isAgencyRole ? null : (input.scopeCode ?? COUNTY)
  const account = await database().account.create({
    data: {
      nameSealed: sealText('account.name', name),
      phoneSealed: sealText('account.phone', phone),
      phoneHash: hashText('account.phone', phone),
      passwordHash: await passwordHash,
      assignments: { create: { role: input.role, scopeCode, agencyId } },
    },
  })
  return { account, phone, name, agencyId, scopeCode }
}
