import type { OrderedBy } from '#app/domain/kernel/quantity.ts'
import { formatAmount, formatQuantity } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { productName } from '#app/ui/catalogue/words.ts'
import { Table } from '#app/ui/primitives/table.tsx'
import { leaveReasonWords, spanWords, weightWords } from './group-words.ts'
import { householdName, type ShownHousehold } from './words.ts'

type ShownMember = {
  household: ShownHousehold
  /** Null for who is no longer a member. */
  weight: { own: number; total: number } | null
  reservedFen: number
  earnedFen: number
  href: string
}

/** Who is in a group, with what share and what part of the year's sales. */
export function MemberTable({ caption, members }: { caption: string; members: readonly ShownMember[] }) {
  const totalOf = (what: 'reservedFen' | 'earnedFen') =>
    formatAmount(members.reduce((sum, member) => sum + member[what], 0))
  return (
    <Table
      caption={caption}
      rows={members}
      rowKey={({ household }) => household.id}
      empty={m.group_no_members()}
      columns={[
        {
          key: 'household',
          heading: m.group_column_household(),
          isRowHeading: true,
          cell: (member) => (
            <>
              <a href={member.href}>{householdName(member.household)}</a>
              <br />
              <span className="soft">{weightWords(member.weight)}</span>
            </>
          ),
        },
        {
          key: 'ordered',
          heading: m.group_column_ordered(),
          numeric: true,
          onlyWide: true,
          cell: (member) => formatAmount(member.reservedFen),
          total: totalOf('reservedFen'),
        },
        {
          key: 'earned',
          heading: m.group_column_earned(),
          numeric: true,
          cell: (member) => formatAmount(member.earnedFen),
          total: totalOf('earnedFen'),
        },
      ]}
    />
  )
}

export type ShownPart = {
  product: { nameZh: string; nameEn: string; orderedBy: OrderedBy; pieceUnit: string | null }
  reserved: number
  given: number
  earnedFen: number
}

/** A household's own part of what its group sold, by product. */
export function PartTable({ caption, parts }: { caption: string; parts: readonly ShownPart[] }) {
  return (
    <Table
      caption={caption}
      rows={parts}
      rowKey={({ product }) => product.nameZh}
      empty={m.group_own_part_none()}
      columns={[
        {
          key: 'product',
          heading: m.group_column_product(),
          isRowHeading: true,
          cell: ({ product, reserved, given }) => (
            <>
              {productName(product)}
              <br />
              <span className="soft">
                {m.group_part_goods({
                  reserved: formatQuantity(reserved, product),
                  given: formatQuantity(given, product),
                })}
              </span>
            </>
          ),
        },
        {
          key: 'earned',
          heading: m.group_column_earned(),
          numeric: true,
          cell: (part) => formatAmount(part.earnedFen),
          total:
            parts.length > 1 ? formatAmount(parts.reduce((sum, part) => sum + part.earnedFen, 0)) : undefined,
        },
      ]}
    />
  )
}

type Held = { weight: number; startsOn: string; endsOn: string | null; endReason: string | null }

/** What a household's weight was, newest first. */
export function WeightHistory({ history }: { history: readonly Held[] }) {
  return (
    <Table
      caption={m.group_history()}
      rows={history}
      rowKey={({ startsOn }) => startsOn}
      columns={[
        {
          key: 'span',
          heading: m.group_column_span(),
          isRowHeading: true,
          cell: (held) => (
            <>
              {spanWords(held)}
              {held.endReason && (
                <>
                  <br />
                  <span className="soft">{leaveReasonWords(held.endReason)}</span>
                </>
              )}
            </>
          ),
        },
        {
          key: 'weight',
          heading: m.group_column_weight(),
          numeric: true,
          cell: ({ weight }) => weight,
        },
      ]}
    />
  )
}
