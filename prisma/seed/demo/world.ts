/**
 * The demo world: one town as its office hands it over, its people invited tier by tier, pools listed by village staff,
 * and a few weeks of events. Everything comes in through the imports and commands of real use.
 */
import { readFileSync } from 'node:fs'
import { changeSettings } from '#app/commands/access/change-settings.server.ts'
import { applyImport } from '#app/commands/intake/apply-import.server.ts'
import { previewImport } from '#app/commands/intake/preview-import.server.ts'
import { sealBooks } from '#app/commands/ledger/seal-books.server.ts'
import { issueAgencyStatements } from '#app/commands/payment/issue-agency-statements.server.ts'
import { database } from '#app/db/client.server.ts'
import { SYSTEM_ACTOR, systemScope } from '#app/domain/access/roles.ts'
import { NATION } from '#app/domain/intake/round.ts'
import { addDays, type CivilDate, civilDateOf, weekdayOf } from '#app/domain/kernel/calendar.ts'
import { DEFAULT_SETTINGS } from '#app/domain/people/county-settings.ts'
import { checkSheetInChild } from '#app/files/read-sheet-in-child.server.ts'
import { type Chance, chanceOf } from './chance.ts'
import { beginHelpDays } from './help-days.ts'
import { askForInvoices } from './invoices.ts'
import { noteMarketPrices } from './market-prices.ts'
import { importOrdinaryHouseholds } from './ordinary-households.ts'
import {
  allowCharging,
  countyOffice,
  DEMO_PASSWORD,
  type DemoPerson,
  done,
  invite,
  scopeFor,
} from './people.ts'
import { listGroup, listPools } from './pools.ts'
import { listForSellers } from './sellers.ts'
import { keepServicePoints } from './service-points.ts'
import { townFiles } from './town-files.ts'
import { holdEvent } from './trade.ts'
import { payByTransfer } from './transfers.ts'

const COUNTY = '510981000000'
const TOWN = '510981100000'
const HELP_DAY_VILLAGE = '510981100212'
const DIVISIONS_FILE = 'prisma/seed/data/divisions.csv'
/** Invented names for staff: surnames and given names that no source names. */
const SURNAMES = [
  '安',
  '白',
  '柏',
  '边',
  '车',
  '褚',
  '丁',
  '樊',
  '费',
  '甘',
  '顾',
  '洪',
  '季',
  '简',
  '康',
  '路',
  '梅',
  '祁',
  '裘',
  '陶',
  '温',
  '乌',
  '席',
  '应',
  '尤',
  '章',
  '庄',
  '宗',
]
const GIVEN = ['一帆', '月明', '长安', '小满', '立秋', '谷雨', '向阳', '青禾', '知行', '南星', '半夏', '云归']

export type DemoLogin = { phone: string; who: string; role: string; place: string }
export type DemoWorld = { password: string; logins: DemoLogin[] }
type Say = (what: string) => void

const check = { checkSheet: checkSheetInChild }

async function importDivisions(): Promise<void> {
  const scope = systemScope(NATION)
  const bytes = readFileSync(DIVISIONS_FILE)
  const input = {
    kind: 'divisions' as const,
    scopeCode: NATION,
    fileName: 'divisions.csv',
    bytes,
    isKept: true,
  }
  const preview = done(await previewImport(SYSTEM_ACTOR, scope, input, check), 'reading the divisions')
  done(
    await applyImport(SYSTEM_ACTOR, scope, { roundId: preview.roundId ?? '' }, check),
    'importing the divisions',
  )
}

async function importTown(office: DemoPerson, today: CivilDate, say: Say): Promise<void> {
  for (const file of townFiles(today)) {
    const input = { ...file, scopeCode: COUNTY, isKept: true }
    const preview = done(
      await previewImport(office.actor, scopeFor(office, 'import:preview'), input, check),
      file.fileName,
    )
    const applied = await applyImport(
      office.actor,
      scopeFor(office, 'import:apply'),
      { roundId: preview.roundId ?? '' },
      check,
    )
    done(applied, file.fileName)
    say(`  ${file.fileName}`)
  }
}

type VillageCrew = { code: string; name: string; staff: DemoPerson; lead: DemoPerson }

function naming(chance: Chance): () => string {
  const used = new Set<string>()
  return () => {
    for (;;) {
      const name = chance.pick(SURNAMES) + chance.pick(GIVEN)
      if (used.has(name)) continue
      used.add(name)
      return name
    }
  }
}

async function villageCrews(office: DemoPerson, nextName: () => string): Promise<VillageCrew[]> {
  const villages = await database().$queryRaw<{ code: string; short_name: string }[]>`
    SELECT d.code, d.short_name FROM division d
    WHERE EXISTS (SELECT 1 FROM household_state s WHERE s.village_code = d.code) ORDER BY d.code`
  const crews: VillageCrew[] = []
  for (const { code, short_name: name } of villages) {
    const as = (what: string) => ({ name: nextName(), who: `${name} ${what}`, place: name })
    crews.push({
      code,
      name,
      staff: await invite(office, { role: 'village-staff', scopeCode: code }, as('村干部')),
      lead: await invite(office, { role: 'village-lead', scopeCode: code }, as('第一书记')),
    })
  }
  return crews
}

