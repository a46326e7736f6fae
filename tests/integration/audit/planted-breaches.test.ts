import { beforeEach, describe, expect, it } from 'vitest'
import { disconnect } from '#app/db/client.server.ts'
import { AUDIT_CHECKS, runAudit } from '#app/queries/audit/run-audit.server.ts'
import { checkName } from '#app/ui/audit/check-name.ts'
import { OTHER_VILLAGE, seedGround } from '#seed/builders.ts'
import { seedSettledSale } from '#seed/settled-sale.ts'
import { asOwner } from '#tests/setup/as-owner.ts'
import { sealUntil } from '#tests/setup/seal-until.ts'
import { useDatabase } from '#tests/setup/test-database.ts'

const database = useDatabase()
let sale: Awaited<ReturnType<typeof seedSettledSale>>

beforeEach(async () => {
  await seedGround()
  sale = await seedSettledSale({ unitPriceFen: 12_345, referencePriceFen: 11_111 })
  await sealUntil(5)
})

async function failedChecks(): Promise<string[]> {
  const report = await runAudit()
  expect(report.ok).toBe(report.checks.every((c) => c.differences.length === 0))
  return report.checks.filter((c) => !c.ok).map((c) => c.name)
}

/** What is planted, where the guards must be loosened for it, and the check that must name it. */
type Breach = { check: string; loosened: string[]; plant: () => string[] }

/** Money that came for the sale's order, and is nowhere in the ledger. */
function plantedPrepayment(): string {
  return `INSERT INTO prepayment (id, county_code, order_id, method, amount_fen, provider_payment_id)
    VALUES (gen_random_uuid(), '510981000000', '${sale.orderId}', 'transfer', 5, 'planted')`
}

function plantedRefund(): string {
  return `INSERT INTO refund (id, county_code, order_id, prepayment_id, method, amount_fen, cause, state)
    SELECT gen_random_uuid(), county_code, order_id, id, method, 5, 'overpaid', 'due' FROM prepayment`
}

/** A journal that gives five fen of the sale's line to somebody else, as nobody agreed to. */
function plantedShare(part: string, from: string, to: string): string {
  return `WITH planted AS (
      INSERT INTO journal (county_code, book, kind, cause_kind, cause_id, idempotency_key, content_hash, business_day)
      SELECT county_code, book, kind, cause_kind, 'planted', 'planted', content_hash, business_day FROM journal
      WHERE id = ${sale.saleJournalId} RETURNING id, business_day)
    INSERT INTO posting (journal_id, county_code, from_account, to_account, amount_fen, part, business_day, household_id,
      village_code, category, product_id, event_id, order_line_id, capacity)
    SELECT planted.id, p.county_code, ${from}, ${to}, 5, '${part}', planted.business_day, p.household_id,
      p.village_code, p.category, p.product_id, p.event_id, p.order_line_id, p.capacity
    FROM planted, posting p WHERE p.journal_id = ${sale.saleJournalId} AND p.part = 'base'`
}

/** A statement that is applied, with so many new lines it says. */
function plantedStatement(newCount: number): string {
  return `INSERT INTO bank_statement (id, county_code, file_name, file_hash, state, row_count, left_out_count, line_count, refused,
      is_other_account, uploaded_by, new_count, applied_by, applied_at)
    VALUES (gen_random_uuid(), '510981000000', 'planted.csv', 'planted', 'applied', 1, 0, 1, '[]', false, 1, ${newCount}, 1, now())`
}

/** A statement of the buyer's agency that says nothing moved, of a month long to come. */
const PLANTED_AGENCY_STATEMENT = `INSERT INTO agency_statement (county_code, agency_id, number, month, opening_fen, charged_fen,
    taken_back_fen, paid_fen, closing_fen, content_hash, issued_at)
  SELECT county_code, id, 1, '2999-12', 0, 0, 0, 0, 0, repeat('0', 64), now() + interval '1 hour' FROM agency ORDER BY id LIMIT 1`

