/**
 * Pictures as phones send them, made into photos: turned upright, scaled, and encoded anew from their pixels, so that
 * where and when they were taken, and whatever was hidden in them, stays behind. Kept in a folder under their ids.
 */
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Sharp } from 'sharp'
import { settings } from '#app/config/env.server.ts'
import {
  LEAST_PHOTO_SIDE,
  MOST_PHOTO_BYTES,
  MOST_PHOTO_PIXELS,
  PHOTO_WIDTHS,
  type PhotoCode,
  photoFilePath,
} from '#app/domain/catalogue/photo.ts'
import { accept, type Refusal, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

export type KeptPhoto = { width: number; height: number }

export type PhotoStore = {
  /** Makes a photo of a picture and keeps it under `id`. What is refused leaves nothing behind. */
  keep(id: string, picture: Uint8Array): Promise<Verdict<KeptPhoto, PhotoCode>>
  remove(id: string): Promise<void>
  /** The ids of what was kept before `instant`, photos or leftovers of an interrupted keeping. */
  keptBefore(instant: Date): Promise<string[]>
}

const LARGEST = PHOTO_WIDTHS.at(-1) ?? 0
const QUALITY = 76
const MOST_MEGABYTES = MOST_PHOTO_BYTES / (1024 * 1024)

/** What a picture is by its first bytes, before any decoder sees it; a name or a declared type is not asked. */
function formOf(picture: Uint8Array): 'jpeg' | 'png' | 'webp' | 'heic' | null {
  const head = Buffer.from(picture.buffer, picture.byteOffset, Math.min(16, picture.byteLength)).toString(
    'latin1',
  )
  if (head.startsWith('\xff\xd8\xff')) return 'jpeg'
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'png'
  if (head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP') return 'webp'
  return /^....ftyp(hei|hev|mif1|msf1)/s.test(head) ? 'heic' : null
}

/** sharp and the library behind it take their time to load, and most servers never see a picture. */
async function open(picture: Uint8Array): Promise<Sharp> {
  const { default: sharp } = await import('sharp')
  sharp.cache(false)
  sharp.concurrency(1)
  return sharp(picture, { limitInputPixels: MOST_PHOTO_PIXELS, failOn: 'error', pages: 1 })
}

/** Why a picture is none to make a photo of; null if it is one, as far as its first bytes and its head tell. */
async function refusalOf(picture: Uint8Array): Promise<Refusal<PhotoCode> | null> {
  if (picture.byteLength === 0) return refuse('photo-missing')
  if (picture.byteLength > MOST_PHOTO_BYTES)
    return refuse('photo-too-large', { mostMegabytes: MOST_MEGABYTES })
  const form = formOf(picture)
  if (form === 'heic') return refuse('photo-heic')
  if (form === null) return refuse('photo-not-a-picture')
  const head = await (await open(picture)).metadata().catch((error: unknown) => {
    // libvips says so in words only.
    return error instanceof Error && /pixel limit/.test(error.message) ? 'too-many' : null
  })
  if (head === null) return refuse('photo-broken')
  if (head === 'too-many' || head.width * head.height > MOST_PHOTO_PIXELS) {
    return refuse('photo-too-many-pixels', { mostPixels: MOST_PHOTO_PIXELS })
  }
  if (head.format !== form) return refuse('photo-not-a-picture')
  if (Math.min(head.width, head.height) < LEAST_PHOTO_SIDE) {
    return refuse('photo-too-small', { leastSide: LEAST_PHOTO_SIDE })
  }
  return null
}

/** Decodes once, at the largest size, and encodes each width from that. */
async function writeFiles(picture: Uint8Array, folder: string): Promise<KeptPhoto> {
  const { default: sharp } = await import('sharp')
  const { data, info } = await (await open(picture))
    .autoOrient()
    .resize({ width: LARGEST, height: LARGEST * 2, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  const raw = { width: info.width, height: info.height, channels: info.channels }
  for (const width of PHOTO_WIDTHS) {
    const file = path.join(folder, path.basename(photoFilePath('', width)))
    await sharp(data, { raw })
      .resize({ width, withoutEnlargement: true })
      .webp({ quality: QUALITY })
      .toFile(file)
  }
  return { width: info.width, height: info.height }
}

// One picture at a time: each takes its pixels' worth of memory.
let queue: Promise<unknown> = Promise.resolve()
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const turn = queue.then(work, work)
  queue = turn.catch(() => undefined)
  return turn
}

/** A picture drawn anew at the largest width, as one WebP: for what is kept elsewhere than among the photos. */
export function redrawPicture(picture: Uint8Array): Promise<Verdict<Buffer, PhotoCode>> {
  return inTurn(async () => {
    const refused = await refusalOf(picture)
    if (refused) return refused
    const drawn = await (await open(picture))
      .autoOrient()
      .resize({ width: LARGEST, height: LARGEST * 2, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .webp({ quality: QUALITY })
      .toBuffer()
      .catch(() => null)
    return drawn === null ? refuse('photo-broken') : accept(drawn)
  })
}

/** A store in one folder, made when it is first needed. */
export function photoStore(options: { folder: () => string }): PhotoStore {
  const placeOf = (id: string) => path.join(options.folder(), id)
  return {
    keep: (id, picture) =>
      inTurn(async () => {
        const refused = await refusalOf(picture)
        if (refused) return refused
        const draft = `${placeOf(id)}.part`
        await mkdir(draft, { recursive: true, mode: 0o700 })
        try {
          const kept = await writeFiles(picture, draft).catch(() => null)
          if (kept === null) return refuse('photo-broken')
          await rename(draft, placeOf(id))
          return accept(kept)
        } finally {
          await rm(draft, { recursive: true, force: true })
        }
      }),
    async remove(id) {
      await rm(placeOf(id), { recursive: true, force: true })
    },
    async keptBefore(instant) {
      const names = await readdir(options.folder()).catch(() => [])
      const old: string[] = []
      for (const name of names) {
        const { mtime } = await stat(path.join(options.folder(), name)).catch(() => ({ mtime: instant }))
        if (mtime < instant) old.push(name)
      }
      return old
    },
  }
}

/** The store of this server, under its data folder. */
export const livePhotos: PhotoStore = photoStore({ folder: () => path.join(settings().dataDir, 'photos') })