async function agencyPeople(
  office: DemoPerson,
  agencyName: string,
  count: number,
  nextName: () => string,
): Promise<DemoPerson[]> {
  const as = (what: string) => ({ name: nextName(), who: `${agencyName} ${what}`, place: agencyName })
  const manager = await invite(
    office,
    { role: 'agency-manager', scopeCode: COUNTY, agencyName },
    as('管理员'),
  )
  await allowCharging(manager, 200_000)
  const agencyId = manager.actor.assignments[0]?.agencyId ?? null
  const buyers: DemoPerson[] = []
  for (let i = 0; i < count; i++) buyers.push(await invite(manager, { role: 'buyer', agencyId }, as('职工')))
  return [manager, ...buyers]
}

/** The last `count` help days: Mondays before today, newest last. */
function pastMondays(today: CivilDate, count: number): CivilDate[] {
  const lastMonday = addDays(today, -(weekdayOf(today) === 1 ? 7 : weekdayOf(today) - 1))
  return Array.from({ length: count }, (_, i) => addDays(lastMonday, -7 * (count - 1 - i)))
}

/** Oldest first: one in last month, for agencies to have a statement of it, and the last two Mondays. */
function heldDays(today: CivilDate): CivilDate[] {
  const mondays = pastMondays(today, 2)
  const weekBefore = addDays(mondays[0] ?? today, -7)
  const monthEnd = addDays(`${today.slice(0, 7)}-01`, -1)
  const [latest = weekBefore] = [weekBefore, monthEnd].sort()
  return [addDays(latest, 1 - weekdayOf(latest)), ...mondays]
}

function loginOf({ phone, who, role, place }: DemoPerson): DemoLogin {
  return { phone, who, role, place }
}

/** Builds the demo world in an empty database. The same seed on the same day gives the same world. */
export async function buildDemoWorld(seed: number, say: Say): Promise<DemoWorld> {
  const chance = chanceOf(seed)
  const nextName = naming(chance)
  const today = civilDateOf(new Date())
  say('Divisions of five counties …')
  await importDivisions()
  const office = await countyOffice(COUNTY, '射洪市')
  done(
    await changeSettings(office.actor, scopeFor(office, 'settings:change'), {
      countyCode: COUNTY,
      ...DEFAULT_SETTINGS,
      transferPayee: '射洪市乡村振兴服务中心（演示）',
      transferBank: '演示银行射洪支行',
      transferAccount: '6000000000000001',
    }),
    'the account for transfers',
  )
  await noteMarketPrices(office, today)
  say('The files of one town …')
  await importTown(office, today, say)

  say('Its people …')
  const crews = await villageCrews(office, nextName)
  const as = (who: string, place: string) => ({ name: nextName(), who, place })
  const organizer = await invite(
    office,
    { role: 'organizer', scopeCode: TOWN },
    as('武安镇 活动组织', '武安镇'),
  )
  await beginHelpDays(organizer, HELP_DAY_VILLAGE, today)
  await keepServicePoints(organizer)
  const deskMate = await invite(office, { role: 'organizer', scopeCode: TOWN }, as('武安镇 交货台', '武安镇'))
  const townDesk = await invite(
    office,
    { role: 'town-desk', scopeCode: TOWN },
    as('武安镇 镇工作台', '武安镇'),
  )
  const inspector = await invite(office, { role: 'inspector', scopeCode: COUNTY }, as('督查', '射洪市'))
  const archive = await agencyPeople(office, '市档案馆', 7, nextName)
  const hospital = await agencyPeople(office, '市人民医院', 7, nextName)

  await importOrdinaryHouseholds(office, { countyCode: COUNTY, villages: crews, nextName }, chance)
  say('Pools of several households in every village …')
  for (const crew of crews) await listPools(crew, today, chance)

  say('A few weeks of events …')
  const buyers = [...archive, ...hospital]
  const places = chance.some(crews, 4)
  const [first, second, third, now] = places
  // By a chance of its own: the rest of the world stays as it was.
  if (now) await listGroup(now, today, chanceOf(seed + 1))
  if (first && second && third && now) {
    await listForSellers(office, third, today, chance)
    const held = (crew: VillageCrew, on: CivilDate) => ({
      villageCode: crew.code,
      place: '村委会广场',
      title: `${crew.name}“以购助扶”活动`,
      on,
      startTime: '09:00',
      endTime: '11:30',
    })
    const days = heldDays(today)
    for (const [index, crew] of [first, second, third].entries()) {
      await holdEvent(
        { organizer, lead: crew.lead, buyers },
        held(crew, days[index] ?? today),
        chance,
        'closed',
      )
      say(`  ${crew.name}: closed`)
    }
    await holdEvent({ organizer, lead: now.lead, buyers }, held(now, today), chance, 'running')
    say(`  ${now.name}: running today`)
  }
  await issueAgencyStatements(SYSTEM_ACTOR)
  await payByTransfer(office, archive.slice(1, 4), { countyCode: COUNTY, today })
  say('  transfers, and the statement that says so')
  await askForInvoices(office, [...archive.slice(1, 4), ...hospital.slice(1, 3)])
  say('  an invoice that is issued, and one that waits')
  while ((await sealBooks(SYSTEM_ACTOR)) > 0) {
    // Until nothing is left unsealed.
  }

  const runningCrew = now ?? crews[0]
  const people = [
    office,
    townDesk,
    inspector,
    organizer,
    deskMate,
    ...(runningCrew ? [runningCrew.staff, runningCrew.lead] : []),
    ...crews
      .filter((crew) => crew !== runningCrew)
      .flatMap((crew) => [crew.staff, crew.lead])
      .slice(0, 4),
    ...archive.slice(0, 3),
    ...hospital.slice(0, 3),
  ]
  return { password: DEMO_PASSWORD, logins: people.map(loginOf) }
}