const BREACHES: Breach[] = [
  {
    check: 'lot-quantities-add-up',
    loosened: ['lot'],
    plant: () => [`UPDATE lot SET available = available + 1 WHERE id = ${sale.lotId}`],
  },
  {
    check: 'lot-reserved-is-its-live-allocations',
    loosened: [],
    plant: () => [
      `UPDATE lot SET available = available - 1, reserved = reserved + 1 WHERE id = ${sale.lotId}`,
    ],
  },
  {
    check: 'lot-given-is-its-handovers',
    loosened: [],
    plant: () => [`UPDATE lot SET available = available - 1, given = given + 1 WHERE id = ${sale.lotId}`],
  },
  {
    // The sale was split by need, and turns out to have been a group's of which its household is no member.
    check: 'group-goods-are-split-by-its-weights',
    loosened: [],
    plant: () => [
      `INSERT INTO household_group (county_code, village_code, name, from_day, recorded_by)
       SELECT county_code, village_code, 'planted', now(), 1 FROM offer LIMIT 1`,
      'UPDATE offer SET group_id = (SELECT max(id) FROM household_group)',
    ],
  },
  {
    check: 'line-is-allocated-in-full',
    loosened: [],
    plant: () => [`UPDATE order_line SET state = 'placed' WHERE id = '${sale.orderLineId}'`],
  },
  {
    check: 'line-held-amount-is-split-in-full',
    loosened: [],
    plant: () => [
      `UPDATE order_line SET state = 'placed' WHERE id = '${sale.orderLineId}'`,
      `UPDATE allocation SET state = 'reserved', amount_fen = amount_fen - 1 WHERE order_line_id = '${sale.orderLineId}'`,
    ],
  },
  {
    check: 'ordered-less-handed-over-is-explained',
    loosened: [],
    plant: () => [`UPDATE order_line SET quantity = quantity + 1 WHERE id = '${sale.orderLineId}'`],
  },
  {
    check: 'cancelled-and-placed-lines-have-no-handover',
    loosened: [],
    plant: () => [`UPDATE order_line SET state = 'cancelled' WHERE id = '${sale.orderLineId}'`],
  },
  {
    check: 'order-total-is-its-lines',
    loosened: [],
    plant: () => [`UPDATE "order" SET total_fen = total_fen + 1`],
  },
  {
    check: 'event-room-is-its-orders',
    loosened: [],
    plant: () => [`UPDATE pickup_event SET orders_taken = orders_taken + 1 WHERE id = ${sale.eventId}`],
  },
  {
    check: 'event-desk-time-holds-its-orders',
    loosened: [],
    plant: () => [`UPDATE pickup_event SET desk_minutes_per_scale = 1 WHERE id = ${sale.eventId}`],
  },
  {
    check: 'every-line-goes-to-an-event-that-serves-it',
    loosened: [],
    plant: () => [`DELETE FROM pickup_event_village WHERE event_id = ${sale.eventId}`],
  },
  {
    check: 'closed-events-have-every-line-settled',
    loosened: [],
    plant: () => [`UPDATE pickup_event SET state = 'closed' WHERE id = ${sale.eventId}`],
  },
  {
    check: 'handed-over-is-billed-at-the-line-price',
    loosened: [],
    plant: () => [
      `UPDATE order_line SET unit_price_fen = unit_price_fen + 1 WHERE id = '${sale.orderLineId}'`,
    ],
  },
  {
    // As if a cooperative had bought it: its margin does not make base into premium.
    check: 'handed-over-is-billed-at-the-line-price',
    loosened: ['handover'],
    plant: () => [
      `UPDATE handover SET base_fen = base_fen - 500, premium_fen = premium_fen + 495, margin_fen = 5`,
    ],
  },
  {
    check: 'household-credit-is-what-was-handed-over',
    loosened: ['handover'],
    plant: () => [
      `UPDATE handover SET household_id = household_id + 1000 WHERE order_line_id = '${sale.orderLineId}'`,
    ],
  },
  {
    check: 'a-household-earns-its-contract-price',
    loosened: ['handover'],
    plant: () => [`UPDATE handover SET premium_fen = premium_fen - 5, margin_fen = 5`],
  },
  {
    check: 'a-household-earns-its-contract-price',
    loosened: [],
    plant: () => [plantedShare('margin', `'order:${sale.orderId}'`, `'cooperative:1'`)],
  },
  {
    check: 'a-lead-farmer-gets-the-fee-agreed',
    loosened: ['handover'],
    plant: () => [`UPDATE handover SET lead_fee_fen = 5`],
  },
  {
    check: 'a-lead-farmer-gets-the-fee-agreed',
    loosened: [],
    plant: () => [plantedShare('lead-fee', `'household:${sale.householdId}'`, `'household:999'`)],
  },
  {
    check: 'every-payment-is-in-the-ledger-once',
    loosened: ['payment'],
    plant: () => [`UPDATE payment SET id = gen_random_uuid() WHERE id = '${sale.paymentId}'`],
  },
  {
    check: 'orders-are-not-paid-twice',
    loosened: ['payment'],
    plant: () => [
      `INSERT INTO payment SELECT gen_random_uuid(), operation_id, county_code, order_id, event_id, method, due_fen, paid_fen, rounded_off_fen, taken_by, taken_at FROM payment`,
    ],
  },
  {
    check: 'an-issued-invoice-is-never-above-its-goods',
    loosened: [],
    plant: () => [
      `INSERT INTO invoice_request (id, county_code, order_id, version, title_kind, title_sealed, amount_fen, requested_by)
       VALUES (gen_random_uuid(), '510981000000', '${sale.orderId}', 1, 'personal', 'planted', ${sale.amountFen + 1}, 1)`,
      `INSERT INTO invoice_issue (id, county_code, request_id, outcome, number, issued_on, recorded_by)
       SELECT gen_random_uuid(), county_code, id, 'issued', '12345678', now(), 1 FROM invoice_request`,
    ],
  },
  {
    check: 'every-prepayment-is-in-the-ledger-once',
    loosened: [],
    plant: () => [plantedPrepayment()],
  },
  {
    check: 'every-refund-is-in-the-ledger-as-far-as-it-went',
    loosened: [],
    plant: () => [plantedPrepayment(), plantedRefund()],
  },
  {
    check: 'what-is-paid-ahead-is-drawn-kept-for-goods-or-goes-back',
    loosened: [],
    plant: () => [plantedPrepayment()],
  },
  {
    check: 'an-order-account-is-what-its-buyer-owes',
    loosened: ['posting'],
    plant: () => [`UPDATE posting SET amount_fen = amount_fen + 1 WHERE part = 'payment'`],
  },
  {
    check: 'a-no-show-share-is-as-the-line-said',
    loosened: [],
    plant: () => [
      `INSERT INTO shortfall (id, operation_id, county_code, order_line_id, event_id, kind, quantity, reason, recorded_by, no_show_share_fen)
       SELECT gen_random_uuid(), operation_id, county_code, order_line_id, event_id, 'no-show', 1, 'did-not-come', recorded_by, 5
       FROM handover LIMIT 1`,
    ],
  },
  {
    check: 'what-is-owed-back-is-the-refunds-not-sent',
    loosened: [],
    plant: () => [plantedPrepayment(), plantedRefund()],
  },
  {
    check: 'a-card-session-paid-is-received-and-no-other',
    loosened: [],
    plant: () => [
      `INSERT INTO card_session (id, county_code, order_id, amount_fen, state, provider_id, return_url, expires_at, next_look_at)
       VALUES (gen_random_uuid(), '510981000000', '${sale.orderId}', 5, 'paid', 'cs_planted', '', now(), now())`,
    ],
  },
  {
    check: 'goods-nobody-paid-for-are-freed',
    loosened: [],
    plant: () => [
      `UPDATE "order" SET pay_by = 'card', held_until = now() - interval '20 minutes' WHERE id = '${sale.orderId}'`,
      `UPDATE order_line SET state = 'placed' WHERE id = '${sale.orderLineId}'`,
    ],
  },
  {
    check: 'every-bank-line-moved-its-money-once',
    loosened: [],
    plant: () => [plantedPrepayment().replace("'planted'", "'bank:510981000000:planted'")],
  },
  {
    check: 'every-refund-a-bank-line-met-is-sent',
    loosened: [],
    plant: () => [
      plantedPrepayment(),
      plantedRefund(),
      plantedStatement(1),
      `INSERT INTO bank_line (id, county_code, statement_id, row_number, day, in_fen, out_fen, line_key, text_sealed, state,
          match_kind, refund_id, decided_by, decided_at)
        SELECT gen_random_uuid(), '510981000000', s.id, 2, now(), 0, 5, 'planted', '', 'matched', 'refund-sent', r.id, 1, now()
        FROM bank_statement s, refund r`,
    ],
  },
  {
    check: 'a-refund-left-the-account-it-is-said-to',
    loosened: [],
    plant: () => [
      plantedPrepayment(),
      plantedRefund(),
      `UPDATE refund SET state = 'sent', sent_at = now(), sent_way = 'transfer'`,
    ],
  },
  {
    check: 'a-bank-statement-is-accounted-for-row-by-row',
    loosened: [],
    plant: () => [plantedStatement(1)],
  },
  {
    check: 'every-agency-statement-stands-as-issued',
    loosened: [],
    plant: () => [PLANTED_AGENCY_STATEMENT],
  },
  {
    check: 'what-is-on-an-agency-account-is-on-its-statement',
    loosened: ['posting'],
    plant: () => [
      PLANTED_AGENCY_STATEMENT,
      `UPDATE posting SET from_account = 'agency:' || (SELECT min(id) FROM agency) WHERE id = (SELECT max(id) FROM posting)`,
    ],
  },
  {
    check: 'every-payment-of-an-agency-is-a-bank-line',
    loosened: [],
    plant: () => [
      PLANTED_AGENCY_STATEMENT,
      plantedStatement(1),
      `INSERT INTO bank_line (id, county_code, statement_id, row_number, day, in_fen, out_fen, line_key, text_sealed, state,
          match_kind, agency_statement_id, decided_by, decided_at)
        SELECT gen_random_uuid(), '510981000000', s.id, 2, now(), 5, 0, 'planted', '', 'matched', 'agency-paid', a.id, 1, now()
        FROM bank_statement s, agency_statement a`,
    ],
  },
  {
    check: 'every-qr-confirmation-is-a-bank-line',
    loosened: [],
    plant: () => [
      plantedStatement(1),
      `INSERT INTO bank_line (id, county_code, statement_id, row_number, day, in_fen, out_fen, line_key, text_sealed, state,
          match_kind, event_id, decided_by, decided_at)
        SELECT gen_random_uuid(), '510981000000', s.id, 2, now(), 5, 0, 'planted', '', 'matched', 'qr-confirmed', e.id, 1, now()
        FROM bank_statement s, pickup_event e LIMIT 1`,
    ],
  },
  {
    check: 'accounts-balance-to-zero',
    loosened: ['posting'],
    plant: () => [`UPDATE posting SET to_account = from_account WHERE id = (SELECT max(id) FROM posting)`],
  },
  {
    check: 'a-line-is-settled-by-one-act',
    loosened: [],
    plant: () => [`UPDATE order_line SET state = 'placed' WHERE id = '${sale.orderLineId}'`],
  },
  {
    check: 'a-line-is-settled-by-one-act',
    loosened: [],
    plant: () => [
      `INSERT INTO shortfall (id, operation_id, county_code, order_line_id, event_id, kind, quantity, reason, recorded_by)
       SELECT gen_random_uuid(), p.operation_id, p.county_code, '${sale.orderLineId}', p.event_id, 'short', 1, 'not-brought', p.taken_by
       FROM payment p WHERE p.operation_id NOT IN (SELECT operation_id FROM handover) LIMIT 1`,
    ],
  },
  {
    check: 'what-is-taken-back-is-its-original-negated',
    loosened: ['handover'],
    plant: () => [
      `INSERT INTO handover (id, operation_id, county_code, order_line_id, event_id, lot_id, household_id, quantity, weight_grams,
         amount_fen, base_fen, premium_fen, recorded_by, reverses_id)
       SELECT gen_random_uuid(), operation_id, county_code, order_line_id, event_id, lot_id, household_id, -quantity, weight_grams,
         -amount_fen + 1, -base_fen + 1, -premium_fen, recorded_by, id FROM handover LIMIT 1`,
    ],
  },
  {
    check: 'what-is-taken-back-is-its-original-negated',
    loosened: ['payment'],
    plant: () => [
      `INSERT INTO payment (id, operation_id, county_code, order_id, event_id, method, due_fen, paid_fen, rounded_off_fen, taken_by, reverses_id)
       SELECT gen_random_uuid(), operation_id, county_code, order_id, event_id, method, 1 - due_fen, 1 - due_fen, 0, taken_by, id FROM payment LIMIT 1`,
    ],
  },
  {
    check: 'reversals-take-back-exactly',
    loosened: ['journal'],
    plant: () => [
      `UPDATE journal SET reverses_id = ${sale.saleJournalId} WHERE id = (SELECT max(id) FROM journal)`,
    ],
  },
  {
    check: 'cash-counted-is-cash-received',
    loosened: ['pickup_event'],
    plant: () => [
      `INSERT INTO cash_count (event_id, county_code, expected_fen, counted_fen, counted_by) VALUES (${sale.eventId}, '510981000000', 1, 1, ${sale.deskAccountId})`,
      `UPDATE pickup_event SET state = 'closed' WHERE id = ${sale.eventId}`,
    ],
  },
  {
    check: 'household-totals-are-their-postings',
    loosened: [],
    plant: () => [`UPDATE household_day SET premium_fen = premium_fen + 1`],
  },
  {
    check: 'sales-income-is-fully-attributed',
    loosened: ['posting'],
    plant: () => [`UPDATE posting SET category = 'ordinary' WHERE part = 'base'`],
  },
  {
    check: 'parents-are-the-sum-of-their-children',
    loosened: [],
    plant: () => [`UPDATE household_day SET grid_code = '${OTHER_VILLAGE}-01'`],
  },
  {
    check: 'seals-follow-one-another',
    loosened: ['posting'],
    plant: () => [`UPDATE posting SET capacity = 'union' WHERE id = (SELECT min(id) FROM posting)`],
  },
  {
    check: 'voucher-numbers-have-no-gap',
    loosened: ['seal'],
    plant: () => [`DELETE FROM seal WHERE book = 'sales' AND voucher_number = 1`],
  },
  {
    check: 'everything-is-sealed-within-a-minute',
    loosened: ['seal', 'activity_record'],
    plant: () => [
      `UPDATE activity_record SET recorded_at = recorded_at - interval '2 minutes' WHERE id = (SELECT max(id) FROM activity_record)`,
      `DELETE FROM seal WHERE row_kind = 'audit' AND row_id = (SELECT max(id) FROM activity_record)`,
    ],
  },
  {
    check: 'nobody-approves-what-they-entered',
    loosened: [],
    plant: () => [`UPDATE lot SET listed_by = 1, approved_by = 1 WHERE id = ${sale.lotId}`],
  },
  {
    check: 'every-act-has-one-activity-record',
    loosened: ['activity_record'],
    plant: () => [`DELETE FROM activity_record WHERE subject_kind = 'order'`],
  },
  {
    // Lines came to the order, and nobody is on record as having added them.
    check: 'every-act-has-one-activity-record',
    loosened: [],
    plant: () => [
      `INSERT INTO placement (id, county_code, account_id, placement_key, content_hash)
       SELECT gen_random_uuid(), county_code, account_id, 'unrecorded', '' FROM placement`,
      `UPDATE order_line SET placement_id = (SELECT id FROM placement WHERE placement_key = 'unrecorded')`,
    ],
  },
  {
    check: 'no-personal-figures-in-the-books',
    loosened: ['activity_record'],
    plant: () => [
      `UPDATE activity_record SET facts = '{"note": "19900006148"}' WHERE id = (SELECT min(id) FROM activity_record)`,
    ],
  },
  {
    check: 'sealed-values-have-their-key',
    loosened: [],
    plant: () => [`UPDATE person SET name_sealed = encode('00000000', 'base64') || name_sealed`],
  },
  {
    check: 'a-hash-finds-what-it-is-of',
    loosened: [],
    plant: () => [`UPDATE person SET name_hash = 'another' WHERE id = (SELECT max(id) FROM person)`],
  },
]

