/**
 * How pinyin is misspelt: by ear, where the local speech makes no difference, and by one slip of the finger.
 * Invariant: what is right is never among its own misspellings, and short words are not guessed at.
 */

/** Beginnings that are taken for one another. */
const INITIALS: readonly (readonly [string, string])[] = [
  ['zh', 'z'],
  ['ch', 'c'],
  ['sh', 's'],
  ['n', 'l'],
  ['r', 'l'],
  ['f', 'h'],
]

const SYLLABLE = /^(zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?([a-z]+)$/

/** A syllable as it is heard elsewhere: `zhang` is also `zang`, `zhan` and `zan`; `lv` is also `lu` and `nv`. */
export function misheard(reading: string): string[] {
  const [, initial = '', final = ''] = SYLLABLE.exec(reading) ?? []
  if (final === '') return []
  const initials = [initial, ...INITIALS.flatMap((pair) => otherOf(pair, initial))]
  const finals = [final, ...otherFinals(initial, final)]
  return initials.flatMap((each) => finals.map((end) => each + end)).filter((each) => each !== reading)
}

function otherOf([one, other]: readonly [string, string], initial: string): string[] {
  if (initial === one) return [other]
  return initial === other ? [one] : []
}

function otherFinals(initial: string, final: string): string[] {
  if (final.startsWith('v')) return [`u${final.slice(1)}`, `yu${final.slice(1)}`]
  if (final.startsWith('u') && /^[nljqxy]$/.test(initial)) return [`v${final.slice(1)}`]
  if (/[aei]ng$/.test(final)) return [final.slice(0, -1)]
  return /[aei]n$/.test(final) ? [`${final}g`] : []
}

const SHORTEST_GUESSED = 5

/** Whether one letter is missing, too many, wrong or changed places with its neighbour, in words of five and more. */
export function isOneSlip(typed: string, word: string): boolean {
  const [short, long] = typed.length < word.length ? [typed, word] : [word, typed]
  if (short.length < SHORTEST_GUESSED || long.length - short.length > 1 || typed === word) return false
  let same = 0
  while (same < short.length && short[same] === long[same]) same++
  if (long.length > short.length) return long.slice(same + 1) === short.slice(same)
  if (long.slice(same + 1) === short.slice(same + 1)) return true
  const isSwapped = long[same] === short[same + 1] && long[same + 1] === short[same]
  return isSwapped && long.slice(same + 2) === short.slice(same + 2)
}
