import { Phone } from 'lucide-react'
import { reasonsFor, type UnmaskField, type UnmaskReason } from '#app/domain/access/unmasking.ts'
import { m } from '#app/i18n/generated/messages.js'
import { Button } from '#app/ui/primitives/button.tsx'

export type ShownPeople = {
  members: readonly {
    id: number
    name: string
    kinship: string
    isHead: boolean
    idNumber: string | null
    phone: string | null
  }[]
  minorCount: number
  cards: readonly { id: number; bankName: string; number: string }[]
}

/** What was just shown in full, or why it wasn't. */
export type UnmaskAnswer = { field: string; subjectId: number; value: string | null; error: string | null }

const REASONS: Record<UnmaskReason, () => string> = {
  'pay-out': m.unmask_reason_pay_out,
  'correct-roster': m.unmask_reason_correct_roster,
  inspection: m.unmask_reason_inspection,
  'to-call': m.unmask_reason_to_call,
}

/** The grown members of a household and its cards, masked; each figure can be asked for with a reason. */
export function HouseholdPeople({
  people,
  answer,
  mayUnmask,
}: {
  people: ShownPeople
  answer: UnmaskAnswer | null
  mayUnmask: boolean
}) {
  const figure = { answer, mayUnmask }
  return (
    <section className="stack no-print" aria-labelledby="people">
      <h2 id="people">{m.unmask_people()}</h2>
      {mayUnmask && <p className="soft">{m.unmask_how()}</p>}
      <ul className="bring-index">
        {people.members.map((member) => (
          <li key={member.id} className="stack">
            <p>
              <b>{member.name}</b> <span className="soft">{member.kinship}</span>
            </p>
            <Masked {...figure} field="id-number" subjectId={member.id} masked={member.idNumber} />
            <Masked {...figure} field="phone" subjectId={member.id} masked={member.phone} />
          </li>
        ))}
        {people.cards.map((card) => (
          <li key={`card-${card.id}`} className="stack">
            <p>{card.bankName}</p>
            <Masked {...figure} field="bank-card" subjectId={card.id} masked={card.number} />
          </li>
        ))}
      </ul>
      {people.minorCount > 0 && <p className="soft">{m.unmask_minors({ count: people.minorCount })}</p>}
    </section>
  )
}

const NAMES: Record<UnmaskField, () => string> = {
  'id-number': m.unmask_id_number,
  'bank-card': m.unmask_bank_card,
  phone: m.unmask_phone,
}

function Masked({
  field,
  subjectId,
  masked,
  answer,
  mayUnmask,
}: {
  field: UnmaskField
  subjectId: number
  masked: string | null
  answer: UnmaskAnswer | null
  mayUnmask: boolean
}) {
  if (masked === null) return null
  const own = answer?.field === field && answer.subjectId === subjectId ? answer : null
  if (own?.value) {
    return (
      <p role="status">
        {NAMES[field]()}{' '}
        {field === 'phone' ? (
          <a className="num" href={`tel:${own.value}`}>
            {own.value}
          </a>
        ) : (
          <b className="num">{own.value}</b>
        )}
      </p>
    )
  }
  const reasons = reasonsFor(field)
  const hidden = (
    <>
      <input type="hidden" name="intent" value="unmask" />
      <input type="hidden" name="field" value={field} />
      <input type="hidden" name="subjectId" value={subjectId} />
    </>
  )
  return (
    <div>
      <p>
        {NAMES[field]()} <span className="num">{masked}</span>
      </p>
      {own?.error && <p className="err">{own.error}</p>}
      {mayUnmask &&
        (field === 'phone' ? (
          <form method="post">
            {hidden}
            <Button name="reason" value="to-call" icon={Phone}>
              {m.unmask_call()}
            </Button>
          </form>
        ) : (
          <details>
            <summary>{m.unmask_ask()}</summary>
            <form method="post" className="flex flex-wrap gap-3">
              {hidden}
              {reasons.map((reason) => (
                <Button key={reason} name="reason" value={reason}>
                  {REASONS[reason]()}
                </Button>
              ))}
            </form>
          </details>
        ))}
    </div>
  )
}
