import type { ContentField, ItemKind, Suspicion } from '#app/domain/people/roster-items.ts'
import { m } from '#app/i18n/generated/messages.js'
import { Table } from '#app/ui/primitives/table.tsx'
import { changeText, itemKindName, outcomeText, suspicionText } from './round-words.ts'

type Item = {
  number: number
  kind: ItemKind
  householdNumber: string
  village: string
  row: number | null
  isTicked: boolean
  suspicion: Suspicion | null
  otherNumber: string | null
  outcome: string | null
  who: string | null
  changes: { field: ContentField; before: string | null; after: string | null }[]
}

type ItemTableProps = {
  caption: string
  items: readonly Item[]
  /** Whether ticks can still be set. */
  isOpen: boolean
}

/** Pieces of a round, each with its tick; once the round is applied, with what became of it. */
export function ItemTable({ caption, items, isOpen }: ItemTableProps) {
  return (
    <Table
      caption={caption}
      rows={items}
      rowKey={(item) => item.number}
      empty={m.round_empty()}
      columns={[
        {
          key: 'tick',
          heading: isOpen ? m.round_tick() : m.round_outcome(),
          cell: (item) =>
            isOpen ? (
              <label className="tick-box">
                <input type="hidden" name="shown" value={item.number} />
                <input type="checkbox" name="ticked" value={item.number} defaultChecked={item.isTicked} />
                <span className="vh">
                  {m.round_tick_one({ household: item.householdNumber, what: itemKindName(item.kind) })}
                </span>
              </label>
            ) : (
              item.outcome && outcomeText(item.outcome)
            ),
        },
        {
          key: 'household',
          heading: m.round_household_who(),
          isRowHeading: true,
          cell: (item) => (
            <>
              {item.householdNumber}
              <small className="below">
                {item.village} {item.who}
              </small>
            </>
          ),
        },
        { key: 'what', heading: m.round_what(), cell: (item) => <WhatChanges item={item} /> },
      ]}
    />
  )
}

function WhatChanges({ item }: { item: Item }) {
  const isNew = item.kind === 'household' || item.kind === 'returned'
  return (
    <>
      <b>{itemKindName(item.kind)}</b>
      {item.changes.map((change) => (
        <div key={change.field}>{changeText(change, isNew)}</div>
      ))}
      {item.suspicion && <div>{suspicionText(item.suspicion, item.otherNumber ?? '')}</div>}
      {item.row !== null && <small>{m.round_row({ row: item.row })}</small>}
    </>
  )
}
