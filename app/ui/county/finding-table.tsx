import type { CleaningRule, FindingState } from '#app/domain/people/cleaning-rules.ts'
import { formatCount } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { Button } from '#app/ui/primitives/button.tsx'
import { Table } from '#app/ui/primitives/table.tsx'
import { TextInput } from '#app/ui/primitives/text-input.tsx'
import { findingText, ownerText, ruleName } from './cleaning-words.ts'

type Finding = {
  id: number
  rule: CleaningRule
  subject: string
  village: string
  facts: Record<string, string | number>
  state: FindingState
  ageDays: number
  owner: { role: 'village-staff' | 'town-desk'; place: string; holders: number }
  acceptedBy: string | null
  reason: string | null
}

/** What fails a rule, whose it is, since when; one that is open can be accepted with a reason. */
export function FindingTable({ caption, findings }: { caption: string; findings: readonly Finding[] }) {
  return (
    <Table
      caption={caption}
      rows={findings}
      rowKey={(one) => one.id}
      empty={m.cleaning_none()}
      columns={[
        {
          key: 'subject',
          heading: m.cleaning_subject(),
          isRowHeading: true,
          cell: (one) => (
            <>
              {one.subject} <small>{one.village}</small>
            </>
          ),
        },
        {
          key: 'what',
          heading: m.cleaning_what(),
          cell: (one) => (
            <>
              <b>{ruleName(one.rule)}</b>
              <div>{findingText(one.rule, one.facts)}</div>
              {one.state === 'open' && <AcceptForm id={one.id} />}
              {one.state === 'accepted' && (
                <small>
                  {m.cleaning_accepted_by({ who: one.acceptedBy ?? '', reason: one.reason ?? '' })}
                </small>
              )}
            </>
          ),
        },
        { key: 'owner', heading: m.cleaning_owner(), cell: (one) => ownerText(one.owner) },
        {
          key: 'age',
          heading: m.cleaning_age(),
          noWrap: true,
          onlyWide: true,
          cell: (one) => m.cleaning_days({ days: formatCount(one.ageDays) }),
        },
      ]}
    />
  )
}

function AcceptForm({ id }: { id: number }) {
  return (
    <details>
      <summary>{m.cleaning_accept()}</summary>
      <form method="post" className="stack">
        <input type="hidden" name="finding" value={id} />
        <TextInput id={`reason-${id}`} label={m.cleaning_reason()} name="reason" maxLength={200} required />
        <Button>{m.cleaning_accept()}</Button>
      </form>
    </details>
  )
}