describe('the audit', () => {
  it('holds over a world where goods, money and records agree, and looks at rows of it', async () => {
    const report = await runAudit()
    expect(report.checks.flatMap((c) => c.differences)).toEqual([])
    const checked = Object.fromEntries(report.checks.map((c) => [c.name, c.checked]))
    expect(checked['household-credit-is-what-was-handed-over']).toBe(1)
    expect(checked['every-payment-is-in-the-ledger-once']).toBe(1)
    expect(checked['seals-follow-one-another']).toBe(5)
  })

  it.each(BREACHES.map((b) => [b.check, b] as const))('names a breach of %s', async (check, breach) => {
    await asOwner(database.urls.owner, breach.loosened, breach.plant())
    expect(await failedChecks()).toContain(check)
  })

  it('names the ledger whose triggers are off', async () => {
    await asOwner(database.urls.owner, [], ['ALTER TABLE posting DISABLE TRIGGER append_only_rows'])
    await disconnect()
    expect(await failedChecks()).toEqual(['ledger-is-protected-from-its-own-role'])
  })

  it('has every check in words on its page', () => {
    expect(AUDIT_CHECKS.filter(({ name }) => checkName(name) === name)).toEqual([])
  })

  it('has a planted breach for every check', () => {
    const planted = new Set([...BREACHES.map((b) => b.check), 'ledger-is-protected-from-its-own-role'])
    expect(AUDIT_CHECKS.map((c) => c.name).filter((name) => !planted.has(name))).toEqual([])
  })
})
