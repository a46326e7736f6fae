/**
 * The words of a message as what is asked for: goods, how much, from where, at what price, for whom.
 * Invariant: a quantity beside strange words is never taken for one of known goods.
 */
import type { SaidQuantity } from './chat-vocabulary.ts'
import type { ChatWord } from './chat-words.ts'

export type Item = {
  kind: string | null
  said: SaidQuantity | null
  village: string | null
  priceFen: number | null
  isEach: boolean
  isTakenBack: boolean
  /** Its other half is not to be looked for: it is a quantity of strange goods, or was only asked about. */
  isApart: boolean
  isStrange: boolean
  who: string | null
  words: ChatWord[]
}

/** Words that may name something, and are no known goods. */
export function isStrange(plain: string, word: ChatWord): boolean {
  return word.is === 'unknown' && /[\p{L}\p{N}]/u.test(plain.slice(word.from, word.to))
}

/** The words between commas, and up to a question mark. */
export function clausesOf(words: readonly ChatWord[], plain: string): ChatWord[][] {
  const clauses: ChatWord[][] = [[]]
  for (const word of words) {
    if (word.is === 'break') clauses.push([])
    else clauses.at(-1)?.push(word)
    if (plain.charAt(word.from) === '?') clauses.push([])
  }
  return clauses.filter((clause) => clause.length > 0)
}

/** What a clause asks for, each with its goods, its quantity, or both. */
export function itemsOf(clause: readonly ChatWord[], plain: string): Item[] {
  const items: Item[] = []
  let item = emptyItem(null)
  let isEach = false
  const isTakenBack = clause.some(({ is }) => is === 'take-back')
  const next = () => {
    if (item.words.length > 0) items.push(item)
    item = emptyItem(item.who)
  }
  clause.forEach((word, i) => {
    switch (word.is) {
      case 'whom':
        next()
        item.who = word.who
        break
      case 'goods':
        if (item.kind !== null) next()
        item.kind = word.kind
        item.words.push(word)
        break
      case 'quantity':
        if (item.said !== null) next()
        item.said = word.said
        item.isEach = isEach
        item.words.push(word)
        break
      case 'village':
      case 'price':
        if (item.kind !== null && item.said !== null && isFollowedByItem(clause, i)) next()
        if (word.is === 'village') item.village = word.village
        else item.priceFen = word.fen
        item.words.push(word)
        break
      case 'each':
        isEach = true
        break
      case 'take-back':
        item.words.push(word)
        break
    }
  })
  next()
  const isAlone = clause.every((word) => !isStrange(plain, word))
  const isAsked = clause.some(({ is }) => is === 'question')
  return items.map((one) => {
    const isOfStrange = one.kind === null && !isAlone
    return { ...one, isTakenBack, isStrange: isOfStrange, isApart: isOfStrange || isAsked }
  })
}

function emptyItem(who: string | null): Item {
  return {
    kind: null,
    said: null,
    village: null,
    priceFen: null,
    isEach: false,
    isTakenBack: false,
    isApart: false,
    isStrange: false,
    who,
    words: [],
  }
}

function isFollowedByItem(clause: readonly ChatWord[], at: number): boolean {
  const next = clause.slice(at + 1).find(({ is }) => is === 'goods' || is === 'quantity')
  return next !== undefined
}

/** `红薯，10斤` is one; `白鹅、红薯各2` is two of which each has the quantity. */
export function joinHalves(items: readonly Item[]): Item[] {
  const joined: Item[] = []
  for (const item of items) {
    const before = joined.at(-1)
    const isSame =
      before &&
      !before.isApart &&
      !item.isApart &&
      before.isTakenBack === item.isTakenBack &&
      before.who === item.who
    const isHalf = isSame && (before.kind === null) !== (item.kind === null)
    if (isHalf && (before.said === null) !== (item.said === null)) {
      joined[joined.length - 1] = {
        ...item,
        kind: before.kind ?? item.kind,
        said: before.said ?? item.said,
        village: before.village ?? item.village,
        priceFen: before.priceFen ?? item.priceFen,
        words: [...before.words, ...item.words],
      }
    } else joined.push({ ...item })
  }
  joined.forEach((item, i) => {
    if (!item.isEach || item.said === null) return
    for (let j = i - 1; j >= 0; j--) {
      const before = joined[j]
      if (!before || before.said !== null || before.kind === null) break
      before.said = item.said
    }
  })
  return joined
}
