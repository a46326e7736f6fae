import { m } from '#app/i18n/generated/messages.js'

const NAMES: Record<string, () => string> = {
  'lot-quantities-add-up': m.county_check_lot_quantities_add_up,
  'lot-reserved-is-its-live-allocations': m.county_check_lot_reserved_is_its_live_allocations,
  'lot-given-is-its-handovers': m.county_check_lot_given_is_its_handovers,
  'group-goods-are-split-by-its-weights': m.county_check_group_goods_are_split_by_its_weights,
  'line-is-allocated-in-full': m.county_check_line_is_allocated_in_full,
  'line-held-amount-is-split-in-full': m.county_check_line_held_amount_is_split_in_full,
  'ordered-less-handed-over-is-explained': m.county_check_ordered_less_handed_over_is_explained,
  'a-line-is-settled-by-one-act': m.county_check_a_line_is_settled_by_one_act,
  'what-is-taken-back-is-its-original-negated': m.county_check_what_is_taken_back_is_its_original_negated,
  'cancelled-and-placed-lines-have-no-handover': m.county_check_cancelled_and_placed_lines_have_no_handover,
  'order-total-is-its-lines': m.county_check_order_total_is_its_lines,
  'event-room-is-its-orders': m.county_check_event_room_is_its_orders,
  'every-line-goes-to-an-event-that-serves-it': m.county_check_every_line_goes_to_an_event_that_serves_it,
  'closed-events-have-every-line-settled': m.county_check_closed_events_have_every_line_settled,
  'handed-over-is-billed-at-the-line-price': m.county_check_handed_over_is_billed_at_the_line_price,
  'household-credit-is-what-was-handed-over': m.county_check_household_credit_is_what_was_handed_over,
  'every-payment-is-in-the-ledger-once': m.county_check_every_payment_is_in_the_ledger_once,
  'orders-are-not-paid-twice': m.county_check_orders_are_not_paid_twice,
  'accounts-balance-to-zero': m.county_check_accounts_balance_to_zero,
  'reversals-take-back-exactly': m.county_check_reversals_take_back_exactly,
  'cash-counted-is-cash-received': m.county_check_cash_counted_is_cash_received,
  'household-totals-are-their-postings': m.county_check_household_totals_are_their_postings,
  'sales-income-is-fully-attributed': m.county_check_sales_income_is_fully_attributed,
  'parents-are-the-sum-of-their-children': m.county_check_parents_are_the_sum_of_their_children,
  'a-household-earns-its-contract-price': m.county_check_a_household_earns_its_contract_price,
  'a-lead-farmer-gets-the-fee-agreed': m.county_check_a_lead_farmer_gets_the_fee_agreed,
  'every-prepayment-is-in-the-ledger-once': m.county_check_every_prepayment_is_in_the_ledger_once,
  'every-refund-is-in-the-ledger-as-far-as-it-went':
    m.county_check_every_refund_is_in_the_ledger_as_far_as_it_went,
  'what-is-paid-ahead-is-drawn-kept-for-goods-or-goes-back':
    m.county_check_what_is_paid_ahead_is_drawn_kept_for_goods_or_goes_back,
  'an-order-account-is-what-its-buyer-owes': m.county_check_an_order_account_is_what_its_buyer_owes,
  'what-is-owed-back-is-the-refunds-not-sent': m.county_check_what_is_owed_back_is_the_refunds_not_sent,
  'every-agency-statement-stands-as-issued': m.statement_check_every_agency_statement_stands_as_issued,
  'what-is-on-an-agency-account-is-on-its-statement':
    m.statement_check_what_is_on_an_agency_account_is_on_its_statement,
  'every-payment-of-an-agency-is-a-bank-line': m.statement_check_every_payment_of_an_agency_is_a_bank_line,
  'a-no-show-share-is-as-the-line-said': m.payment_check_a_no_show_share_is_as_the_line_said,
  'every-qr-confirmation-is-a-bank-line': m.bank_check_every_qr_confirmation_is_a_bank_line,
  'a-card-session-paid-is-received-and-no-other': m.county_check_a_card_session_paid_is_received_and_no_other,
  'goods-nobody-paid-for-are-freed': m.county_check_goods_nobody_paid_for_are_freed,
  'every-bank-line-moved-its-money-once': m.bank_check_every_bank_line_moved_its_money_once,
  'every-refund-a-bank-line-met-is-sent': m.bank_check_every_refund_a_bank_line_met_is_sent,
  'a-refund-left-the-account-it-is-said-to': m.bank_check_a_refund_left_the_account_it_is_said_to,
  'a-bank-statement-is-accounted-for-row-by-row': m.bank_check_a_bank_statement_is_accounted_for_row_by_row,
  'an-issued-invoice-is-never-above-its-goods': m.invoice_check_never_above_its_goods,
  'seals-follow-one-another': m.county_check_seals_follow_one_another,
  'voucher-numbers-have-no-gap': m.county_check_voucher_numbers_have_no_gap,
  'everything-is-sealed-within-a-minute': m.county_check_everything_is_sealed_within_a_minute,
  'nobody-approves-what-they-entered': m.county_check_nobody_approves_what_they_entered,
  'every-act-has-one-activity-record': m.county_check_every_act_has_one_activity_record,
  'no-personal-figures-in-the-books': m.county_check_no_personal_figures_in_the_books,
  'sealed-values-have-their-key': m.county_check_sealed_values_have_their_key,
  'a-hash-finds-what-it-is-of': m.county_check_a_hash_finds_what_it_is_of,
  'ledger-is-protected-from-its-own-role': m.county_check_ledger_is_protected_from_its_own_role,
}

/** A check of the books in words; its own name where it has none. */
export function checkName(name: string): string {
  return NAMES[name]?.() ?? name
}
