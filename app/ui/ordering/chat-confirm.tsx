import type { ChatDoubt } from '#app/domain/ordering/chat-orders.ts'
import { formatUnit, formatUnitPrice } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { productName } from '#app/ui/catalogue/words.ts'
import { Choice, Tick } from '#app/ui/primitives/choice.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { TextInput } from '#app/ui/primitives/text-input.tsx'
import type { GoodsShown } from './words.ts'

export type ChatLineShown = {
  index: number
  choices: GoodsShown[]
  chosenOfferId: number
  quantity: string
  who: string
  doubts: ChatDoubt[]
  isTicked: boolean
}

export type ChatPieceShown = { key: string; text: string; asker: string | null } & (
  | { kind: 'order'; lines: ChatLineShown[] }
  | { kind: 'take-back'; lineCount: number }
  | { kind: 'rest'; why: 'unknown-goods' | 'other-words' }
)

const DOUBTS: Record<ChatDoubt, () => string> = {
  'no-quantity': m.chat_doubt_no_quantity,
  'unit-mismatch': m.chat_doubt_unit_mismatch,
  'out-of-step': m.chat_doubt_out_of_step,
  'unit-assumed': m.chat_doubt_unit_assumed,
  about: m.chat_doubt_about,
  'which-one': m.chat_doubt_which_one,
  'goods-from-before': m.chat_doubt_goods_from_before,
  'same-as-before': m.chat_doubt_same_as_before,
  'also-said': m.chat_doubt_also_said,
  question: m.chat_doubt_question,
  'taken-back': m.chat_doubt_taken_back,
}

/** A chat in the order it was said: lines to confirm, and what was not understood as it was written. */
export function ChatPieces({ pieces }: { pieces: readonly ChatPieceShown[] }) {
  return (
    <ol className="ask">
      {pieces.map((piece) => (
        <li key={piece.key} className="stack">
          <blockquote className="said">{piece.text}</blockquote>
          <PieceBody piece={piece} />
        </li>
      ))}
    </ol>
  )
}

function PieceBody({ piece }: { piece: ChatPieceShown }) {
  if (piece.kind === 'order') return piece.lines.map((line) => <ChatLine key={line.index} line={line} />)
  if (piece.kind === 'take-back') {
    return (
      <Note tone="look" title={m.chat_take_back()}>
        {piece.lineCount > 0 && m.chat_take_back_lines({ count: piece.lineCount })}
      </Note>
    )
  }
  return <Note tone="look">{piece.why === 'unknown-goods' ? m.chat_rest_unknown() : m.chat_rest()}</Note>
}

/** One line to confirm. `error` says why it was not put in. */
export function ChatLine({ line, error }: { line: ChatLineShown; error?: string }) {
  const { index, choices, doubts } = line
  const [first] = choices
  if (!first) return null
  const field = (name: string) => `lines[${index}].${name}`
  const id = (name: string) => `line-${index}-${name}`
  const names = [...new Set(choices.map(productName))]
  return (
    <fieldset className="stack">
      <legend className="vh">{names[0]}</legend>
      <Tick
        label={<b>{choices.length === 1 ? goodsText(first) : (names[0] ?? '')}</b>}
        name={field('take')}
        id={id('take')}
        checked={line.isTicked}
        hint={doubts.map((doubt) => DOUBTS[doubt]()).join(' ')}
        error={error}
      />
      {choices.length === 1 ? (
        <input type="hidden" name={field('offerId')} value={first.offerId} />
      ) : (
        <OfferChoice line={line} name={field('offerId')} id={id('offer')} />
      )}
      <div className="fields">
        <TextInput
          label={m.ordering_basket_quantity({
            name: m.chat_quantity(),
            unit: formatUnit({ orderedBy: first.measure.orderedBy, pieceUnit: first.pieceUnit }),
          })}
          className="amount"
          name={field('quantity')}
          id={id('quantity')}
          defaultValue={line.quantity}
          inputMode="decimal"
          maxLength={20}
          autoComplete="off"
        />
        <TextInput
          label={m.chat_who()}
          className="whom-field"
          name={field('who')}
          id={id('who')}
          defaultValue={line.who}
          maxLength={40}
          autoComplete="off"
        />
      </div>
    </fieldset>
  )
}

/** So many are in view; the rest, less likely, behind a tap. */
const IN_VIEW = 3

/** Which of several offers is meant. What all have in common is said above. */
function OfferChoice({ line, name, id }: { line: ChatLineShown; name: string; id: string }) {
  const isOneName = new Set(line.choices.map(productName)).size === 1
  const options = line.choices.map((goods) => ({
    value: String(goods.offerId),
    label: isOneName ? offerText(goods) : goodsText(goods),
  }))
  const choice = (from: number, to: number) => (
    <Choice
      legend={m.chat_which()}
      hideLegend
      name={name}
      id={`${id}-${from}`}
      look="list"
      chosen={String(line.chosenOfferId)}
      options={options.slice(from, to)}
    />
  )
  return (
    <div>
      {choice(0, IN_VIEW)}
      {options.length > IN_VIEW && (
        <details>
          <summary>{m.chat_more({ count: options.length - IN_VIEW })}</summary>
          {choice(IN_VIEW, options.length)}
        </details>
      )}
    </div>
  )
}

function offerText(goods: GoodsShown): string {
  return m.ordering_basket_detail({
    village: goods.village,
    price: formatUnitPrice(goods.unitPriceFen, { ...goods.measure, pieceUnit: goods.pieceUnit }),
  })
}

function goodsText(goods: GoodsShown): string {
  return m.chat_offer({
    name: productName(goods),
    village: goods.village,
    price: formatUnitPrice(goods.unitPriceFen, { ...goods.measure, pieceUnit: goods.pieceUnit }),
  })
}
