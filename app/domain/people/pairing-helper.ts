/**
 * A helper as he is typed in for a household.
 * Invariant: a helper has a name; a telephone and a title are left out or readable.
 */
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

export type Helper = { name: string; title: string | null; phone: string | null }
export type HelperRefusal = 'pairing-helper-missing' | 'pairing-helper-long' | 'pairing-phone-unreadable'

const NAME_LONGEST = 40
const TITLE_LONGEST = 40

/** `phone` as it was read: null for what was typed and is none. */
export function readHelper(said: {
  name: string
  title: string
  phone: { typed: string; read: string | null }
}): Verdict<Helper, HelperRefusal> {
  const title = [...said.title.trim()].slice(0, TITLE_LONGEST).join('') || null
  if (said.name === '') return refuse('pairing-helper-missing')
  if ([...said.name].length > NAME_LONGEST) return refuse('pairing-helper-long', { most: NAME_LONGEST })
  if (said.phone.typed.trim() !== '' && said.phone.read === null) return refuse('pairing-phone-unreadable')
  return accept({ name: said.name, title, phone: said.phone.read })
}
