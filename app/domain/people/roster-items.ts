/**
 * What a roster changes of one household, cut into the pieces that are ticked one by one.
 * Invariant: the pieces together are the whole change; a household keeps one head whichever of them are taken; and
 * what was not taken is left as it was.
 */
import type {
  Correction,
  HouseholdChange,
  HouseholdPlace,
  KnownHousehold,
  ListedHousehold,
  MemberField,
} from './household-change.ts'

/** The heading a piece stands under. Added and changed are ticked at first; the other two are not. */
export const ITEM_GROUPS = ['added', 'changed', 'removed', 'duplicate'] as const
export type ItemGroup = (typeof ITEM_GROUPS)[number]

export function isTickedAtFirst(group: ItemGroup): boolean {
  return group === 'added' || group === 'changed'
}

/**
 * `household`: a new one. `returned`: a closed one that is listed again. `unlisted`: one that is no longer listed.
 * `head`: another head, with all that being the head brings. `member`: one thing written otherwise of one member.
 */
export const ITEM_KINDS = [
  'household',
  'returned',
  'place',
  'category',
  'headcount',
  'head',
  'joined',
  'member',
  'card',
  'left',
  'unlisted',
] as const
export type ItemKind = (typeof ITEM_KINDS)[number]

/** Why a new household or member may be one that is known already. */
export const SUSPICIONS = ['id-elsewhere', 'same-head', 'same-card'] as const
export type Suspicion = (typeof SUSPICIONS)[number]

/** What taking a piece writes. `ended` are people who belong here, or to another household that they leave for this. */
export type Effect = {
  place: Partial<HouseholdPlace>
  joined: readonly number[]
  corrected: readonly Correction[]
  ended: readonly number[]
  hasNewCard: boolean
}

export type RosterItem = {
  group: ItemGroup
  kind: ItemKind
  /** The member it is about, by index in the list or by id; null for the household. */
  member: { index: number } | { id: number } | null
  /** Of kind `member` what is written otherwise, else null. */
  field: MemberField | null
  suspicion: Suspicion | null
  effect: Effect
}

/** What is known of others: by the index of a listed member. */
export type Elsewhere = {
  /** Who is a member of another household now, and whether this file lists that household too. */
  owners: ReadonlyMap<number, { personId: number; isListed: boolean }>
  /** Of this household's members by id: whom the file lists in another household. */
  movedOut: ReadonlySet<number>
  /** Whether a household that the file doesn't list has a head of this name in this village, or this card. */
  hasSameHead: boolean
  hasSameCard: boolean
}

const NOTHING: Effect = { place: {}, joined: [], corrected: [], ended: [], hasNewCard: false }

export function itemsOf(
  known: KnownHousehold | null,
  listed: ListedHousehold,
  change: HouseholdChange,
  elsewhere: Elsewhere,
): RosterItem[] {
  if (known === null || known.place === null) return [wholeItem(known, change, elsewhere)]
  const heading = itemOfHead(known, listed, change, elsewhere)
  const headItem = heading === 'unclear' ? null : heading
  const taken = headItem?.effect ?? NOTHING
  const isHeadUnclear = (index: number) => heading === 'unclear' && listed.members[index]?.isHead === true
  const joined = change.joined.filter((index) => !taken.joined.includes(index) && !isHeadUnclear(index))
  const left = change.left.filter((id) => !taken.ended.includes(id) && !elsewhere.movedOut.has(id))
  const corrected = change.corrected.flatMap(({ id, index, fields }) => {
    const withHead = taken.corrected.find((one) => one.id === id)?.fields ?? []
    const alone = fields.filter((field) => field !== 'isHead' && !withHead.includes(field))
    return alone.map((field) => ({ id, index, field }))
  })
  return [
    ...placeItems(known.place, change.place),
    ...(headItem === null ? [] : [headItem]),
    ...corrected.map(({ id, index, field }) =>
      item('changed', 'member', {
        member: { id },
        field,
        effect: { ...NOTHING, corrected: [{ id, index, fields: [field] }] },
      }),
    ),
    ...joined.map((index) => itemOfJoined(index, elsewhere)),
    ...left.map((id) => item('removed', 'left', { member: { id }, effect: { ...NOTHING, ended: [id] } })),
    ...(change.hasNewCard ? [itemOfCard(elsewhere)] : []),
  ]
}

/** A household that the file's places have and the file does not list. */
export const UNLISTED: RosterItem = item('removed', 'unlisted', {})

function item(group: ItemGroup, kind: ItemKind, more: Partial<RosterItem>): RosterItem {
  const suspicion = more.suspicion ?? null
  return {
    kind,
    member: null,
    field: null,
    effect: NOTHING,
    ...more,
    suspicion,
    group: suspicion === null ? group : 'duplicate',
  }
}

