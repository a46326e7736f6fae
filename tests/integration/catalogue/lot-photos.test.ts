/** Photos of lots: what is kept of a picture, who adds and removes, who sees, and what bad pictures leave behind. */
import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, utimesSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import sharp from 'sharp'
import { beforeEach, describe, expect, expectTypeOf, it } from 'vitest'
import { type AddLotPhotoRefusal, addLotPhoto } from '#app/commands/catalogue/add-lot-photo.server.ts'
import { clearPhotoFiles } from '#app/commands/catalogue/clear-photo-files.server.ts'
import { removeLotPhoto } from '#app/commands/catalogue/remove-lot-photo.server.ts'
import { database } from '#app/db/client.server.ts'
import { PHOTO_WIDTHS } from '#app/domain/catalogue/photo.ts'
import { livePhotos } from '#app/gateways/photo-store.server.ts'
import { type CodesWithoutWords, refusalText } from '#app/i18n/refusals.ts'
import { loader as photo } from '#app/routes/resources/photo.ts'
import { loader as catalogue } from '#app/routes/store/catalogue.tsx'
import { loader as offerPage } from '#app/routes/store/offer.tsx'
import { action as lotPhotos } from '#app/routes/village/lot-photos.tsx'
import { OTHER_VILLAGE, seedGround, seedHousehold, seedLot, VILLAGE } from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { cookieOf, scopeFor, someone } from '../access/people.ts'
import { badPictures, jpegOf, pngOf, webpOf } from './pictures.ts'
import { actsOf, approve, geese, leadOf, listed, staffOf, type Villager, withdraw } from './yard.ts'

useDatabase()

let staff: Villager
beforeEach(async () => {
  await seedGround()
  staff = await staffOf()
})

const folder = () => path.join(process.env.DATA_DIR ?? '', 'photos')
const filesKept = () => (existsSync(folder()) ? readdirSync(folder()) : [])
const fileOf = (id: string, width: number) => path.join(folder(), id, `${width}.webp`)

const add = (by: Villager, lotId: number, picture: Uint8Array) =>
  addLotPhoto(by.actor, scopeFor(by, 'lot:list'), { lotId, picture })
const remove = (by: Villager, lotId: number, photoId: string) =>
  removeLotPhoto(by.actor, scopeFor(by, 'lot:list'), { lotId, photoId })

async function added(by: Villager, lotId: number, picture: Uint8Array): Promise<string> {
  const verdict = await add(by, lotId, picture)
  if (!verdict.ok) throw new Error(`the photo was refused: ${verdict.code}`)
  return verdict.value.photoId
}

type Route = (args: {
  request: Request
  params: Record<string, string>
  context: object
}) => Promise<Response>

async function ask(
  route: unknown,
  params: Record<string, string>,
  { by = null, body, search = '' }: { by?: Villager | null; body?: BodyInit; search?: string } = {},
): Promise<Response> {
  const headers: Record<string, string> = by === null ? {} : { cookie: await cookieOf(by.accountId) }
  const request = new Request(`http://localhost/${search}`, { method: body ? 'POST' : 'GET', headers, body })
  try {
    return await (route as Route)({ request, params, context: {} })
  } catch (thrown) {
    if (thrown instanceof Response) return thrown
    throw thrown
  }
}

const see = (id: string, width: number | string, by: Villager | null = null) =>
  ask(photo, { id, file: `${width}.webp` }, { by })

