import { readDatabase } from '#app/db/client.server.ts'
import { openText } from '#app/db/sealed/field-cipher.server.ts'
import { type Actor, reaches, type Scope } from '#app/domain/access/roles.ts'
import { maskCard, maskIdNumber, maskName, maskPhone, seesNameInFull } from '#app/domain/access/visibility.ts'
import type { RoundState } from '#app/domain/intake/round.ts'
import type {
  ContentField,
  ItemContent,
  ItemGroup,
  ItemKind,
  Suspicion,
} from '#app/domain/people/roster-items.ts'

export type ItemRow = {
  number: number
  kind: ItemKind
  householdNumber: string
  village: string
  row: number | null
  isTicked: boolean
  suspicion: Suspicion | null
  otherNumber: string | null
  outcome: string | null
  /** As far as the reader may see it. */
  who: string | null
  changes: ItemContent['changes']
}

/** How many pieces of a kind there are under a heading, and how many are ticked. */
export type ItemCount = { group: ItemGroup; kind: ItemKind; count: number; ticked: number; applied: number }

export type ItemsPage = {
  fileName: string
  state: RoundState
  counts: ItemCount[]
  items: ItemRow[]
  /** The number after which the next page begins; null on the last. */
  next: number | null
}

const ITEMS_A_PAGE = 50

/** The counts of a round's pieces, by heading and kind. */
export async function readItemCounts(roundId: string): Promise<ItemCount[]> {
  return readDatabase().$queryRaw<ItemCount[]>`
    SELECT "group", kind, count(*)::int AS count, (count(*) FILTER (WHERE is_ticked))::int AS ticked,
      (count(*) FILTER (WHERE outcome = 'applied'))::int AS applied
    FROM import_item WHERE round_id = ${roundId}::uuid GROUP BY "group", kind ORDER BY "group", kind`
}

/** A page of a round's pieces under one heading; null when the round is not there or out of scope. */
export async function readItemsPage(
  actor: Actor,
  scope: Scope,
  roundId: string,
  filter: { group: ItemGroup; kind: ItemKind | null; after: number },
): Promise<ItemsPage | null> {
  if (!/^[0-9a-f-]{36}$/.test(roundId)) return null
  const db = readDatabase()
  const round = await db.importRound.findUnique({
    where: { id: roundId },
    select: { scopeCode: true, fileName: true, state: true },
  })
  if (round === null || !reaches(scope, round.scopeCode)) return null
  const [counts, rows] = await Promise.all([
    readItemCounts(roundId),
    db.importItem.findMany({
      where: {
        roundId,
        group: filter.group,
        number: { gt: filter.after },
        ...(filter.kind === null ? {} : { kind: filter.kind }),
      },
      orderBy: { number: 'asc' },
      take: ITEMS_A_PAGE + 1,
    }),
  ])
  const shown = rows.slice(0, ITEMS_A_PAGE)
  const opened = shown.map((row) => ({
    row,
    content: JSON.parse(openText('import-item.content', row.contentSealed)) as ItemContent,
  }))
  const names = await readVillageNames(opened)
  return {
    fileName: round.fileName,
    state: round.state as RoundState,
    counts,
    next: rows.length > ITEMS_A_PAGE ? (shown.at(-1)?.number ?? null) : null,
    items: opened.map(({ row, content }) => {
      const inFull = seesNameInFull(actor, { villageCode: row.villageCode, gridCode: null })
      const shownName = (name: string | null) => (name === null || inFull ? name : maskName(name))
      const shownValue = (field: ContentField, value: string | null) => {
        if (value === null) return null
        if (field === 'village') return names.get(value) ?? value
        if (field === 'name' || field === 'head') return shownName(value)
        if (field === 'idNumber') return maskIdNumber(value)
        if (field === 'phone') return maskPhone(value)
        return field === 'card' ? maskCard(value) : value
      }
      return {
        number: row.number,
        kind: row.kind as ItemKind,
        householdNumber: row.householdNumber,
        village: names.get(row.villageCode) ?? row.villageCode,
        row: row.row,
        isTicked: row.isTicked,
        suspicion: row.suspicion as Suspicion | null,
        otherNumber: row.otherNumber,
        outcome: row.outcome,
        who: shownName(content.who),
        changes: content.changes.map(({ field, before, after }) => ({
          field,
          before: shownValue(field, before),
          after: shownValue(field, after),
        })),
      }
    }),
  }
}

async function readVillageNames(
  opened: readonly { row: { villageCode: string }; content: ItemContent }[],
): Promise<Map<string, string>> {
  const codes = opened.flatMap(({ row, content }) => [
    row.villageCode,
    ...content.changes.flatMap(({ field, before, after }) =>
      field === 'village' ? [before, after].flatMap((code) => code ?? []) : [],
    ),
  ])
  const villages = await readDatabase().division.findMany({
    where: { code: { in: codes } },
    select: { code: true, shortName: true },
  })
  return new Map(villages.map(({ code, shortName }) => [code, shortName]))
}