function wholeItem(
  known: KnownHousehold | null,
  { place, joined, corrected, left, hasNewCard }: HouseholdChange,
  elsewhere: Elsewhere,
): RosterItem {
  const owners = [...elsewhere.owners.values()]
  const suspicion: Suspicion | null = owners.some((owner) => !owner.isListed)
    ? 'id-elsewhere'
    : elsewhere.hasSameHead
      ? 'same-head'
      : elsewhere.hasSameCard
        ? 'same-card'
        : null
  const effect: Effect = {
    place: place ?? {},
    joined,
    corrected,
    ended: [...left, ...owners.map(({ personId }) => personId)],
    hasNewCard,
  }
  return known === null
    ? item('added', 'household', { suspicion, effect })
    : item('changed', 'returned', { suspicion, effect })
}

/** Village and grid go together: a grid is part of its village. */
function placeItems(known: HouseholdPlace, now: HouseholdPlace | null): RosterItem[] {
  if (now === null) return []
  const { villageCode, gridCode, category, headcount } = now
  const place = (kind: ItemKind, part: Partial<HouseholdPlace>) =>
    item('changed', kind, { effect: { ...NOTHING, place: part } })
  return [
    ...(villageCode === known.villageCode && gridCode === known.gridCode
      ? []
      : [place('place', { villageCode, gridCode })]),
    ...(category === known.category ? [] : [place('category', { category })]),
    ...(headcount === known.headcount ? [] : [place('headcount', { headcount })]),
  ]
}

/**
 * All that making another member the head takes: who was it steps back, or leaves where the list has him no more.
 * Unclear where the row of who was it was refused: then the household keeps its head until that row is right.
 */
function itemOfHead(
  known: KnownHousehold,
  listed: ListedHousehold,
  change: HouseholdChange,
  elsewhere: Elsewhere,
): RosterItem | 'unclear' | null {
  const corrected = change.corrected.flatMap(({ id, index, fields }) =>
    fields.includes('isHead')
      ? [{ id, index, fields: fields.filter((field) => field === 'isHead' || field === 'kinship') }]
      : [],
  )
  const joined = change.joined.filter((index) => listed.members[index]?.isHead)
  if (corrected.length + joined.length === 0) return null
  const before = known.members.filter(({ isHead }) => isHead).map(({ id }) => id)
  const gone = before.filter((id) => change.left.includes(id))
  const stepsBack = (id: number) => corrected.some((one) => one.id === id)
  if (!before.every((id) => gone.includes(id) || stepsBack(id))) return 'unclear'
  const owners = joined.flatMap((index) => elsewhere.owners.get(index) ?? [])
  return item('changed', 'head', {
    suspicion: owners.some((owner) => !owner.isListed) ? 'id-elsewhere' : null,
    effect: {
      ...NOTHING,
      corrected,
      joined,
      ended: [...gone, ...owners.map(({ personId }) => personId)],
    },
  })
}

function itemOfJoined(index: number, elsewhere: Elsewhere): RosterItem {
  const owner = elsewhere.owners.get(index)
  return item('changed', 'joined', {
    member: { index },
    suspicion: owner !== undefined && !owner.isListed ? 'id-elsewhere' : null,
    effect: { ...NOTHING, joined: [index], ended: owner === undefined ? [] : [owner.personId] },
  })
}

function itemOfCard({ hasSameCard }: Elsewhere): RosterItem {
  return item('changed', 'card', {
    suspicion: hasSameCard ? 'same-card' : null,
    effect: { ...NOTHING, hasNewCard: true },
  })
}

/** The change that the taken pieces come to, at the place where the household is known. */
export function changeOfItems(
  known: KnownHousehold | null,
  items: readonly RosterItem[],
): Omit<HouseholdChange, 'left'> & { ended: number[] } {
  const part = Object.assign({}, ...items.map(({ effect }) => effect.place)) as Partial<HouseholdPlace>
  const corrections = new Map<number, Correction>()
  for (const { id, index, fields } of items.flatMap(({ effect }) => effect.corrected)) {
    const before = corrections.get(id)?.fields ?? []
    corrections.set(id, { id, index, fields: [...new Set([...before, ...fields])] })
  }
  return {
    place: Object.keys(part).length === 0 ? null : ({ ...known?.place, ...part } as HouseholdPlace),
    joined: [...new Set(items.flatMap(({ effect }) => effect.joined))].sort((a, b) => a - b),
    corrected: [...corrections.values()],
    ended: [...new Set(items.flatMap(({ effect }) => effect.ended))],
    hasNewCard: items.some(({ effect }) => effect.hasNewCard),
  }
}

/** What a piece says to whoever ticks it; names and numbers in full, and shown as far as the reader may see them. */
export type ItemContent = {
  /** The name of the head, or of the member it is about. */
  who: string | null
  changes: { field: ContentField; before: string | null; after: string | null }[]
}

export const CONTENT_FIELDS = [
  'village',
  'grid',
  'category',
  'headcount',
  'head',
  'name',
  'idNumber',
  'phone',
  'personNumber',
  'sex',
  'kinship',
  'bankName',
  'card',
  'members',
] as const
export type ContentField = (typeof CONTENT_FIELDS)[number]
