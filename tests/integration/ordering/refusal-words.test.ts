import { expectTypeOf, it } from 'vitest'
import type { CancelOrderCode } from '#app/commands/ordering/cancel-order.server.ts'
import type { ChangeOrderLineCode } from '#app/commands/ordering/change-order-line.server.ts'
import type { NoteBasketLineCode } from '#app/commands/ordering/note-basket-line.server.ts'
import type { PinBasketLineCode } from '#app/commands/ordering/pin-basket-line.server.ts'
import type { PlaceOrderCode } from '#app/commands/ordering/place-order.server.ts'
import type { PutBasketLineCode } from '#app/commands/ordering/put-basket-line.server.ts'
import type { PutBasketLinesCode } from '#app/commands/ordering/put-basket-lines.server.ts'
import type { SetBasketWishesCode } from '#app/commands/ordering/set-basket-wishes.server.ts'
import type { OpenCardSessionCode } from '#app/commands/payment/open-card-session.server.ts'
import type { PayAtDeskCode } from '#app/commands/payment/pay-at-desk.server.ts'
import type { CodesWithoutWords } from '#app/i18n/refusals.ts'

type OrderingCode =
  | CancelOrderCode
  | ChangeOrderLineCode
  | NoteBasketLineCode
  | OpenCardSessionCode
  | PayAtDeskCode
  | PinBasketLineCode
  | PlaceOrderCode
  | PutBasketLineCode
  | PutBasketLinesCode
  | SetBasketWishesCode

it('has a sentence for every refusal of ordering and paying, but for what answers 404', () => {
  expectTypeOf<CodesWithoutWords<Exclude<OrderingCode, 'not-found'>>>().toBeNever()
})
