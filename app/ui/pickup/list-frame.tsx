import { Download } from 'lucide-react'
import type { ReactNode } from 'react'
import { formatPickupTime } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { ButtonLink } from '#app/ui/primitives/button.tsx'
import { BackLink, FilterLinks } from '#app/ui/primitives/links.tsx'
import { PAPERS, type Paper, type ShownLists, standingWords } from './list-words.ts'

export const LIST_KINDS = ['household', 'buyer', 'product', 'matrix', 'stall'] as const
export type ListKind = (typeof LIST_KINDS)[number]
export type PrintKind = ListKind | 'labels' | 'sheets'

const names: Record<PrintKind, () => string> = {
  household: m.lists_by_household,
  buyer: m.lists_by_buyer,
  product: m.lists_by_product,
  matrix: m.lists_by_matrix,
  stall: m.lists_by_stall,
  labels: m.lists_labels,
  sheets: m.lists_sheets,
}
const KINDS = Object.keys(names) as PrintKind[]

const papers: Record<Paper, () => string> = {
  a4: m.lists_paper_a4,
  a5: m.lists_paper_a5,
  '80mm': m.lists_paper_80mm,
}

function pathOf(eventId: number, kind: PrintKind, paper: Paper, way?: string): string {
  if (kind === 'labels') return paths.organizerLabels(eventId, { paper, each: way ?? null })
  if (kind === 'sheets') return paths.organizerSheets(eventId, { paper })
  return paths.organizerLists(eventId, { by: kind, paper, rows: way ?? null })
}

/** A way to show the same list: what its address says of itself, and its words. */
export type ListWays = { label: string; chosen: string; ways: readonly { way: string; label: string }[] }

/** What is chosen above a list, and the list on its paper. Only the paper is printed. */
export function ListFrame({
  lists,
  kind,
  paper,
  ways,
  children,
}: {
  lists: ShownLists
  kind: PrintKind
  paper: Paper
  ways?: ListWays
  children: ReactNode
}) {
  const { eventId } = lists
  return (
    <>
      <div className="stack no-print">
        <BackLink href={paths.organizerEvent(eventId)}>{lists.title}</BackLink>
        <h1>{m.lists_title()}</h1>
        <FilterLinks
          label={m.lists_nav()}
          links={KINDS.map((one) => ({
            href: pathOf(eventId, one, paper),
            label: names[one](),
            current: one === kind,
          }))}
        />
        <FilterLinks
          label={m.lists_paper()}
          links={PAPERS.map((one) => ({
            href: pathOf(eventId, kind, one, ways?.chosen),
            label: papers[one](),
            current: one === paper,
          }))}
        />
        {ways && (
          <FilterLinks
            label={ways.label}
            links={ways.ways.map(({ way, label }) => ({
              href: pathOf(eventId, kind, paper, way),
              label,
              current: way === ways.chosen,
            }))}
          />
        )}
        <p className="soft">{m.lists_print_how()}</p>
        <p>
          <ButtonLink icon={Download} href={paths.organizerListsFile(eventId)}>
            {m.lists_download()}
          </ButtonLink>
        </p>
        <p>{standingWords(lists)}</p>
      </div>
      <div className="papers" data-paper={paper} data-kind={kind}>
        {children}
      </div>
    </>
  )
}

/** The head of a printed list: which it is, of what event, as of when. */
export function ListHead({ lists, kind }: { lists: ShownLists; kind: ListKind }) {
  return (
    <header className="paper-head">
      <h2>{names[kind]()}</h2>
      <p>
        {formatPickupTime(lists.startsAt, lists.endsAt)}
        <br />
        {m.organizer_where({ village: lists.village, place: lists.place })}
      </p>
      <p className="only-print">{standingWords(lists)}</p>
    </header>
  )
}
