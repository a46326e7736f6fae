/** A database with a value in every place that is sealed, and all of them opened. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { settings } from '#app/config/env.server.ts'
import { database } from '#app/db/client.server.ts'
import { hashText, openBytes, openText, sealBytes, sealText } from '#app/db/sealed/field-cipher.server.ts'
import { SEALED_TABLES } from '#app/db/sealed/sealed-places.server.ts'
import { toDateColumn } from '#app/domain/kernel/calendar.ts'
import { liveEvidence } from '#app/gateways/evidence-store.server.ts'
import { idNumber } from '#scripts/driving/roster.ts'
import { COUNTY, seedAgency, seedGround, seedHousehold } from '#seed/builders.ts'
import { seedSettledSale } from '#seed/settled-sale.ts'
import { asOwner } from '#tests/setup/as-owner.ts'
import { applyRound, look, rosterCsv, seedOffice } from '../intake/rounds.ts'

const NOW = new Date('2026-11-20T02:00:00Z')

const row = (name: string, phone: string) => ({
  number: '5109810000001',
  name,
  id: idNumber(9_000),
  headcount: 1,
  kinship: '户主',
  phone,
  bank: '农商行',
  card: '6222020000000012344',
})

export async function seedSealedWorld(ownerUrl: string): Promise<void> {
  await seedGround()
  const sale = await seedSettledSale({ unitPriceFen: 12_345, referencePriceFen: 11_111 })
  const office = await seedOffice()
  for (const [name, phone] of [
    ['陆一', '13990001234'],
    ['陆一一', '13990001235'],
  ] as const) {
    await applyRound(office, await look(office, rosterCsv([row(name, phone)]), NOW), NOW)
  }
  await look(office, rosterCsv([row('陆二', '13990001236')]), NOW)
  const household = await seedHousehold()
  await database().pairing.create({
    data: {
      countyCode: COUNTY,
      householdId: household.id,
      villageCode: household.villageCode,
      agencyId: (await seedAgency()).id,
      helperNameSealed: sealText('pairing.helper-name', '帮一'),
      helperPhoneSealed: sealText('pairing.helper-phone', '13990005555'),
      helperPhoneHash: hashText('pairing.helper-phone', '13990005555'),
      fromDay: toDateColumn('2026-01-01'),
    },
  })
  await database().account.updateMany({ data: { emailSealed: sealText('account.email', 'a@example.org') } })
  await liveEvidence.keep(
    '00000000-0000-4000-8000-000000000001',
    sealBytes('lot.evidence', Buffer.from('thumb')),
  )
  const seal = (column: Parameters<typeof sealText>[0]) => `'${sealText(column, `what ${column} holds`)}'`
  const uuid = 'gen_random_uuid()'
  await asOwner(
    ownerUrl,
    ['basket_line', 'bank_line', 'refund', 'invoice_request', 'invoice_issue'],
    [
      `UPDATE lot SET agreement_witness_sealed = ${seal('lot.witness')}`,
      `INSERT INTO cooperative (county_code, name, kind, recorded_by) VALUES ('${COUNTY}', '合作社', 'cooperative', 1)`,
      `INSERT INTO purchase_contract (county_code, cooperative_id, household_id, product_id, purchase_price_fen, most_quantity,
          from_day, to_day, agreement_how, agreement_witness_sealed, agreed_on, recorded_by)
        SELECT county_code, cooperative.id, ${household.id}, product.id, 5, 5, '2026-01-01', '2026-12-31', 'phone',
          ${seal('purchase-contract.witness')}, '2026-01-01', 1 FROM cooperative, product LIMIT 1`,
      `INSERT INTO basket (id, account_id) SELECT ${uuid}, min(id) FROM account`,
      `INSERT INTO basket_line (basket_id, offer_id, quantity, for_whom_sealed)
        SELECT basket.id, offer.id, 1, ${seal('basket-line.for-whom')} FROM basket, offer LIMIT 1`,
      `INSERT INTO bank_statement (id, county_code, file_name, file_hash, state, row_count, left_out_count, line_count, refused,
          is_other_account, uploaded_by, lines_sealed)
        VALUES (${uuid}, '${COUNTY}', 'x.csv', 'x', 'previewed', 1, 0, 1, '[]', false, 1, ${seal('bank-statement.lines')})`,
      `INSERT INTO bank_line (id, county_code, statement_id, row_number, day, in_fen, out_fen, line_key, text_sealed, state)
        SELECT ${uuid}, '${COUNTY}', id, 1, '2026-11-01', 5, 0, 'k', ${seal('bank-line.text')}, 'matched' FROM bank_statement`,
      `INSERT INTO prepayment (id, county_code, order_id, method, amount_fen, provider_payment_id)
        VALUES (${uuid}, '${COUNTY}', '${sale.orderId}', 'transfer', 5, 'planted')`,
      `INSERT INTO refund (id, county_code, order_id, prepayment_id, method, amount_fen, cause, state, note_sealed)
        SELECT ${uuid}, county_code, order_id, id, method, 5, 'overpaid', 'sent', ${seal('refund.note')} FROM prepayment`,
      `INSERT INTO invoice_request (id, county_code, order_id, version, title_kind, title_sealed, tax_number_sealed, email_sealed,
          note_sealed, amount_fen, requested_by)
        VALUES (${uuid}, '${COUNTY}', '${sale.orderId}', 1, 'organisation', ${seal('invoice.title')}, ${seal('invoice.tax-number')},
          ${seal('invoice.email')}, ${seal('invoice.note')}, 5, 1)`,
      `INSERT INTO invoice_issue (id, county_code, request_id, outcome, reason_sealed, recorded_by)
        SELECT ${uuid}, '${COUNTY}', id, 'declined', ${seal('invoice.reason')}, 1 FROM invoice_request`,
    ],
  )
}

async function rowsOf(ownerUrl: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}

/** Every row that holds something sealed, as a whole, with what is sealed opened. */
export async function openedWorld(ownerUrl: string): Promise<Record<string, unknown[]>> {
  const world: Record<string, unknown[]> = {}
  for (const { table, key, columns } of SEALED_TABLES) {
    const rows = await rowsOf(ownerUrl, `SELECT * FROM ${table} ORDER BY ${Object.keys(key).join(', ')}`)
    world[table] = rows.map((each) => {
      const opened = Object.entries(columns).map(([name, column]) => {
        const sealed = each[name]
        return [name, typeof sealed === 'string' ? openText(column, sealed) : null]
      })
      return { ...each, ...Object.fromEntries(opened) }
    })
  }
  const undos = await rowsOf(ownerUrl, 'SELECT * FROM import_undo ORDER BY round_id, household_id')
  world.import_undo = undos.map(({ before, ...rest }) => {
    const { corrected, ...others } = before as { corrected: Record<string, string>[] }
    return {
      ...rest,
      ...others,
      corrected: corrected.map((was) => ({
        ...was,
        nameSealed: openText('person.name', was.nameSealed ?? ''),
        idNumberSealed: was.idNumberSealed && openText('person.id-number', was.idNumberSealed),
        phoneSealed: was.phoneSealed && openText('person.phone', was.phoneSealed),
      })),
    }
  })
  for (const [folder, column] of [
    ['imports', 'import.file'],
    ['evidence', 'lot.evidence'],
  ] as const) {
    const at = path.join(settings().dataDir, folder)
    world[folder] = readdirSync(at)
      .sort()
      .map((name) => [name, openBytes(column, readFileSync(path.join(at, name))).toString('base64')])
  }
  return world
}