describe('a photo', () => {
  it('is kept in three widths without the place, the phone and the name that came with the picture', async () => {
    const { lot } = await seedLot()
    const picture = await jpegOf()
    const before = await sharp(picture).metadata()
    expect(before.exif?.includes('YigouPhone')).toBe(true)
    expect(before.exif?.toString('latin1')).toMatch(/Hill 7/)
    const id = await added(staff, lot.id, picture)
    for (const width of PHOTO_WIDTHS) {
      const file = await readFile(fileOf(id, width))
      const { format, width: wide, height, exif, xmp, iptc, icc } = await sharp(file).metadata()
      expect({ format, wide, height, exif, xmp, iptc, icc }).toEqual({
        format: 'webp',
        wide: width,
        height: (width * 3) / 4,
        exif: undefined,
        xmp: undefined,
        iptc: undefined,
        icc: undefined,
      })
      for (const secret of ['YigouPhone', 'Hill 7', 'GPS', 'Exif']) expect(file.includes(secret)).toBe(false)
      expect(file.includes(Buffer.from('欧阳见秋'))).toBe(false)
    }
    expect(await database().lotPhoto.findMany({ omit: { addedAt: true } })).toEqual([
      {
        id,
        lotId: lot.id,
        countyCode: lot.countyCode,
        position: 1,
        width: 1200,
        height: 900,
        contentHash: expect.stringMatching(/^[0-9a-f]{64}$/),
        addedBy: staff.accountId,
        removedAt: null,
      },
    ])
    expect(await actsOf(staff.actor)).toEqual(['lot:add-photo'])
  })

  it('stands upright as the phone was held, and is never blown up', async () => {
    const { lot } = await seedLot()
    await added(staff, lot.id, await jpegOf({ width: 800, height: 600, orientation: 6 }))
    expect(await database().lotPhoto.findFirst()).toMatchObject({ width: 600, height: 800 })
    const [id = ''] = filesKept()
    expect(await sharp(await readFile(fileOf(id, 1200))).metadata()).toMatchObject({
      width: 600,
      height: 800,
    })
    expect(await sharp(await readFile(fileOf(id, 320))).metadata()).toMatchObject({ width: 320 })
  })

  it('comes from PNG and WebP as well, and leaves behind what was hidden after its pixels', async () => {
    const { lot } = await seedLot()
    await added(staff, lot.id, await webpOf())
    const id = await added(
      staff,
      lot.id,
      Buffer.concat([await pngOf(), Buffer.from('<script>alert(1)</script>')]),
    )
    for (const width of PHOTO_WIDTHS) {
      expect((await readFile(fileOf(id, width))).includes('script')).toBe(false)
    }
  })

  it('sent twice is one photo, and the fourth is refused until one is removed', async () => {
    const { lot } = await seedLot()
    const pictures = await Promise.all(['#111111', '#222222', '#333333', '#444444'].map((c) => jpegOf({}, c)))
    const [first = '', , third = ''] = [
      await added(staff, lot.id, pictures[0] as Buffer),
      await added(staff, lot.id, pictures[1] as Buffer),
      await added(staff, lot.id, pictures[2] as Buffer),
    ]
    expect(await added(staff, lot.id, pictures[0] as Buffer)).toBe(first)
    expect(await add(staff, lot.id, pictures[3] as Buffer)).toMatchObject({ ok: false, code: 'photos-full' })
    expect(filesKept()).toHaveLength(3)
    expect((await remove(staff, lot.id, third)).ok).toBe(true)
    await added(staff, lot.id, pictures[3] as Buffer)
    const rows = await database().lotPhoto.findMany({
      where: { removedAt: null },
      select: { position: true },
    })
    expect(rows.map(({ position }) => position).sort()).toEqual([1, 2, 3])
  })

  it('added by four hands at once is never the fourth, and nothing is left of what was refused', async () => {
    const { lot } = await seedLot()
    const pictures = await Promise.all(
      ['#111111', '#222222', '#333333', '#444444', '#555555'].map((colour) => jpegOf({}, colour)),
    )
    const verdicts = await Promise.all(pictures.map((picture) => add(staff, lot.id, picture)))
    expect(verdicts.filter(({ ok }) => ok)).toHaveLength(3)
    const rows = await database().lotPhoto.findMany({ select: { id: true } })
    expect(filesKept().sort()).toEqual(rows.map(({ id }) => id).sort())
  })
})

it('is made of no bad picture: each is refused in words, and nothing is stored', async () => {
  const { lot } = await seedLot()
  const wrong: string[] = []
  const pictures = await badPictures()
  expect(Object.keys(pictures).length).toBeGreaterThanOrEqual(12)
  for (const [name, { bytes, code }] of Object.entries(pictures)) {
    const verdict = await add(staff, lot.id, bytes)
    if (verdict.ok || verdict.code !== code) wrong.push(`${name}: ${verdict.ok ? 'taken' : verdict.code}`)
    else if (refusalText(verdict.code, verdict.facts).includes(verdict.code)) wrong.push(`${name}: no words`)
  }
  expect(wrong).toEqual([])
  expect(filesKept()).toEqual([])
  expect(await database().lotPhoto.count()).toBe(0)
  expect(await actsOf(staff.actor)).toEqual([])
  expectTypeOf<CodesWithoutWords<Exclude<AddLotPhotoRefusal, 'not-allowed' | 'not-found'>>>().toBeNever()
})

