/** Listing beside the county's reference, and what shows that a household agreed: sealed, and seen by few. */
import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, expectTypeOf, test } from 'vitest'
import { clearEvidenceFiles } from '#app/commands/catalogue/clear-evidence-files.server.ts'
import { enterReferencePrice } from '#app/commands/catalogue/enter-reference-price.server.ts'
import {
  type KeepEvidenceRefusal,
  keepEvidence,
  type SentEvidence,
} from '#app/commands/catalogue/keep-evidence.server.ts'
import { database } from '#app/db/client.server.ts'
import { SYSTEM_ACTOR } from '#app/domain/access/roles.ts'
import type { EvidenceCode } from '#app/domain/catalogue/agreement-evidence.ts'
import type { AgreementWay } from '#app/domain/catalogue/lot-entry.ts'
import { addDays, toDateColumn } from '#app/domain/kernel/calendar.ts'
import { liveEvidence } from '#app/gateways/evidence-store.server.ts'
import type { CodesWithoutWords } from '#app/i18n/refusals.ts'
import { readApprovals } from '#app/queries/catalogue/approvals.server.ts'
import { readListForm } from '#app/queries/catalogue/list-form.server.ts'
import { readOffer } from '#app/queries/catalogue/offer.server.ts'
import { action as listPage } from '#app/routes/village/list.tsx'
import { loader as evidencePage } from '#app/routes/village/lot-evidence.ts'
import { COUNTY, OTHER_VILLAGE, seedGround, seedHousehold, today, VILLAGE } from '#seed/builders.ts'
import { handDrawn, spoken } from '#seed/demo/shown-agreement.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { cookieOf, scopeFor, someone } from '../access/people.ts'
import { approve, geese, goodsTables, leadOf, list, listed, lotRow, staffOf, type Villager } from './yard.ts'

useDatabase()

let staff: Villager
let lead: Villager
let householdId: number
let referenceId: number
beforeEach(async () => {
  await seedGround()
  ;[staff, lead] = [await staffOf(), await leadOf()]
  householdId = (await seedHousehold({ name: '洪向晚' })).id
  referenceId = 0
})

const folder = () => path.join(process.env.DATA_DIR ?? '', 'evidence')
const files = () => {
  try {
    return readdirSync(folder())
  } catch {
    return []
  }
}

async function countyPrice(priceFen: number, daysAgo = 2): Promise<void> {
  const office = await someone('county-office', { scopeCode: COUNTY })
  const entry = { productKey: 'goose', priceFen, source: '县城超市', pricedOn: addDays(today(), -daysAgo) }
  await enterReferencePrice(office.actor, scopeFor(office, 'price:enter'), { countyCode: COUNTY, entry })
  const [row] = await database().referencePrice.findMany({ orderBy: { id: 'desc' }, take: 1 })
  referenceId = row?.id ?? 0
}

async function refusedWithout<T>(act: () => Promise<T>): Promise<T> {
  const before = await goodsTables()
  const verdict = await act()
  expect(await goodsTables()).toEqual(before)
  return verdict
}
const faultsOf = (verdict: Awaited<ReturnType<typeof list>>) =>
  'faults' in verdict ? verdict.faults.map(({ field, refusal }) => [field, refusal.code]) : verdict

