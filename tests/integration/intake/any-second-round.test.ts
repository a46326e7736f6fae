/**
 * Any second roster, with any ticks, against a small model that knows neither the database nor the comparison: which
 * pieces there are, what stands once the ticked ones are applied, and that undoing puts it all back.
 */
import fc from 'fast-check'
import pg from 'pg'
import { beforeAll, describe, expect, test } from 'vitest'
import { undoImport } from '#app/commands/intake/undo-import.server.ts'
import { database } from '#app/db/client.server.ts'
import { idNumber } from '#scripts/driving/roster.ts'
import { seedGround } from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import {
  applyRound,
  daysBefore,
  look,
  named,
  type Office,
  type Person,
  piecesOf,
  rosterCsv,
  seedOffice,
  standing,
} from './rounds.ts'

const FIRST = new Date('2026-11-02T02:00:00Z')
const SECOND = new Date('2026-11-20T02:00:00Z')
const LATER = new Date('2026-11-24T02:00:00Z')

/** People 0 to 9 and households A to D: who lives where, first of each household the head. */
type Home = { village: string; category: string; people: number[] }
type World = { homes: Record<string, Home>; phones: Record<number, string> }

const HOMES = ['A', 'B', 'C', 'D']
const nameOf = (person: number) => `测${'甲乙丙丁戊己庚辛壬癸'[person]}`

const anyWorld: fc.Arbitrary<World> = fc
  .record({
    order: fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], { minLength: 4, maxLength: 10 }),
    cuts: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 10, maxLength: 10 }),
    villages: fc.array(fc.constantFrom('白鹿垭村', '红碑村'), { minLength: 4, maxLength: 4 }),
    categories: fc.array(fc.constantFrom('脱贫户', '一般户'), { minLength: 4, maxLength: 4 }),
    phones: fc.array(fc.constantFrom('13900000001', '13900000002'), { minLength: 10, maxLength: 10 }),
  })
  .map(({ order, cuts, villages, categories, phones }) => {
    const homes: World['homes'] = {}
    for (const [i, person] of order.entries()) {
      const at = cuts[i] ?? 0
      const number = HOMES[at] ?? ''
      const home = homes[number] ?? {
        village: villages[at] ?? '',
        category: categories[at] ?? '',
        people: [],
      }
      homes[number] = home
      home.people.push(person)
    }
    return { homes, phones: Object.fromEntries(phones.map((phone, person) => [person, phone])) }
  })

function rosterOf({ homes, phones }: World): Person[] {
  return Object.entries(homes).flatMap(([number, { village, category, people }]) =>
    people.map((person, i) => ({
      number,
      village,
      category,
      name: nameOf(person),
      id: idNumber(person),
      headcount: people.length,
      kinship: i === 0 ? '户主' : '亲属',
      phone: phones[person],
    })),
  )
}

/** `leaves`: who is gone from where he was before, whatever else is taken. */
type Step = { name: string; isTickedAtFirst: boolean; leaves: number[]; apply: (now: Model) => void }
/** What stands: of each open household its place and, of each member, the telephone; and who is the head. */
type Model = Map<
  string,
  { village: string; category: string; headcount: number; head: number | null; people: Map<number, string> }
>

const modelOf = ({ homes, phones }: World): Model =>
  new Map(
    Object.entries(homes).map(([number, { village, category, people }]) => [
      number,
      {
        village,
        category,
        headcount: people.length,
        head: people[0] ?? null,
        people: new Map(people.map((person) => [person, phones[person] ?? ''])),
      },
    ]),
  )

function leave(now: Model, person: number) {
  for (const home of now.values()) {
    home.people.delete(person)
    if (home.head === person) home.head = null
  }
}

/** The pieces by their rules in words: `before` and `after` are two whole rosters of one town. */
function stepsOf(before: Model, after: Model): Step[] {
  const homeOf = (world: Model, person: number) =>
    [...world].find(([, home]) => home.people.has(person))?.[0] ?? null
  const isStranger = (number: string, person: number) => {
    const was = homeOf(before, person)
    return was !== null && was !== number && !after.has(was)
  }
  const steps: Step[] = []
  const add = (group: string, rest: string, apply: Step['apply'], leaves: number[] = []) =>
    steps.push({
      name: `${group} ${rest}`,
      isTickedAtFirst: group === 'added' || group === 'changed',
      leaves,
      apply,
    })
  for (const [number, is] of after) {
    const was = before.get(number)
    const people = [...is.people]
    const headName = nameOf(is.head ?? 0)
    if (was === undefined) {
      const isSuspect = people.some(([person]) => isStranger(number, person))
      add(
        isSuspect ? 'duplicate' : 'added',
        `household ${number} ${headName}`,
        (now) => void now.set(number, { ...is, people: new Map(is.people) }),
        people.map(([person]) => person),
      )
      continue
    }
    const oldHead = nameOf(was.head ?? 0)
    const change = (rest: string, apply: (home: NonNullable<typeof was>) => void, group = 'changed') =>
      add(group, rest, (now) => {
        const home = now.get(number)
        if (home) apply(home)
      })
    if (was.village !== is.village)
      change(`place ${number} ${oldHead}`, (home) => {
        home.village = is.village
      })
    if (was.category !== is.category)
      change(`category ${number} ${oldHead}`, (home) => {
        home.category = is.category
      })
    if (was.headcount !== is.headcount)
      change(`headcount ${number} ${oldHead}`, (home) => {
        home.headcount = is.headcount
      })
    const hasNewHead = was.head !== is.head
    if (hasNewHead && is.head !== null) {
      const head = is.head
      const goes = was.head !== null && !is.people.has(was.head) ? [was.head] : []
      add(
        isStranger(number, head) ? 'duplicate' : 'changed',
        `head ${number} ${oldHead}`,
        (now) => {
          const home = now.get(number)
          home?.people.set(head, home.people.get(head) ?? is.people.get(head) ?? '')
          if (home) home.head = head
        },
        [...(was.people.has(head) ? [] : [head]), ...goes],
      )
    }
    for (const [person, phone] of people) {
      if (was.people.has(person)) {
        if (was.people.get(person) === phone) continue
        change(`member ${number} phone ${nameOf(person)}`, (home) => {
          if (home.people.has(person)) home.people.set(person, phone)
        })
      } else if (!(hasNewHead && person === is.head)) {
        add(
          isStranger(number, person) ? 'duplicate' : 'changed',
          `joined ${number} ${nameOf(person)}`,
          (now) => void now.get(number)?.people.set(person, phone),
          [person],
        )
      }
    }
    for (const person of was.people.keys()) {
      const isOldHead = hasNewHead && person === was.head
      if (is.people.has(person) || isOldHead || homeOf(after, person) !== null) continue
      add('removed', `left ${number} ${nameOf(person)}`, () => {}, [person])
    }
  }
  // Closing comes last: who moves out of a household that closes has moved before.
  for (const [number, was] of before) {
    if (after.has(number)) continue
    add('removed', `unlisted ${number} ${nameOf(was.head ?? 0)}`, (now) => void now.delete(number))
  }
  return steps
}

