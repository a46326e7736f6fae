import { m } from '#app/i18n/generated/messages.js'
import { Note } from '#app/ui/primitives/note.tsx'

/** Says what was just done on a list of people, by the word that the address carries. */
export function DoneNote({ done }: { done: string | null }) {
  if (done !== 'withdrawn' && done !== 'role-ended') return null
  return (
    <Note tone="ok" announce>
      {done === 'withdrawn' ? m.account_withdrawn() : m.account_person_role_ended()}
    </Note>
  )
}