describe('the county’s reference', () => {
  test('is offered with the form, the newest that is not older than sixty days', async () => {
    const form = () =>
      readListForm(staff.actor, scopeFor(staff, 'lot:list'), { asked: '', householdId, productKey: 'goose' })
    expect((await form())?.chosen?.reference).toBeNull()
    await countyPrice(11_000, 61)
    expect((await form())?.chosen?.reference).toBeNull()
    await countyPrice(11_200, 60)
    await countyPrice(11_400, 5)
    expect((await form())?.chosen?.reference).toMatchObject({ priceFen: 11_400, source: '县城超市' })
  })

  test('taken as it is, keeps its own day, for the buyer as well', async () => {
    await countyPrice(11_000)
    const county = { referenceId, referencePriceFen: 11_000, referenceSource: '县城超市' }
    const lotId = await listed(staff, geese(householdId, county))
    const day = addDays(today(), -2)
    expect(await lotRow(lotId)).toMatchObject({
      referencePriceId: referenceId,
      referenceOn: toDateColumn(day),
      doubtReason: null,
    })
    await approve(lead, lotId)
    const { offerId } = await lotRow(lotId)
    expect(await readOffer(offerId)).toMatchObject({ referenceSource: '县城超市', referenceOn: day })
  })

  test('changed in any way, is one’s own of today', async () => {
    await countyPrice(11_000)
    const lotId = await listed(staff, geese(householdId, { referenceId, referencePriceFen: 11_100 }))
    expect(await lotRow(lotId)).toMatchObject({ referencePriceId: null, referenceOn: toDateColumn(today()) })
  })

  test('a figure far from it is questioned, and sent with a tick and a reason that stays with the lot', async () => {
    await countyPrice(9_000)
    const far = geese(householdId, { referencePriceFen: 11_300 })
    expect(faultsOf(await refusedWithout(() => list(staff, far)))).toEqual([
      ['unitPrice', 'price-far-from-reference'],
      ['referencePrice', 'reference-far-from-county'],
    ])
    const ticked = { ...far, doubt: { isSo: true, reason: ' ' } }
    expect(faultsOf(await refusedWithout(() => list(staff, ticked)))).toEqual([
      ['doubtReason', 'doubt-reason-missing'],
    ])
    const lotId = await listed(staff, { ...far, doubt: { isSo: true, reason: ' 活水散养 ' } })
    expect(await lotRow(lotId)).toMatchObject({ doubtReason: '活水散养' })
    const [pending] = await readApprovals(lead.actor, scopeFor(lead, 'lot:approve'))
    expect(pending?.doubtReason).toBe('活水散养')
  })

  test('a tick where nothing is far leaves no reason', async () => {
    await countyPrice(11_000)
    const lotId = await listed(staff, geese(householdId, { doubt: { isSo: true, reason: '随便写写' } }))
    expect((await lotRow(lotId)).doubtReason).toBeNull()
  })
})

describe('finding a household', () => {
  test('is by name, pinyin, initials or number, inside one’s own village', async () => {
    await seedHousehold({ name: '洪晚秋', villageCode: OTHER_VILLAGE })
    const other = await seedHousehold({ name: '罗小满' })
    const found = async (asked: string) =>
      (
        await readListForm(staff.actor, scopeFor(staff, 'lot:list'), {
          asked,
          householdId: null,
          productKey: null,
        })
      )?.found?.map(({ id }) => id)
    for (const asked of ['洪', '向晚', 'hongxiangwan', 'hong xiang wan', 'HXW', 'hongx', '洪xw']) {
      expect([asked, await found(asked)]).toEqual([asked, [householdId]])
    }
    expect(await found('lxm')).toEqual([other.id])
    expect(await found('zz')).toEqual([])
  })

  test('offers what the household, then what its village, listed before', async () => {
    const neighbour = await seedHousehold()
    await listed(staff, geese(householdId))
    const greens = { productKey: 'celtuce', unitPriceFen: 240, referencePriceFen: 200, floorPriceFen: 190 }
    await listed(staff, geese(neighbour.id, { ...greens, quantity: 5_000 }))
    const usual = async (id: number) =>
      (
        await readListForm(staff.actor, scopeFor(staff, 'lot:list'), {
          asked: '',
          householdId: id,
          productKey: null,
        })
      )?.chosen?.usualKeys
    expect(await usual(householdId)).toEqual(['goose', 'celtuce'])
    expect(await usual(neighbour.id)).toEqual(['celtuce', 'goose'])
  })
})

