import type { OrderedBy, PricedBy } from '#app/domain/kernel/quantity.ts'
import { formatQuantity } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { productName } from '#app/ui/catalogue/words.ts'
import { householdWords, type ShownHousehold, stallWords } from './desk-line.ts'

type StallHousehold = ShownHousehold & {
  id: number
  href: string
  lots: {
    nameZh: string
    nameEn: string
    orderedBy: OrderedBy
    pricedBy: PricedBy
    pieceUnit: string | null
    available: number
  }[]
}

/** Households with goods at the stall, each a tap; what they have is said beside them. */
export function HouseholdRows({ households }: { households: readonly StallHousehold[] }) {
  return (
    <div>
      {households.map((household) => (
        <a key={household.id} href={household.href} className="dl">
          <span className="mark" />
          <span>
            <span className="what">{householdWords(household)}</span>
            <br />
            <span className="soft">
              {household.lots
                .map((lot) =>
                  m.organizer_goods({
                    product: productName(lot),
                    quantity: formatQuantity(lot.available, lot),
                  }),
                )
                .reduce((first, second) => m.joined({ first, second }))}
            </span>
          </span>
          <span className="soft nb">{stallWords([household])}</span>
        </a>
      ))}
    </div>
  )
}
