import type { ShownAvailability } from '#app/domain/catalogue/availability.ts'
import type { ShownPhoto } from '#app/domain/catalogue/photo.ts'
import type { CivilDate } from '#app/domain/kernel/calendar.ts'
import type { Measure } from '#app/domain/kernel/quantity.ts'
import { paths } from '#app/paths.ts'
import type { StockShown } from '#app/ui/primitives/stock-pip.tsx'
import type { Good } from './good-card.tsx'
import { productName } from './words.ts'

/** A card as the store's queries give it. */
export type ShelfGood = {
  offerId: number
  product: Measure & {
    nameZh: string
    nameEn: string
    kind: string
    drawing: string
    pieceUnit: string | null
  }
  village: string
  town: string
  unitPriceFen: number
  referencePriceFen: number
  hasOtherPrices: boolean
  availability: ShownAvailability
  nextPickup: { startsAt: string; village: string } | null
  firstDay: CivilDate | null
  backInMonth: number | null
  photo: ShownPhoto | null
}

export function stockOf(availability: ShownAvailability): StockShown {
  switch (availability.kind) {
    case 'exact':
      return { state: 'left', quantity: availability.quantity }
    case 'plenty':
      return { state: 'plenty' }
    case 'sold-out':
      return { state: 'out' }
  }
}

/** Cards in the reader's language. */
export function shelfGoods(cards: readonly ShelfGood[]): Good[] {
  return cards.map((card) => ({
    href: paths.offer(card.offerId),
    name: productName(card.product),
    drawing: card.product.drawing,
    kind: card.product.kind,
    village: card.village,
    town: card.town,
    unitPriceFen: card.unitPriceFen,
    referencePriceFen: card.referencePriceFen,
    isFromPrice: card.hasOtherPrices,
    counting: card.product,
    stock: stockOf(card.availability),
    nextPickup: card.nextPickup && { startsAt: card.nextPickup.startsAt, place: card.nextPickup.village },
    firstDay: card.firstDay,
    backInMonth: card.backInMonth,
    photo: card.photo,
  }))
}
