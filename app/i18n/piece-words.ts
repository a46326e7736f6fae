import { m } from './generated/messages.js'
import type { Locale } from './locale.ts'

type PieceMessages = {
  unit: (inputs: Record<string, never>, options: { locale: Locale }) => string
  quantity: (inputs: { count: number; figure: string }, options: { locale: Locale }) => string
}

/** Counting words as products store them, and their messages. */
const known: Record<string, PieceMessages> = {
  只: { unit: m.unit_zhi, quantity: m.quantity_zhi },
  个: { unit: m.unit_ge, quantity: m.quantity_ge },
  箱: { unit: m.unit_xiang, quantity: m.quantity_xiang },
  条: { unit: m.unit_tiao, quantity: m.quantity_tiao },
  瓶: { unit: m.unit_ping, quantity: m.quantity_ping },
  桶: { unit: m.unit_tong, quantity: m.quantity_tong },
  袋: { unit: m.unit_dai, quantity: m.quantity_dai },
  盒: { unit: m.unit_he, quantity: m.quantity_he },
  坛: { unit: m.unit_tan, quantity: m.quantity_tan },
  罐: { unit: m.unit_guan, quantity: m.quantity_guan },
  头: { unit: m.unit_tou, quantity: m.quantity_tou },
  件: { unit: m.unit_jian, quantity: m.quantity_jian },
  把: { unit: m.unit_ba, quantity: m.quantity_ba },
}

/** The words for a counting word. An unknown one is shown as it is in Chinese, as "piece" in English. */
export function pieceWords(pieceUnit: string | null): {
  unit: (to: Locale) => string
  quantity: (count: number, figure: string, to: Locale) => string
} {
  const word = pieceUnit ?? '个'
  const messages = known[word]
  if (messages) {
    return {
      unit: (to) => messages.unit({}, { locale: to }),
      quantity: (count, figure, to) => messages.quantity({ count, figure }, { locale: to }),
    }
  }
  return {
    unit: (to) => m.unit_other({ word }, { locale: to }),
    quantity: (count, figure, to) => m.quantity_other({ count, figure, word }, { locale: to }),
  }
}
