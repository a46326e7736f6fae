/**
 * Names for the statements that are asked again and again, so that the database plans each once a connection.
 * Invariant: one name stands for one text, and there are only so many: a plan is held by every connection that used it.
 */

/** Seen less often than this, a statement isn't worth a plan of its own. */
const SEEN_OFTEN = 10
const MOST_NAMES = 80
/** Texts counted at once; when there are more, counting starts over. */
const MOST_COUNTED = 1_000

/** Gives a text its name, or none (an empty one) until it was asked for often. */
export function createStatementNames(): (text: string) => string {
  const names = new Map<string, string>()
  let counts = new Map<string, number>()
  return (text) => {
    const known = names.get(text)
    if (known !== undefined) return known
    if (names.size >= MOST_NAMES) return ''
    const count = (counts.get(text) ?? 0) + 1
    if (count >= SEEN_OFTEN) {
      const name = `yigou_${names.size + 1}`
      names.set(text, name)
      counts.delete(text)
      return name
    }
    if (counts.size >= MOST_COUNTED) counts = new Map()
    counts.set(text, count)
    return ''
  }
}
