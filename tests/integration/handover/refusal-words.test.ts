import { expect, expectTypeOf, it } from 'vitest'
import type { ReturnGoodsRefusal } from '#app/commands/handover/return-goods.server.ts'
import type { SellWalkUpRefusal } from '#app/commands/handover/sell-walk-up.server.ts'
import type { SettleLineRefusal } from '#app/commands/handover/settle-line.server.ts'
import type { SubstituteGoodsRefusal } from '#app/commands/handover/substitute-goods.server.ts'
import type { TakePaymentRefusal } from '#app/commands/handover/take-payment.server.ts'
import type { TopUpLotRefusal } from '#app/commands/handover/top-up-lot.server.ts'
import type { UndoRefusal } from '#app/commands/handover/undo-desk-operation.server.ts'
import type { MoveEventRefusal } from '#app/commands/pickup/move-pickup-event.server.ts'
import type { SignEventRefusal } from '#app/commands/pickup/sign-pickup-event.server.ts'
import type { DeskOperationRefusal } from '#app/db/handover/desk-operation.server.ts'
import type { FigureRefusal } from '#app/domain/handover/desk-figures.ts'
import type { EventPlanCode } from '#app/domain/pickup/plan-event.ts'
import type { CodesWithoutWords } from '#app/i18n/refusals.ts'
import { deskRefusalText } from '#app/ui/handover/refusal-words.ts'

/** Answered with a page of its own, never with a sentence. */
type Paged = 'not-found'
type Worded =
  | SettleLineRefusal
  | SubstituteGoodsRefusal
  | TakePaymentRefusal
  | ReturnGoodsRefusal
  | UndoRefusal
  | SellWalkUpRefusal
  // A lot that only grows is never asked for what was reserved of it.
  | Exclude<TopUpLotRefusal, 'not-reserved'>
  | 'queue-empty'
  | DeskOperationRefusal
  | MoveEventRefusal
  | SignEventRefusal
  | EventPlanCode
  | FigureRefusal

it('has a sentence for every refusal of the desk and of planning', () => {
  expectTypeOf<CodesWithoutWords<Exclude<Worded, Paged>>>().toBeNever()
})

it('says quantities in what the goods are counted in', () => {
  const greens = { orderedBy: 'weight', pricedBy: 'jin', pieceUnit: null } as const
  const over = {
    ok: false,
    code: 'over-by-more-than-5-percent',
    facts: { ordered: 2_000, handedOver: 2_101 },
  } as const
  expect(deskRefusalText(over, greens)).toContain('订了4斤，称出来4.2斤')
  const geese = { orderedBy: 'piece', pricedBy: 'piece', pieceUnit: '只' } as const
  const lacking = { ok: false, code: 'not-enough', facts: { available: 3 } } as const
  expect(deskRefusalText(lacking, geese)).toContain('只剩3只')
  const heavy = {
    ok: false,
    code: 'piece-above-usual-range',
    facts: { weightGrams: 4_800, most: 4_750 },
  } as const
  expect(deskRefusalText(heavy, { ...geese, pricedBy: 'jin' })).toContain(
    '这只9.6斤，比一般的（最多9.5斤）大',
  )
})
