import { Delete } from 'lucide-react'
import { figureName } from '#app/domain/handover/desk-figures.ts'
import { SHORTFALL_REASONS } from '#app/domain/handover/shortfall-reasons.ts'
import { isWeighedPiece } from '#app/domain/kernel/quantity.ts'
import { formatMoney, formatQuantity, formatUnit, formatWeight } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { productName } from '#app/ui/catalogue/words.ts'
import { Button } from '#app/ui/primitives/button.tsx'
import { Tick } from '#app/ui/primitives/choice.tsx'
import { Field } from '#app/ui/primitives/field.tsx'
import { Icon } from '#app/ui/primitives/icon.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { TextInput } from '#app/ui/primitives/text-input.tsx'
import {
  countedAs,
  householdWords,
  isScaleLine,
  reasonWords,
  type ShownLine,
  type ShownPart,
  stallWords,
} from './desk-line.ts'
import { type ShownSubstitute, SubstituteChoice } from './substitute-choice.tsx'

/** Which reasons are asked for: none, of one kind, or both when the figures leave something open. */
export type AskedWhy = 'short' | 'refused' | 'both' | null

export const SETTLE_FORM = 'settle'

type WeighPanelProps = {
  line: ShownLine
  /** All lines of the order: those of the same goods are added up. */
  lines: readonly ShownLine[]
  operationId: string
  why: AskedWhy
  /** Other goods that the stall has for what is missing. */
  substitutes: readonly ShownSubstitute[]
  /** What was typed into a form that was refused. */
  typed: Record<string, string>
  error: string | null
  /** The buyer has to be asked: the scale shows more than they ordered. */
  asksBuyer: boolean
}

/** One line on the scale: what each household gives, and why the rest is not given. Its buttons stand in the bar. */
export function WeighPanel(props: WeighPanelProps) {
  const { line, lines, operationId, why, substitutes, typed, error, asksBuyer } = props
  const [first] = line.planned
  return (
    <section className="weigh stack" aria-labelledby="weigh-title">
      <h2 id="weigh-title">
        {productName(line)}
        {line.planned.length === 1 && first && (
          <span>
            {householdWords(first.household)} {stallWords([first.household])}
          </span>
        )}
      </h2>
      <form
        method="post"
        id={SETTLE_FORM}
        className="stack"
        data-weigh={line.pricedBy}
        data-unit-price={line.unitPriceFen}
      >
        <input type="hidden" name="act" value="settle" />
        <input type="hidden" name="operationId" value={operationId} />
        <input type="hidden" name="line" value={line.id} />
        <input type="hidden" name="counted" value={countedAs(line)} />
        {/* Enter in a figure hands over; without this it would press the first reason. */}
        <button type="submit" className="vh" tabIndex={-1} aria-hidden="true">
          {m.desk_hand_over()}
        </button>
        {error !== null && (
          <Note tone="bad" announce>
            {error}
          </Note>
        )}
        <RunningTotal line={line} lines={lines} />
        {asksBuyer && (
          <Tick name="accepted" label={m.desk_accept_more()} checked={typed.accepted !== undefined} />
        )}
        <Expected line={line} />
        {line.planned.map((part) => (
          <Figure key={part.lotId} line={line} part={part} typed={typed} isEmpty={why !== null} />
        ))}
        {isScaleLine(line) && <Keys />}
        {line.standIns.length > 0 && <StandIns line={line} typed={typed} />}
        {why !== null && <Reasons why={why} typed={typed} />}
        {substitutes.length > 0 && <SubstituteChoice lots={substitutes} typed={typed} />}
      </form>
    </section>
  )
}

/** Of goods weighed one by one: how many are done, and what they come to so far. */
function RunningTotal({ line, lines }: Pick<WeighPanelProps, 'line' | 'lines'>) {
  const same = lines.filter((each) => each.productId === line.productId)
  const done = same.filter((each) => each.state !== 'placed')
  const amountFen = done.flatMap((each) => each.given).reduce((sum, part) => sum + part.amountFen, 0)
  return (
    <p className="soft num" data-live="running">
      {same.length > 1 &&
        m.desk_running_total({
          product: productName(line),
          done: String(done.length),
          all: String(same.length),
          amount: formatMoney(amountFen),
        })}
    </p>
  )
}

/** What was ordered, what a piece usually weighs, and what it comes to: about, until there is a figure. */
function Expected({ line }: { line: ShownLine }) {
  const { usualPieceGrams } = line
  return (
    <p className="weigh-top">
      <span className="soft">
        {m.desk_ordered({ quantity: formatQuantity(line.quantity, line) })}
        {usualPieceGrams && (
          <>
            <br />
            {m.desk_usual_range({
              least: formatWeight(usualPieceGrams.least),
              most: formatWeight(usualPieceGrams.most),
            })}
          </>
        )}
      </span>
      <span className="due">
        <span className="soft nb">{m.desk_ordered_about({ amount: formatMoney(line.heldAmountFen) })}</span>
        <br />
        <b className="num" data-due={m.money({ amount: '#' })} aria-live="polite" />
      </span>
    </p>
  )
}