/** Leaving comes before joining, so that the order of the pieces doesn't matter. */
function applied(before: Model, steps: readonly Step[]): Model {
  const now: Model = new Map(
    [...before].map(([number, home]) => [number, { ...home, people: new Map(home.people) }]),
  )
  for (const person of steps.flatMap(({ leaves }) => leaves)) leave(now, person)
  for (const step of steps) step.apply(now)
  return now
}

const shape = (model: Model) =>
  [...model]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([number, { village, category, headcount, head, people }]) => ({
      number,
      village,
      category,
      headcount,
      members: [...people]
        .map(([person, phone]) => ({ name: nameOf(person), isHead: head === person, phone }))
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
    }))

async function stored() {
  return (await standing()).map(({ number, places: [place, ...more], members }) => {
    expect(more).toEqual([])
    return {
      number,
      village: place?.villageCode === '510981100212' ? '白鹿垭村' : '红碑村',
      category: place?.category === 'exited' ? '脱贫户' : '一般户',
      headcount: place?.headcount,
      members,
    }
  })
}

const db = useDatabase({ per: 'file' })
let by: Office
beforeAll(async () => {
  await seedGround()
  by = await seedOffice()
})

/** All households and rounds away, which the application itself can't do. */
async function empty(): Promise<void> {
  const owner = new pg.Client({ connectionString: db.urls.owner })
  await owner.connect()
  const tables = [
    'import_undo',
    'import_item',
    'import_work',
    'import_round',
    'person',
    'bank_card',
    'household_state',
    'household',
  ]
  for (const table of tables) {
    await owner.query(
      `ALTER TABLE ${table} DISABLE TRIGGER USER; DELETE FROM ${table}; ALTER TABLE ${table} ENABLE TRIGGER USER`,
    )
  }
  await owner.end()
}

describe('any second roster', () => {
  test('has the pieces the model has, is applied as ticked, and is undone', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyWorld,
        anyWorld,
        fc.array(fc.boolean(), { minLength: 60, maxLength: 60 }),
        fc.boolean(),
        async (first, second, ticks, isUndoneLater) => {
          await empty()
          await applyRound(by, await look(by, rosterCsv(rosterOf(first)), FIRST), FIRST)
          const before = modelOf(first)
          expect(await stored()).toEqual(shape(before))
          const steps = stepsOf(before, modelOf(second))
          const roundId = await look(by, rosterCsv(rosterOf(second)), SECOND)
          const pieces = await piecesOf(roundId)
          expect(pieces.map((piece) => [named(piece), piece.isTicked]).sort()).toEqual(
            steps.map(({ name, isTickedAtFirst }) => [name, isTickedAtFirst]).sort(),
          )
          const chosen = new Set(steps.flatMap(({ name }, i) => (ticks[i % ticks.length] ? [name] : [])))
          for (const piece of pieces) {
            await database().importItem.update({
              where: { roundId_number: { roundId, number: piece.number } },
              data: { isTicked: chosen.has(named(piece)) },
            })
          }
          const past = await daysBefore('2026-11-20')
          await applyRound(by, roundId, SECOND)
          expect(await stored()).toEqual(
            shape(
              applied(
                before,
                steps.filter(({ name }) => chosen.has(name)),
              ),
            ),
          )
          expect(await daysBefore('2026-11-20')).toEqual(past)
          const now = isUndoneLater ? LATER : SECOND
          const day = now.toISOString().slice(0, 10)
          const untilNow = await daysBefore(day)
          const undone = await undoImport(
            by.actor,
            by.scope,
            { roundId, leavingOut: false },
            { now: () => now },
          )
          expect(undone).toMatchObject({ ok: true })
          expect(await stored()).toEqual(shape(before))
          expect(await daysBefore(day)).toEqual(untilNow)
        },
      ),
      { numRuns: 25 },
    )
  }, 600_000)
})
