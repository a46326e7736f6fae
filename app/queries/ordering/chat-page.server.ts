/** A pasted chat as lines to confirm, and what of a confirmed one could not be put into the basket. */
import { Prisma, readDatabase } from '#app/db/client.server.ts'
import { toMeasure } from '#app/db/ordering/read-basket.server.ts'
import { isPairedWith } from '#app/db/people/paired-villages.server.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import type { OrderedBy, PricedBy } from '#app/domain/kernel/quantity.ts'
import { type ChatDoubt, type ChatPiece, readChat } from '#app/domain/ordering/chat-orders.ts'
import type { ChatOffer } from '#app/domain/ordering/chat-vocabulary.ts'
import { typedQuantity } from '#app/domain/ordering/order-lines.ts'
import type { GoodsView } from './basket-view.server.ts'

export type ChatLineView = {
  /** Its place in the form. */
  index: number
  /** The likeliest first. */
  choices: GoodsView[]
  chosenOfferId: number
  /** As it is typed; empty where it has to be asked. */
  quantity: string
  who: string
  doubts: ChatDoubt[]
  isTicked: boolean
}

export type ChatPieceView = { key: string; text: string; asker: string | null } & (
  | { kind: 'order'; lines: ChatLineView[] }
  | { kind: 'take-back'; lineCount: number }
  | { kind: 'rest'; why: 'unknown-goods' | 'other-words' }
)

/** Of the offers that may be meant; more would be a catalogue. */
const CHOICES_MOST = 6

/** With one of these a line is only put in if the buyer says so. */
const UNTICKED: readonly ChatDoubt[] = [
  'same-as-before',
  'also-said',
  'question',
  'taken-back',
  'no-quantity',
]

type OfferRow = Omit<GoodsView, 'measure'> & {
  synonyms: string[]
  isPaired: boolean
  orderedBy: OrderedBy
  pricedBy: PricedBy
  step: number
  usualPieceGramsLeast: number | null
  usualPieceGramsMost: number | null
}
type OfferOfChat = ChatOffer & { view: GoodsView }

/** The chat read against what can be ordered now in the counties of the buyer's agencies. Nothing of it is kept. */
export async function readChatPage(_actor: Actor, scope: Scope, text: string): Promise<ChatPieceView[]> {
  const offers = await readOffers(orderableNow(scope), scope)
  const viewOf = new Map(offers.map((offer) => [offer.offerId, offer.view]))
  let index = 0
  return readChat(text, offers).map((piece, i): ChatPieceView => {
    const { text: said, asker } = piece
    const shown = { key: `piece-${i}`, text: said, asker }
    if (piece.kind === 'take-back') return { ...shown, kind: piece.kind, lineCount: piece.lineCount }
    if (piece.kind === 'rest') return { ...shown, kind: piece.kind, why: piece.why }
    const lines = linesOf(piece, viewOf, index)
    index += lines.length
    return { ...shown, kind: piece.kind, lines }
  })
}

function linesOf(
  piece: ChatPiece & { kind: 'order' },
  viewOf: ReadonlyMap<number, GoodsView>,
  from: number,
): ChatLineView[] {
  return piece.lines.map((line, i): ChatLineView => {
    const choices = line.offerIds.flatMap((id) => viewOf.get(id) ?? []).slice(0, CHOICES_MOST)
    const [first] = choices
    if (!first) throw new Error('a line names an offer that was read')
    return {
      index: from + i,
      choices,
      chosenOfferId: first.offerId,
      quantity: line.quantity === null ? '' : String(typedQuantity(first.measure, line.quantity)),
      who: piece.asker ?? '',
      doubts: line.doubts,
      isTicked: line.quantity !== null && !line.doubts.some((doubt) => UNTICKED.includes(doubt)),
    }
  })
}

/** Lines that could not be put in, to be changed; the chat they came from is known no more. */
export async function readChatLines(
  _actor: Actor,
  scope: Scope,
  lines: readonly { offerId: number; quantity: string; who: string }[],
): Promise<ChatLineView[]> {
  const ids = lines.map((line) => line.offerId)
  const offers = await readOffers(Prisma.sql`o.id = ANY(${ids}::int[])`, scope)
  return lines.flatMap((line, index) => {
    const offer = offers.find((one) => one.offerId === line.offerId)
    if (!offer) return []
    const { offerId, quantity, who } = line
    return [
      { index, choices: [offer.view], chosenOfferId: offerId, quantity, who, doubts: [], isTicked: true },
    ]
  })
}

/** Offers `o` of which something is left that an event still open brings, in the counties of the agencies. */
function orderableNow(scope: Scope): Prisma.Sql {
  return Prisma.sql`o.county_code IN (SELECT county_code FROM agency WHERE id = ANY(${scope.agencyIds}::int[]))
    AND EXISTS (
      SELECT 1 FROM lot l JOIN pickup_event_village s ON s.village_code = o.village_code
      JOIN pickup_event e ON e.id = s.event_id
      WHERE l.offer_id = o.id AND l.state = 'approved' AND l.available > 0
        AND e.state = 'open' AND e.cut_off_at > clock_timestamp()
        AND (e.starts_at AT TIME ZONE 'Asia/Shanghai')::date BETWEEN l.available_from AND l.available_to)`
}

async function readOffers(which: Prisma.Sql, scope: Scope): Promise<OfferOfChat[]> {
  const rows = await readDatabase().$queryRaw<OfferRow[]>`
    SELECT o.id AS "offerId", p.name_zh AS "nameZh", p.name_en AS "nameEn", p.synonyms, v.short_name AS village, p.drawing, p.kind,
      p.piece_unit AS "pieceUnit", o.unit_price_fen AS "unitPriceFen", p.ordered_by AS "orderedBy", p.priced_by AS "pricedBy",
      p.step, p.usual_piece_grams_least AS "usualPieceGramsLeast", p.usual_piece_grams_most AS "usualPieceGramsMost",
      ${isPairedWith(scope.agencyIds, Prisma.sql`o.village_code`)} AS "isPaired"
    FROM offer o JOIN product p ON p.id = o.product_id JOIN division v ON v.code = o.village_code
    WHERE ${which} ORDER BY o.id`
  return rows.map((row) => {
    const measure = toMeasure(row)
    const { offerId, nameZh, nameEn, village, drawing, kind, pieceUnit, unitPriceFen, synonyms, isPaired } =
      row
    return {
      offerId,
      name: nameZh,
      synonyms,
      village,
      isPaired,
      unitPriceFen,
      measure,
      pieceUnit,
      view: { offerId, nameZh, nameEn, village, drawing, kind, pieceUnit, measure, unitPriceFen },
    }
  })
}
