import type { AgreementWay } from '#app/domain/catalogue/lot-entry.ts'
import type { ShownPhoto } from '#app/domain/catalogue/photo.ts'
import type { CivilDate } from '#app/domain/kernel/calendar.ts'
import {
  formatDate,
  formatDaySpan,
  formatPercent,
  formatQuantity,
  formatUnitPrice,
} from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { productName } from '#app/ui/catalogue/words.ts'
import { Button } from '#app/ui/primitives/button.tsx'
import { Tick } from '#app/ui/primitives/choice.tsx'
import { Facts } from '#app/ui/primitives/facts.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { TextInput } from '#app/ui/primitives/text-input.tsx'
import { Evidence } from './evidence.tsx'
import { PhotoList } from './photo-list.tsx'
import { PriceCheck } from './price-check.tsx'
import { type ShownLead, type ShownPurchase, termsWords } from './terms-words.ts'
import { agreementWords, householdName, type ShownHousehold, type ShownProduct } from './words.ts'

export type ShownPendingLot = {
  id: number
  household: ShownHousehold
  product: ShownProduct
  listed: number
  unitPriceFen: number
  referencePriceFen: number
  referenceSource: string
  floorPriceFen: number
  capPercent: number
  capPriceFen: number
  availableFrom: CivilDate
  availableTo: CivilDate
  agreedHow: AgreementWay
  agreedOn: CivilDate
  witness: string | null
  listedBy: string | null
  isOwn: boolean
  isLeadFarmer: boolean
  /** The ten-household group that sells it. */
  group: string | null
  purchase: ShownPurchase | null
  lead: ShownLead | null
  photos: readonly ShownPhoto[]
  evidence: { isVoice: boolean } | null
  referenceOn: CivilDate | null
  doubtReason: string | null
}

/** What a refused answer brings back to its lot: the error under its field, and the reason as typed. */
export type PendingAnswer = {
  lotId: number
  field: 'aboveCapAccepted' | 'reason' | ''
  error: string
  reason: string
}

/** Goods to be judged, with the two answers there are. */
export function PendingLotCard({
  lot,
  evidenceHref,
  answer,
}: {
  lot: ShownPendingLot
  evidenceHref: string
  answer: PendingAnswer | null
}) {
  const { product, household } = lot
  const errorOf = (field: PendingAnswer['field']) => (answer?.field === field ? answer.error : undefined)
  return (
    <article className="stack py-6">
      <h2>{m.village_lot_of({ household: householdName(household), product: productName(product) })}</h2>
      <PriceCheck {...lot} />
      {lot.photos.length > 0 && <PhotoList photos={lot.photos} product={productName(product)} />}
      {lot.doubtReason !== null && (
        <Note tone="look" title={m.listing_doubt_note()}>
          {m.listing_doubt_said({ reason: lot.doubtReason })}
        </Note>
      )}
      <LotFacts lot={lot} />
      {lot.evidence && <Evidence href={evidenceHref} isVoice={lot.evidence.isVoice} />}
      {errorOf('') && (
        <Note tone="bad" announce>
          {errorOf('')}
        </Note>
      )}
      {lot.isOwn ? (
        <Note tone="look">{m.village_own_note()}</Note>
      ) : (
        <ApproveForm lot={lot} error={errorOf('aboveCapAccepted')} />
      )}
      <details open={answer?.field === 'reason'}>
        <summary>{m.village_send_back()}</summary>
        <form method="post" className="stack">
          <input type="hidden" name="lotId" value={lot.id} />
          <TextInput
            name="reason"
            id={`reason-${lot.id}`}
            label={m.village_send_back_why()}
            defaultValue={answer?.reason ?? ''}
            error={errorOf('reason')}
            maxLength={60}
            autoComplete="off"
            required
          />
          <Button name="act" value="send-back">
            {m.village_send_back_do()}
          </Button>
        </form>
      </details>
    </article>
  )
}

function ApproveForm({ lot, error }: { lot: ShownPendingLot; error: string | undefined }) {
  const isAboveCap = lot.unitPriceFen > lot.capPriceFen
  return (
    <form method="post" className="stack">
      <input type="hidden" name="lotId" value={lot.id} />
      {isAboveCap && (
        <>
          <Note tone="look" title={m.village_above_cap_note()}>
            {m.village_above_cap_why({
              percent: formatPercent(lot.capPercent, 100),
              cap: formatUnitPrice(lot.capPriceFen, lot.product),
            })}
          </Note>
          <Tick
            name="aboveCapAccepted"
            id={`above-cap-${lot.id}`}
            label={m.village_above_cap_tick()}
            error={error}
            required
          />
        </>
      )}
      <Button name="act" value="approve" tone="go" size="big" wide>
        {m.village_approve_do()}
      </Button>
    </form>
  )
}

function LotFacts({ lot }: { lot: ShownPendingLot }) {
  const { product } = lot
  const price = (fen: number) => formatUnitPrice(fen, product)
  const agreement = { how: agreementWords(lot.agreedHow), day: formatDate(lot.agreedOn) }
  const source =
    lot.referenceOn === null
      ? lot.referenceSource
      : m.joined({ first: lot.referenceSource, second: formatDate(lot.referenceOn) })
  const reference = { price: price(lot.referencePriceFen), source }
  return (
    <Facts
      facts={[
        { key: 'quantity', name: m.village_fact_quantity(), value: formatQuantity(lot.listed, product) },
        {
          key: 'dates',
          name: m.village_fact_dates(),
          value: formatDaySpan(lot.availableFrom, lot.availableTo),
        },
        { key: 'price', name: m.village_fact_price(), value: price(lot.unitPriceFen) },
        { key: 'reference', name: m.village_fact_reference(), value: m.village_fact_reference_of(reference) },
        { key: 'floor', name: m.village_fact_floor(), value: price(lot.floorPriceFen) },
        { key: 'agreement', name: m.village_fact_agreement(), value: m.village_fact_agreement_of(agreement) },
        ...(lot.witness === null
          ? []
          : [{ key: 'witness', name: m.village_fact_witness(), value: lot.witness }]),
        ...(lot.listedBy === null
          ? []
          : [{ key: 'listed-by', name: m.village_fact_listed_by(), value: lot.listedBy }]),
        ...(lot.group === null
          ? []
          : [
              {
                key: 'group',
                name: m.group_sold_by(),
                value: m.group_sold_by_group({ group: lot.group }),
              },
            ]),
        ...(termsWords(lot) === null
          ? []
          : [{ key: 'terms', name: m.contract_fact_terms(), value: termsWords(lot) }]),
        ...(lot.isLeadFarmer
          ? [{ key: 'lead-farmer', name: m.village_fact_lead_farmer(), value: m.word_yes() }]
          : []),
      ]}
    />
  )
}
