/** A notice with what its sentences name: looked up when it is shown or mailed, in whichever language. */
import type { OrderedBy, PricedBy } from '#app/domain/kernel/quantity.ts'
import type { MailState, NoticeFacts } from './kinds.ts'
import type { MailError } from './mail-tries.ts'

export type NamedEvent = {
  id: number
  countyCode: string
  village: string
  town: string
  place: string
  /** As they are now; the facts have what was told. */
  startsAt: string
  endsAt: string
  cutOffAt: string
  revision: number
  revisedAt: string
  isCancelled: boolean
}

export type NamedOffer = {
  id: number
  nameZh: string
  nameEn: string
  village: string
  orderedBy: OrderedBy
  pricedBy: PricedBy
  pieceUnit: string | null
}

export type ToldNotice = {
  id: number
  facts: NoticeFacts
  createdAt: string
  order: { id: string; number: number; pickupCode: string | null } | null
  /** By id. */
  events: Record<number, NamedEvent>
  offers: Record<number, NamedOffer>
}

/** What became of a notice besides being shown. */
export type MailRecord = {
  state: MailState
  sentAt: string | null
  error: MailError | null
}
