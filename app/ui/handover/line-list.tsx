import { Check } from 'lucide-react'
import { Fragment, type ReactNode } from 'react'
import { formatAbout, formatAmount, formatQuantity } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { productName } from '#app/ui/catalogue/words.ts'
import { classNames } from '#app/ui/primitives/class-names.ts'
import { Icon } from '#app/ui/primitives/icon.tsx'
import { givenWords, householdWords, type ShownLine, shortfallWords, stallWords } from './desk-line.ts'

type ListedLine = ShownLine & {
  href: string
  /** What can be mended of it, folded away below it. */
  mend: ReactNode
}

/** An order's lines under the household each comes from; a line still to be settled is a link to its scale. */
export function LineList({ lines, currentId }: { lines: readonly ListedLine[]; currentId: string | null }) {
  const groups = new Map<string, ListedLine[]>()
  for (const line of lines) {
    const households = householdsOf(line)
    groups.set(households, [...(groups.get(households) ?? []), line])
  }
  return (
    <>
      {[...groups].map(([households, ofThem], index) => (
        <section className="hh" key={households} aria-labelledby={`hh-${index}`}>
          <h2 id={`hh-${index}`}>
            {households}
            <span className="nb">{stallWords(ofThem.flatMap(partsOf).map((part) => part.household))}</span>
          </h2>
          {ofThem.map((line) => (
            <Fragment key={line.id}>
              <LineRow line={line} isCurrent={line.id === currentId} />
              {line.mend}
            </Fragment>
          ))}
        </section>
      ))}
    </>
  )
}

function partsOf(line: ShownLine) {
  return line.given.length > 0 ? line.given : line.planned
}

/** Who gave it, or who is to. */
function householdsOf(line: ShownLine): string {
  const parts = partsOf(line)
  const names = [...new Set(parts.map((part) => householdWords(part.household)))]
  return names.reduce(
    (first, second) => (first === '' ? second : m.desk_households_joined({ first, second })),
    '',
  )
}

function LineRow({ line, isCurrent }: { line: ListedLine; isCurrent: boolean }) {
  const isGiven = line.given.length > 0
  const className = classNames('dl', isGiven && 'done', isCurrent && 'now')
  const content = (
    <>
      <span className="mark">{isGiven && <Icon of={Check} />}</span>
      <span>
        <span className="what">{productName(line)}</span>
        <LineDetail line={line} isCurrent={isCurrent} />
      </span>
      <LineAmount line={line} />
    </>
  )
  return line.state === 'placed' && !isCurrent ? (
    <a className={className} href={line.href}>
      {content}
    </a>
  ) : (
    <div className={className} aria-current={isCurrent ? 'step' : undefined}>
      {content}
    </div>
  )
}

function LineDetail({ line, isCurrent }: { line: ShownLine; isCurrent: boolean }) {
  const ordered = m.desk_ordered({ quantity: formatQuantity(line.quantity, line) })
  const waiting = isCurrent ? m.desk_line_now() : m.desk_line_waiting()
  return (
    <>
      {line.state === 'placed' && (
        <>
          <br />
          <span className="soft">{m.joined({ first: ordered, second: waiting })}</span>
        </>
      )}
      {line.given.length > 0 && (
        <>
          <br />
          <span className="soft">{m.desk_line_given({ quantity: givenWords(line) })}</span>
        </>
      )}
      {line.shortfalls.map((shortfall) => (
        <span key={shortfall.kind + shortfall.reason}>
          <br />
          <span className="soft">{shortfallWords(line, shortfall)}</span>
        </span>
      ))}
    </>
  )
}

/** What it comes to; about, until the scale has spoken; nothing where nothing was handed over. */
function LineAmount({ line }: { line: ShownLine }) {
  if (line.state === 'placed')
    return <span className="num">{formatAbout(formatAmount(line.heldAmountFen))}</span>
  const amountFen = line.given.reduce((sum, part) => sum + part.amountFen, 0)
  return line.given.length === 0 ? (
    <span className="soft">{m.desk_line_none()}</span>
  ) : (
    <b className="num">{formatAmount(amountFen)}</b>
  )
}