describe('who adds and removes', () => {
  it('is the staff of the lot’s own village alone', async () => {
    const { lot } = await seedLot()
    const picture = await jpegOf()
    const next = await staffOf(OTHER_VILLAGE)
    const worker = await someone('grid-worker', { scopeCode: `${VILLAGE}-01` })
    expect(await add(next, lot.id, picture)).toMatchObject({ ok: false, code: 'not-found' })
    expect(await add(worker, lot.id, picture)).toMatchObject({ ok: false, code: 'not-allowed' })
    const id = await added(staff, lot.id, picture)
    expect(await remove(next, lot.id, id)).toMatchObject({ ok: false, code: 'not-found' })
    expect(await remove(worker, lot.id, id)).toMatchObject({ ok: false, code: 'not-allowed' })
    const own = await seedLot({ villageCode: OTHER_VILLAGE })
    // Through a lot of one's own, another's photo can't be named either.
    expect(await remove(next, own.lot.id, id)).toMatchObject({ ok: false, code: 'not-found' })
    expect(await remove(staff, lot.id, randomUUID())).toMatchObject({ ok: false, code: 'not-found' })
    expect(await remove(staff, lot.id, '../..')).toMatchObject({ ok: false, code: 'not-found' })
    expect((await see(id, 320)).status).toBe(200)
    expect(filesKept()).toEqual([id])
  })

  it('asks for no more photos of goods that are over', async () => {
    const { id: householdId } = await seedHousehold()
    const lotId = await listed(staff, geese(householdId))
    await withdraw(staff, lotId)
    expect(await add(staff, lotId, await jpegOf())).toMatchObject({ ok: false, code: 'photo-lot-over' })
    const { lot } = await seedLot()
    await database().lot.update({ where: { id: lot.id }, data: { available: 0, given: 5 } })
    expect(await add(staff, lot.id, await jpegOf())).toMatchObject({ ok: false, code: 'photo-lot-over' })
    expect(filesKept()).toEqual([])
  })
})

describe('who sees', () => {
  it('is the village alone before the lot is approved, and everyone after', async () => {
    const lead = await leadOf()
    const { id: householdId } = await seedHousehold()
    const lotId = await listed(staff, geese(householdId))
    const id = await added(staff, lotId, await jpegOf())
    expect((await see(id, 320)).status).toBe(404)
    expect((await see(id, 320, await staffOf(OTHER_VILLAGE))).status).toBe(404)
    const own = await see(id, 320, lead)
    expect([own.status, own.headers.get('cache-control')]).toEqual([200, 'private, no-store'])
    await approve(lead, lotId)
    const shown = await see(id, 640)
    expect(Object.fromEntries(shown.headers)).toMatchObject({
      'content-type': 'image/webp',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    })
    expect(shown.headers.get('set-cookie')).toBeNull()
    expect((await sharp(Buffer.from(await shown.arrayBuffer())).metadata()).width).toBe(640)
    await withdraw(staff, lotId)
    expect((await see(id, 640)).status).toBe(404)
  })

  it('is nobody once it is removed, and its files are gone, and the removal is on record', async () => {
    const { lot } = await seedLot()
    const id = await added(staff, lot.id, await jpegOf())
    expect((await see(id, 320)).status).toBe(200)
    expect((await remove(staff, lot.id, id)).ok).toBe(true)
    expect((await see(id, 320)).status).toBe(404)
    expect((await see(id, 320, staff)).status).toBe(404)
    expect(filesKept()).toEqual([])
    expect((await remove(staff, lot.id, id)).ok).toBe(true)
    expect(await actsOf(staff.actor)).toEqual(['lot:add-photo', 'lot:remove-photo'])
  })

  it.each([
    ['none', '320'],
    ['..', '320'],
    [randomUUID(), '320'],
    ["' OR 1=1 --", '320'],
  ])('finds no photo at %j', async (id, width) => {
    expect((await see(id, width)).status).toBe(404)
  })

  it('finds no other width', async () => {
    const { lot } = await seedLot()
    const id = await added(staff, lot.id, await jpegOf())
    for (const width of [321, '../320', '320.webp/..']) expect((await see(id, width)).status).toBe(404)
  })
})

