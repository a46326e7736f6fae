/**
 * Finding the village that a cell names. A village matches with or without 村民委员会, 居民委员会, 社区, 村.
 * Invariant: a name that fits two villages is settled by town, by 村 or 社区, or by the file's town, else refused.
 */
import { ancestorCode, isDivisionCode, shortVillageName } from '#app/domain/kernel/ids.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { squeezedText } from './text.ts'

export type NamedDivision = { code: string; name: string }

/** What of the division tree an import may name: the villages and towns in the importing scope. */
export type PlaceList = { villages: readonly NamedDivision[]; towns: readonly NamedDivision[] }

export type PlaceIndex = {
  byName: ReadonlyMap<string, readonly NamedDivision[]>
  byCode: ReadonlyMap<string, NamedDivision>
  towns: readonly { code: string; full: string; short: string }[]
}

export type PlaceFault =
  | 'village-missing'
  | 'village-unknown'
  | 'village-ambiguous'
  | 'village-not-in-town'
  | 'town-unknown'
  | 'town-not-of-file'

/** What else is known about where a village lies. A strict town refuses others; a likely one only settles doubt. */
export type PlaceHint = { townText?: string; strictTown?: string | null; likelyTown?: string | null }

function shortTownName(name: string): string {
  const full = name.replace(/(人民政府|办事处)$/, '')
  const bare = full.replace(/(街道|镇|乡)$/, '')
  return bare === '' ? full : bare
}

export function indexPlaces(list: PlaceList): PlaceIndex {
  const byName = new Map<string, NamedDivision[]>()
  for (const village of list.villages) {
    const key = shortVillageName(squeezedText(village.name))
    byName.set(key, [...(byName.get(key) ?? []), village])
  }
  return {
    byName,
    byCode: new Map(list.villages.map((village) => [village.code, village])),
    towns: list.towns.map((town) => {
      const full = squeezedText(town.name)
      return { code: town.code, full, short: shortTownName(full) }
    }),
  }
}

/** Every village a cell may mean, before any hint. A full path (射洪市武安镇金鱼垭村) is read from its end. */
export function villagesNamed(index: PlaceIndex, text: string): readonly NamedDivision[] {
  const squeezed = squeezedText(text)
  const coded = isDivisionCode(squeezed) ? index.byCode.get(squeezed) : undefined
  if (coded) return [coded]
  const direct = index.byName.get(shortVillageName(squeezed))
  if (direct) return direct
  const tail = /^.*(?:街道|镇|乡)(.+)$/.exec(squeezed)?.[1]
  const found = tail === undefined ? [] : (index.byName.get(shortVillageName(tail)) ?? [])
  const towns = townsNamed(index, squeezed)
  return towns.length === 0 ? found : found.filter((village) => towns.includes(townOf(village)))
}

function townOf(village: NamedDivision): string {
  return ancestorCode(village.code, 'town')
}

/** The codes of the towns whose full name a text contains. */
function townsNamed(index: PlaceIndex, squeezed: string): string[] {
  return index.towns.filter((town) => squeezed.includes(town.full)).map((town) => town.code)
}

/** The one town that the title rows above a table name, if it is one. */
export function townOfTitles(index: PlaceIndex, titles: readonly string[]): string | null {
  const towns = new Set(titles.flatMap((title) => townsNamed(index, squeezedText(title))))
  return towns.size === 1 ? ([...towns][0] ?? null) : null
}

/** The town that most of a file's village names fit, where it is more than half of them. */
export function likelyTown(index: PlaceIndex, names: readonly string[]): string | null {
  const counts = new Map<string, number>()
  for (const name of names) {
    for (const code of new Set(villagesNamed(index, name).map(townOf))) {
      counts.set(code, (counts.get(code) ?? 0) + 1)
    }
  }
  const [first, second] = [...counts].sort((a, b) => b[1] - a[1])
  if (first === undefined || first[1] * 2 <= names.length) return null
  return second !== undefined && second[1] === first[1] ? null : first[0]
}

/** Whether a cell says 村 or 社区, to tell 回龙村 from 回龙社区. */
function isSameKind(text: string, village: NamedDivision): boolean {
  const isCommunity = /(社区|居民委员会|居委会)/
  const isVillage = /(村民委员会|村委会|村)$/
  const squeezed = squeezedText(text)
  if (isCommunity.test(squeezed)) return isCommunity.test(village.name)
  return isVillage.test(squeezed) && isVillage.test(village.name) && !isCommunity.test(village.name)
}

/** The code of the village a cell names. */
export function findVillage(
  index: PlaceIndex,
  text: string,
  hint: PlaceHint = {},
): Verdict<string, PlaceFault> {
  if (squeezedText(text) === '') return refuse('village-missing')
  const named = villagesNamed(index, text)
  if (named.length === 0) return refuse('village-unknown', { village: text })
  const towns = namedTowns(index, hint)
  if (towns?.length === 0) return refuse('town-unknown', { town: hint.townText ?? '' })
  const strict = hint.strictTown ?? null
  if (towns !== null && strict !== null && !towns.includes(strict)) {
    return refuse('town-not-of-file', { town: hint.townText ?? '' })
  }
  const inTown = towns === null ? named : named.filter((village) => towns.includes(townOf(village)))
  if (inTown.length === 0) return refuse('village-not-in-town', { village: text })
  const settled = narrow(inTown, (village) => townOf(village) === hint.likelyTown)
  const [only, other] = narrow(settled, (village) => isSameKind(text, village))
  if (only === undefined || other !== undefined) return refuse('village-ambiguous', { village: text })
  return accept(only.code)
}

/** The candidates a test keeps, or all of them where it keeps none. */
function narrow(
  villages: readonly NamedDivision[],
  test: (village: NamedDivision) => boolean,
): readonly NamedDivision[] {
  if (villages.length < 2) return villages
  const kept = villages.filter(test)
  return kept.length === 0 ? villages : kept
}

/** The towns a row's own words or the file allow: null for any, none where the row names no town of ours. */
function namedTowns(index: PlaceIndex, hint: PlaceHint): readonly string[] | null {
  const text = squeezedText(hint.townText ?? '')
  if (text === '' || index.towns.length === 0) return hint.strictTown ? [hint.strictTown] : null
  const full = index.towns.filter((town) => town.full === text || text.endsWith(town.full))
  const meant = full.length > 0 ? full : index.towns.filter((town) => town.short === shortTownName(text))
  return meant.map((town) => town.code)
}