describe('what shows the agreement', () => {
  const keep = (
    sent: SentEvidence,
    of: { formKey: string; how?: AgreementWay; by?: Villager; householdId?: number },
  ) => {
    const by = of.by ?? staff
    const input = {
      formKey: of.formKey,
      householdId: of.householdId ?? householdId,
      how: of.how ?? 'signature',
    }
    return keepEvidence(by.actor, scopeFor(by, 'lot:list'), { ...input, sent })
  }
  const kept = async (...of: Parameters<typeof keep>): Promise<string> => {
    const verdict = await keep(...of)
    if (!verdict.ok || verdict.value.evidenceId === null) throw new Error('nothing was kept')
    return verdict.value.evidenceId
  }
  const signed = (formKey: string, evidenceId: string | null, how: AgreementWay = 'signature') =>
    geese(householdId, {
      formKey,
      evidenceId,
      agreement: { how, witness: '周见证', agreedOn: today() },
    })

  test('is asked for of a signature, a thumbprint and a voice; a call has its witness', async () => {
    for (const [how, code] of [
      ['signature', 'agreement-not-shown'],
      ['thumbprint', 'agreement-not-shown'],
      ['voice', 'voice-missing'],
    ] as const) {
      const act = () => list(staff, signed(randomUUID(), null, how))
      expect(faultsOf(await refusedWithout(act))).toEqual([['evidence', code]])
    }
    expect(await listed(staff, signed(randomUUID(), null, 'phone'))).toEqual(expect.any(Number))
  })

  test('is kept sealed, and belongs to the lot that its form lists', async () => {
    const formKey = randomUUID()
    const evidenceId = await kept({ drawn: await handDrawn() }, { formKey })
    expect(await kept({ drawn: await handDrawn() }, { formKey })).toBe(evidenceId)
    expect(files()).toEqual([`${evidenceId}.sealed`])
    expect(readFileSync(path.join(folder(), `${evidenceId}.sealed`)).includes('WEBP')).toBe(false)
    const input = signed(formKey, evidenceId)
    const lotId = await listed(staff, input)
    expect(await listed(staff, input)).toBe(lotId)
    expect(await database().lotEvidence.findMany()).toMatchObject([
      { id: evidenceId, lotId, kind: 'drawn', mediaType: 'image/webp', addedBy: staff.accountId },
    ])
    const where = { id: evidenceId }
    await expect(database().lotEvidence.delete({ where })).rejects.toThrow()
  })

  test('of another form, another person or another way shows nothing', async () => {
    const formKey = randomUUID()
    const evidenceId = await kept({ voice: spoken() }, { formKey, how: 'voice' })
    const missing = async (by: Villager, input: ReturnType<typeof signed>) =>
      faultsOf(await refusedWithout(() => list(by, input)))
    expect(await missing(staff, signed(randomUUID(), evidenceId, 'voice'))).toEqual([
      ['evidence', 'voice-missing'],
    ])
    expect(await missing(lead, signed(formKey, evidenceId, 'voice'))).toEqual([['evidence', 'voice-missing']])
    expect(await missing(staff, signed(formKey, evidenceId))).toEqual([['evidence', 'agreement-not-shown']])
    expect(await missing(staff, signed(formKey, '../../field', 'voice'))).toEqual([
      ['evidence', 'voice-missing'],
    ])
    expect(await listed(staff, signed(formKey, evidenceId, 'voice'))).toEqual(expect.any(Number))
  })

  test('is nothing but a picture or a sound, and nothing is kept of the rest', async () => {
    const formKey = randomUUID()
    const page = Buffer.from('<script>alert(1)</script>'.padEnd(400))
    expect(await keep({ voice: page }, { formKey, how: 'voice' })).toMatchObject({ code: 'voice-not-sound' })
    const long = Buffer.concat([spoken(), Buffer.alloc(2 * 1024 * 1024)])
    expect(await keep({ voice: long }, { formKey, how: 'voice' })).toMatchObject({ code: 'voice-too-large' })
    expect(await keep({ photo: page }, { formKey })).toMatchObject({ code: 'photo-not-a-picture' })
    expect(await keep({ photo: spoken() }, { formKey })).toMatchObject({ code: 'photo-not-a-picture' })
    const next = await seedHousehold({ villageCode: OTHER_VILLAGE })
    const foreign = { formKey, householdId: next.id, how: 'voice' as const }
    expect(await keep({ voice: spoken() }, foreign)).toEqual({ ok: false, code: 'not-found' })
    const worker = await someone('grid-worker', { scopeCode: `${VILLAGE}-01` })
    expect(await keep({ voice: spoken() }, { formKey, by: worker })).toEqual({
      ok: false,
      code: 'not-allowed',
    })
    expect(files()).toEqual([])
  })

  test('two phones that send one form at once keep one', async () => {
    const formKey = randomUUID()
    const ids = await Promise.all([1, 2, 3].map(() => kept({ voice: spoken() }, { formKey, how: 'voice' })))
    expect(new Set(ids).size).toBe(1)
    const input = signed(formKey, ids[0] ?? null, 'voice')
    await Promise.all([list(staff, input), list(staff, input), list(staff, input)])
    expect([await database().lot.count(), await database().lotEvidence.count()]).toEqual([1, 1])
  })

  test('what no lot came of goes after a day', async () => {
    const formKey = randomUUID()
    const evidenceId = await kept({ voice: spoken() }, { formKey, how: 'voice' })
    await listed(staff, signed(formKey, evidenceId, 'voice'))
    await kept({ voice: spoken() }, { formKey: randomUUID(), how: 'voice' })
    const clear = (hours: number) =>
      clearEvidenceFiles(SYSTEM_ACTOR, {
        files: liveEvidence,
        now: () => new Date(Date.now() + hours * 3_600_000),
      })
    expect(await clear(23)).toBe(0)
    expect(await clear(25)).toBe(1)
    expect(files()).toEqual([`${evidenceId}.sealed`])
  })

  type Route = (args: { request: Request; params: object; context: object }) => Promise<Response>
  async function open(by: Villager, lotId: number, headers: Record<string, string> = {}): Promise<Response> {
    const request = new Request(`http://localhost/village/lots/${lotId}/evidence`, {
      headers: { cookie: await cookieOf(by.accountId), ...headers },
    })
    try {
      return await (evidencePage as unknown as Route)({ request, params: { id: String(lotId) }, context: {} })
    } catch (thrown) {
      if (thrown instanceof Response) return thrown
      throw thrown
    }
  }

  test('is shown to those who see the name in full, kept by no browser, and a part at a time', async () => {
    const formKey = randomUUID()
    const evidenceId = await kept({ voice: spoken() }, { formKey, how: 'voice' })
    const lotId = await listed(staff, signed(formKey, evidenceId, 'voice'))
    const whole = await open(lead, lotId)
    expect(Buffer.from(await whole.arrayBuffer()).equals(Buffer.from(spoken()))).toBe(true)
    expect(whole.headers.get('content-type')).toBe('audio/wav')
    expect(whole.headers.get('cache-control')).toBe('private, no-store')
    expect(whole.headers.get('x-content-type-options')).toBe('nosniff')
    const part = await open(lead, lotId, { range: 'bytes=0-3' })
    expect([part.status, await part.text(), part.headers.get('content-range')]).toEqual([
      206,
      'RIFF',
      `bytes 0-3/${spoken().byteLength}`,
    ])
    expect((await open(lead, lotId, { range: 'bytes=999999-' })).status).toBe(416)
    const worker = (grid: string) => someone('grid-worker', { scopeCode: `${VILLAGE}-${grid}` })
    expect((await open(await worker('01'), lotId)).status).toBe(200)
    expect((await open(await worker('02'), lotId)).status).toBe(404)
    expect((await open(await staffOf(OTHER_VILLAGE), lotId)).status).toBe(404)
    expect((await open(await someone('county-office', { scopeCode: COUNTY }), lotId)).status).toBe(403)
    // The household moves away: its agreement is its new village's business.
    await database().householdState.updateMany({
      where: { householdId },
      data: { villageCode: OTHER_VILLAGE, gridCode: null },
    })
    expect((await open(lead, lotId)).status).toBe(404)
  })

  test('need not be sent again where the form is refused for something else', async () => {
    const send = async (fields: Record<string, string>, voice?: Uint8Array) => {
      const form = new FormData()
      for (const [name, value] of Object.entries(fields)) form.set(name, value)
      if (voice) form.set('evidenceVoice', new File([new Uint8Array(voice)], '录音.wav'))
      const request = new Request('http://localhost/village/list', {
        method: 'POST',
        headers: { cookie: await cookieOf(staff.accountId) },
        body: form,
      })
      return (listPage as unknown as Route)({ request, params: {}, context: {} })
    }
    const fields = {
      formKey: randomUUID(),
      householdId: String(householdId),
      productKey: 'goose',
      countedBy: 'piece',
      quantity: '4',
      availableFrom: today(),
      availableTo: addDays(today(), 20),
      unitPrice: '120',
      floorPrice: '130',
      referencePrice: '110',
      referenceSource: '武安农贸市场',
      referenceId: '',
      how: 'voice',
      agreedOn: today(),
      drawn: '',
    }
    const refused = await send(fields, spoken())
    const { values, errors } = await refused.json()
    expect([refused.status, Object.keys(errors)]).toEqual([400, ['unitPrice']])
    const done = await send({ ...fields, floorPrice: '110', evidenceId: values.evidenceId })
    expect(done.headers.get('location')).toMatch(/^\/village\/lots\/\d+\/photos\?done=listed$/)
    expect(await database().lotEvidence.findMany()).toMatchObject([{ id: values.evidenceId, kind: 'voice' }])
  })
})

test('every refusal has its sentence', () => {
  type Codes = Exclude<KeepEvidenceRefusal | EvidenceCode, 'not-found'>
  expectTypeOf<CodesWithoutWords<Codes>>().toBeNever()
})
