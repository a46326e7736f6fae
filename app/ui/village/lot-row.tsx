import { Camera, Scale } from 'lucide-react'
import type { ShownPhoto } from '#app/domain/catalogue/photo.ts'
import type { CivilDate } from '#app/domain/kernel/calendar.ts'
import { formatDaySpan, formatQuantity, formatUnitPrice } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { productName } from '#app/ui/catalogue/words.ts'
import { Button, TapLink } from '#app/ui/primitives/button.tsx'
import { Chip } from '#app/ui/primitives/chip.tsx'
import { TextInput } from '#app/ui/primitives/text-input.tsx'
import { withdrawReasons } from './change-words.ts'
import { type ShownLead, type ShownPurchase, termsWords } from './terms-words.ts'
import { householdName, type ShownHousehold, type ShownProduct } from './words.ts'

export type ShownLot = {
  id: number
  household: ShownHousehold
  product: ShownProduct
  standing: 'pending' | 'on-sale' | 'refused' | 'withdrawn' | 'ended'
  reason: string | null
  mayWithdraw: boolean
  /** The ten-household group that sells it. */
  group: string | null
  unitPriceFen: number
  available: number
  reserved: number
  given: number
  availableFrom: CivilDate
  availableTo: CivilDate
  purchase: ShownPurchase | null
  lead: ShownLead | null
  photos: readonly ShownPhoto[]
}

/** What a refused withdrawal brings back to its lot. */
export type WithdrawAnswer = { lotId: number; reason: string; error: string }

const STANDINGS = {
  pending: { tone: 'look', words: m.village_standing_pending },
  'on-sale': { tone: 'ok', words: m.village_standing_on_sale },
  refused: { tone: 'bad', words: m.village_standing_refused },
  withdrawn: { tone: 'plain', words: m.village_standing_withdrawn },
  ended: { tone: 'plain', words: m.village_standing_ended },
} as const

/** A household's goods: what is left of them, what is promised, and how they are taken off sale. */
export function LotRow({
  lot,
  answer,
  photosHref,
  changeHref,
}: {
  lot: ShownLot
  answer: WithdrawAnswer | null
  /** Where its photos are added and removed, by those who may. */
  photosHref: string | null
  /** Where goods that died are written off and the rest is counted anew, by those who may. */
  changeHref: string | null
}) {
  const { household, product, standing } = lot
  const quantity = (count: number) => formatQuantity(count, product)
  const { tone, words } = STANDINGS[standing]
  return (
    <article className={lot.mayWithdraw ? 'pt-4' : 'step py-4'}>
      <h3>
        {m.village_lot_of({ household: householdName(household), product: productName(product) })}{' '}
        <Chip tone={tone}>{words()}</Chip>
      </h3>
      <p>
        {m.village_lot_stock({
          left: quantity(lot.available),
          reserved: quantity(lot.reserved),
          given: quantity(lot.given),
        })}
      </p>
      <p className="soft">
        {m.village_lot_terms({
          price: formatUnitPrice(lot.unitPriceFen, product),
          span: formatDaySpan(lot.availableFrom, lot.availableTo),
        })}
      </p>
      {lot.group !== null && <p className="soft">{m.group_sold_by_group({ group: lot.group })}</p>}
      {termsWords(lot) !== null && <p className="soft">{termsWords(lot)}</p>}
      {lot.reason !== null && <p className="soft">{m.village_lot_reason({ reason: lot.reason })}</p>}
      {photosHref && (
        <p>
          <TapLink icon={Camera} href={photosHref}>
            {lot.photos.length > 0
              ? m.village_photos_link({ count: lot.photos.length })
              : m.village_photos_link_none()}
          </TapLink>
        </p>
      )}
      {changeHref && (
        <p>
          <TapLink icon={Scale} href={changeHref}>
            {m.listing_change_link()}
          </TapLink>
        </p>
      )}
      {lot.mayWithdraw && <WithdrawForm lot={lot} answer={answer} />}
    </article>
  )
}

function WithdrawForm({ lot, answer }: { lot: ShownLot; answer: WithdrawAnswer | null }) {
  const isReserved = lot.reserved > 0
  return (
    <details open={answer !== null}>
      <summary>{m.village_withdraw()}</summary>
      <form method="post" className="stack" aria-label={m.listing_withdraw_at_once()}>
        <input type="hidden" name="lotId" value={lot.id} />
        {withdrawReasons().map((reason) => (
          <Button key={reason} name="reason" value={reason} wide>
            {reason}
          </Button>
        ))}
      </form>
      <form method="post" className="stack">
        <input type="hidden" name="lotId" value={lot.id} />
        <TextInput
          name="reason"
          id={`reason-${lot.id}`}
          label={m.village_withdraw_why()}
          hint={
            isReserved
              ? m.village_withdraw_reserved({ quantity: formatQuantity(lot.reserved, lot.product) })
              : m.village_withdraw_hint()
          }
          defaultValue={answer?.reason ?? ''}
          error={answer?.error}
          maxLength={60}
          autoComplete="off"
          required
        />
        <Button>{m.village_withdraw_do()}</Button>
      </form>
    </details>
  )
}
