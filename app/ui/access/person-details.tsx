import type { Role } from '#app/domain/access/roles.ts'
import { civilDateOf } from '#app/domain/kernel/calendar.ts'
import { formatDate } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { Button } from '#app/ui/primitives/button.tsx'
import { ErrorSummary } from '#app/ui/primitives/error-summary.tsx'
import { BackLink } from '#app/ui/primitives/links.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { OneTimeCode } from './one-time-code.tsx'
import { type PlaceWords, placeOfRole, roleName } from './role-words.ts'

type HeldRole = {
  assignmentId: number
  role: Role
  place: PlaceWords | null
  agencyName: string | null
  /** ISO instant. */
  fromAt: string
  mayEnd: boolean
}

type PersonDetailsProps = {
  back: { href: string; label: string }
  person: {
    name: string
    phoneMasked: string | null
    roles: HeldRole[]
    hasRolesElsewhere: boolean
    isSelf: boolean
    mayReset: boolean
  }
  /** After a code for a new password was made. */
  resetCode: { code: string; url: string; expiresAt: string } | null
  error: string | null
}

/** One person, for whoever stands above them: roles to end, and a printed code for a new password. */
export function PersonDetails({ back, person, resetCode, error }: PersonDetailsProps) {
  return (
    <>
      <BackLink href={back.href}>{back.label}</BackLink>
      <h1 className="head">{person.name}</h1>
      {person.phoneMasked && <p className="soft num">{person.phoneMasked}</p>}
      <ErrorSummary errors={error === null ? {} : { '': error }} />
      {resetCode && <OneTimeCode kind="reset" who={person.name} {...resetCode} />}
      {person.isSelf && <Note>{m.account_person_self()}</Note>}
      <section className="stack" aria-labelledby="roles">
        <h2 id="roles">{m.account_person_roles()}</h2>
        <ul className="stack">
          {person.roles.map((held) => (
            <HeldRoleItem key={held.assignmentId} held={held} />
          ))}
        </ul>
      </section>
      {!person.isSelf && (
        <section className="stack no-print" aria-labelledby="reset">
          <h2 id="reset">{m.account_person_reset()}</h2>
          {person.mayReset ? (
            <form method="post" className="stack">
              <p>{m.account_person_reset_why()}</p>
              <Button name="intent" value="reset">
                {m.account_person_reset_do()}
              </Button>
            </form>
          ) : (
            <p>{m.account_person_elsewhere()}</p>
          )}
        </section>
      )}
    </>
  )
}

function HeldRoleItem({ held }: { held: HeldRole }) {
  return (
    <li className="stack">
      <p>
        <b>{roleName(held.role)}</b> <span>{placeOfRole(held)}</span>{' '}
        <span className="soft">
          {m.account_role_since({ day: formatDate(civilDateOf(new Date(held.fromAt))) })}
        </span>
      </p>
      {held.mayEnd && (
        <form method="post" className="no-print">
          <input type="hidden" name="assignmentId" value={held.assignmentId} />
          <Button name="intent" value="end-role">
            {m.account_person_end_role()}
          </Button>
        </form>
      )}
    </li>
  )
}