describe('the pages', () => {
  it('show a visitor the offer’s first photo on its card, and all of them on its page', async () => {
    const { lot, offer } = await seedLot()
    const other = await seedLot()
    const [first, second] = [
      await added(staff, lot.id, await jpegOf({}, '#111111')),
      await added(staff, other.lot.id, await jpegOf({}, '#222222')),
    ]
    const card = async () => (await (await ask(catalogue, {})).json()).catalogue.cards[0]
    const photosOf = async () => (await (await ask(offerPage, { id: String(offer.id) })).json()).offer.photos
    expect((await card()).photo).toEqual({ id: first, width: 1200, height: 900 })
    expect((await photosOf()).map((each: { id: string }) => each.id)).toEqual([first, second])
    // Of goods that are gone, the photo goes behind those of goods that are there.
    await database().lot.update({ where: { id: lot.id }, data: { available: 0, given: 5 } })
    expect((await card()).photo.id).toBe(second)
    expect((await photosOf()).map((each: { id: string }) => each.id)).toEqual([second, first])
    await remove(staff, other.lot.id, second)
    expect((await card()).photo.id).toBe(first)
  })

  it('take what a phone’s form sends, and bring a refusal back in words', async () => {
    const { lot } = await seedLot()
    const form = (...pictures: Buffer[]) => {
      const data = new FormData()
      // The camera's field was left empty.
      data.append('photo', new File([], ''))
      for (const bytes of pictures) data.append('photo', new File([new Uint8Array(bytes)], '照片.jpg'))
      return data
    }
    const params = { id: String(lot.id) }
    const two = await ask(lotPhotos, params, {
      by: staff,
      body: form(await jpegOf({}, '#111111'), await jpegOf({}, '#222222')),
    })
    expect([two.status, two.headers.get('location')]).toEqual([
      302,
      `/village/lots/${lot.id}/photos?done=added`,
    ])
    expect(await database().lotPhoto.count()).toBe(2)
    const none = await ask(lotPhotos, params, { by: staff, body: form() })
    expect([none.status, await none.json()]).toEqual([400, { error: '还没选照片。' }])
    const gif = await ask(lotPhotos, params, { by: staff, body: form(Buffer.from('GIF89a')) })
    expect([gif.status, await gif.json()]).toEqual([
      400,
      { error: '这不是照片，或者是用不了的格式。请用JPEG、PNG或WebP。' },
    ])
    const large = await ask(lotPhotos, params, { by: staff, body: form(Buffer.alloc(11 * 1024 * 1024, 1)) })
    expect([large.status, await large.json()]).toEqual([400, { error: '照片太大，一张不超过10MB。' }])
    const next = await staffOf(OTHER_VILLAGE)
    expect((await ask(lotPhotos, params, { by: next, body: form(await jpegOf()) })).status).toBe(404)
    const { id } = await database().lotPhoto.findFirstOrThrow()
    const removal = () => new URLSearchParams({ remove: id })
    expect((await ask(lotPhotos, params, { by: next, body: removal() })).status).toBe(404)
    const removed = await ask(lotPhotos, params, { by: staff, body: removal() })
    expect(removed.headers.get('location')).toBe(`/village/lots/${lot.id}/photos?done=removed`)
    expect(await database().lotPhoto.count({ where: { removedAt: null } })).toBe(1)
  })
})

it('leaves no files behind: what belongs to no photo is cleared after an hour', async () => {
  const { lot } = await seedLot()
  const [shown, gone] = [
    await added(staff, lot.id, await jpegOf({}, '#111111')),
    await added(staff, lot.id, await jpegOf({}, '#222222')),
  ]
  const [orphan, draft, fresh] = [randomUUID(), `${randomUUID()}.part`, randomUUID()]
  for (const name of [orphan, draft, fresh]) mkdirSync(path.join(folder(), name))
  // As if the process had ended between the row and the files of a removal.
  await database().lotPhoto.update({ where: { id: gone }, data: { removedAt: new Date() } })
  const longAgo = new Date(Date.now() - 7_200_000)
  for (const name of [shown, gone, orphan, draft]) utimesSync(path.join(folder(), name), longAgo, longAgo)
  expect(await clearPhotoFiles({ photos: livePhotos, now: () => new Date() })).toBe(3)
  expect(filesKept().sort()).toEqual([shown, fresh].sort())
})