function Figure({
  line,
  part,
  typed,
  isEmpty,
}: {
  line: ShownLine
  part: ShownPart
  typed: Record<string, string>
  /** Nothing is taken to be given: the desk says that some of it is not. */
  isEmpty: boolean
}) {
  const name = figureName(part.lotId)
  const isScale = isScaleLine(line)
  const counted = isEmpty ? '0' : String(part.quantity)
  const household = householdWords(part.household)
  // One household stands in the heading already.
  const alone = isScale ? m.desk_weight() : m.desk_count({ unit: formatUnit(line) })
  const among = isScale
    ? m.desk_weight_of({ household })
    : m.desk_count_of({ household, unit: formatUnit(line) })
  const label = line.planned.length === 1 ? alone : among
  const hint =
    line.planned.length > 1 && !isWeighedPiece(line)
      ? m.desk_ordered({ quantity: formatQuantity(part.quantity, line) })
      : undefined
  return (
    <Field id={name} label={label} hint={hint}>
      {(control) => (
        <input
          className="input figure"
          name={name}
          inputMode={isScale ? 'decimal' : 'numeric'}
          autoComplete="off"
          data-figure={isScale ? 'jin' : 'count'}
          defaultValue={typed[name] ?? (isScale ? '' : counted)}
          {...control}
        />
      )}
    </Field>
  )
}

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '.', '0'] as const

/** Big keys for cold fingers, where a script runs; a phone's own keyboard does as well. */
function Keys() {
  return (
    <fieldset className="keys" aria-label={m.desk_weight_keys()}>
      {KEYS.map((key) => (
        <button key={key} type="button" data-key={key}>
          {key}
        </button>
      ))}
      <button type="button" data-key="back" aria-label={m.desk_key_back()}>
        <Icon of={Delete} />
      </button>
    </fieldset>
  )
}

function StandIns({ line, typed }: { line: ShownLine; typed: Record<string, string> }) {
  const isTyped = line.standIns.some((part) => typed[figureName(part.lotId)])
  return (
    <details open={isTyped}>
      <summary>{m.desk_stand_in()}</summary>
      <p className="hint">{m.desk_stand_in_hint()}</p>
      <div className="stack">
        {line.standIns.map((part) => {
          const name = figureName(part.lotId)
          const household = householdWords(part.household)
          return (
            <TextInput
              key={part.lotId}
              name={name}
              label={
                isScaleLine(line)
                  ? m.desk_weight_of({ household })
                  : m.desk_count_of({ household, unit: formatUnit(line) })
              }
              hint={m.desk_stand_in_left({ quantity: formatQuantity(part.quantity, line) })}
              inputMode="decimal"
              autoComplete="off"
              data-figure={isScaleLine(line) ? 'jin' : 'count'}
              defaultValue={typed[name] ?? ''}
            />
          )
        })}
      </div>
    </details>
  )
}

/** One tap says why and records it. */
function Reasons({ why, typed }: { why: Exclude<AskedWhy, null>; typed: Record<string, string> }) {
  const kinds = (['short', 'refused'] as const).filter((kind) => why === 'both' || why === kind)
  const titles = { short: m.desk_why_short(), refused: m.desk_why_refused() }
  const others = { short: m.desk_why_other_short(), refused: m.desk_why_other_refused() }
  return (
    <div className="stack">
      <p>
        <b>{why === 'both' ? m.desk_why_missing() : titles[why]}</b>
        {why !== 'both' && (
          <>
            <br />
            <span className="hint">{m.desk_why_hint()}</span>
          </>
        )}
      </p>
      {kinds.map((kind) => (
        <fieldset key={kind}>
          <legend className={why === 'both' ? 'label' : 'vh'}>{titles[kind]}</legend>
          <div className="two">
            {SHORTFALL_REASONS[kind].map((reason) => (
              <Button key={reason} name="missing" value={`${kind}:${reason}`} size="big">
                {reasonWords(reason)}
              </Button>
            ))}
          </div>
        </fieldset>
      ))}
      <TextInput
        name="reasonText"
        label={m.desk_why_other()}
        maxLength={200}
        autoComplete="off"
        defaultValue={typed.reasonText ?? ''}
        optional
      />
      <div className="two">
        {kinds.map((kind) => (
          <Button key={kind} name="missing" value={`${kind}:`} size="big">
            {others[kind]}
          </Button>
        ))}
      </div>
    </div>
  )
}
