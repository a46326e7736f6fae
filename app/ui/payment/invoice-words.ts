import type { InvoiceState, TitleKind } from '#app/domain/payment/invoice-request.ts'
import { m } from '#app/i18n/generated/messages.js'

const states: Record<InvoiceState, () => string> = {
  open: m.invoice_state_open,
  superseded: m.invoice_state_superseded,
  issued: m.invoice_state_issued,
  'taken-back': m.invoice_state_taken_back,
  declined: m.invoice_state_declined,
}

const kinds: Record<TitleKind, () => string> = {
  organisation: m.invoice_kind_organisation,
  personal: m.invoice_kind_personal,
}

export const invoiceTones = {
  open: 'look',
  superseded: 'plain',
  issued: 'ok',
  'taken-back': 'plain',
  declined: 'bad',
} as const

export function invoiceStateWord(state: InvoiceState): string {
  return states[state]()
}

export function titleKindWord(kind: TitleKind): string {
  return kinds[kind]()
}
