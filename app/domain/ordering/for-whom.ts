/**
 * A buyer's own note of which colleagues something in his basket is for: `张姐 2、李科长 1`.
 * Invariant: what is read of a note and written again says the same; nothing of it is dropped.
 */

/** A colleague, and how much of it is theirs as it was typed; null where the note doesn't say. */
export type ForWhom = { who: string; amount: number | null }

/** In characters. */
export const FOR_WHOM_MOST = 500

const BETWEEN = /[、,，;；\n]+/
const NAMED = /^(.*?\D)\s*(\d{1,7}(?:\.\d{1,3})?)$/u

/** The colleagues a note names, each once, in the order they come in. */
export function readForWhom(note: string): ForWhom[] {
  const named: ForWhom[] = []
  for (const part of note.split(BETWEEN)) {
    const text = part.normalize('NFKC').trim()
    if (text === '') continue
    const match = NAMED.exec(text)
    addTo(
      named,
      match ? { who: (match[1] ?? '').trim(), amount: Number(match[2]) } : { who: text, amount: null },
    )
  }
  return named
}

/** The note of these colleagues. */
export function writeForWhom(named: readonly ForWhom[]): string {
  return named.map(({ who, amount }) => (amount === null ? who : `${who} ${amount}`)).join('、')
}

/** Two notes as one; who is in both has both amounts together. */
export function joinForWhom(first: string, second: string): string {
  const named = readForWhom(first)
  for (const one of readForWhom(second)) addTo(named, one)
  return writeForWhom(named)
}

function addTo(named: ForWhom[], one: ForWhom): void {
  const known = named.find((other) => other.who === one.who)
  if (!known) named.push({ ...one })
  else if (one.amount !== null) {
    // Thousandths, since half 斤 added in floating point would show their tail.
    known.amount = Math.round(((known.amount ?? 0) + one.amount) * 1000) / 1000
  }
}
