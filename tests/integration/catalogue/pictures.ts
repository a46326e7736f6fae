/** Pictures as phones and others send them. */
import { randomBytes } from 'node:crypto'
import { deflateSync } from 'node:zlib'
import sharp from 'sharp'

const GPS = {
  IFD0: { Make: 'YigouPhone', Model: 'Hill 7', Copyright: '欧阳见秋' },
  IFD3: {
    GPSLatitudeRef: 'N',
    GPSLatitude: '30/1 52/1 0/1',
    GPSLongitudeRef: 'E',
    GPSLongitude: '105/1 23/1 0/1',
  },
}

function plain(width: number, height: number) {
  return sharp({ create: { width, height, channels: 3, background: '#c9d7c0' } })
}

/** A JPEG with make, model and place in its EXIF. `orientation` 6 is how a phone held upright stores it. */
export function jpegOf(
  { width = 1600, height = 1200, orientation = 1 } = {},
  background = '#c9d7c0',
): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background } })
    .withExif(GPS)
    .withMetadata({ orientation, exif: GPS })
    .jpeg()
    .toBuffer()
}

export const pngOf = (width = 800, height = 600) => plain(width, height).png().toBuffer()
export const webpOf = (width = 800, height = 600) => plain(width, height).webp().toBuffer()

function pngChunk(type: string, data: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt32BE(data.length)
  head.write(type, 4, 'latin1')
  const crc = Buffer.alloc(4)
  crc.writeUInt32BE(crc32(Buffer.concat([head.subarray(4), data])))
  return Buffer.concat([head, data, crc])
}

function crc32(bytes: Buffer): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  return (crc ^ 0xffffffff) >>> 0
}

/** A PNG that says it is as large as this and has the pixels of a few rows: a bomb by its head alone. */
function pngClaiming(width: number, height: number): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    pngChunk('IHDR', head),
    pngChunk('IDAT', deflateSync(Buffer.alloc(1_000))),
    pngChunk('IEND', Buffer.alloc(0)),
  ])
}

/** 50 million pixels of one colour: small to send, large to open. */
function bomb(): Promise<Buffer> {
  return plain(10_000, 5_000).png({ compressionLevel: 9 }).toBuffer()
}

const ascii = (text: string) => Buffer.from(text, 'latin1')

/** What is no photo of a goose, with the code it is refused by. */
export async function badPictures(): Promise<Record<string, { bytes: Buffer; code: string }>> {
  const jpeg = await jpegOf()
  return {
    'nothing at all': { bytes: Buffer.alloc(0), code: 'photo-missing' },
    'an SVG with a script': {
      bytes: ascii('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
      code: 'photo-not-a-picture',
    },
    'an SVG behind an XML head': {
      bytes: ascii('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="900" height="900"/>'),
      code: 'photo-not-a-picture',
    },
    'a web page': { bytes: ascii('<!doctype html><script>alert(1)</script>'), code: 'photo-not-a-picture' },
    'a web page that ends as a JPEG': {
      bytes: Buffer.concat([ascii('<html><script>alert(1)</script></html>'), jpeg]),
      code: 'photo-not-a-picture',
    },
    'a GIF': { bytes: await plain(300, 300).gif().toBuffer(), code: 'photo-not-a-picture' },
    'a TIFF': { bytes: await plain(300, 300).tiff().toBuffer(), code: 'photo-not-a-picture' },
    'a PDF': { bytes: ascii('%PDF-1.7\n1 0 obj\n'), code: 'photo-not-a-picture' },
    'HEIC from an iPhone': {
      bytes: Buffer.concat([
        Buffer.from('00000018', 'hex'),
        ascii('ftypheic\0\0\0\0mif1heic'),
        randomBytes(400),
      ]),
      code: 'photo-heic',
    },
    'a JPEG cut off halfway': { bytes: jpeg.subarray(0, jpeg.length / 2), code: 'photo-broken' },
    'a JPEG of a head alone': { bytes: jpeg.subarray(0, 24), code: 'photo-broken' },
    'noise with a JPEG’s first bytes': {
      bytes: Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), randomBytes(5_000)]),
      code: 'photo-broken',
    },
    'a PNG with two rows of its pixels': { bytes: pngClaiming(1_000, 1_000), code: 'photo-broken' },
    'a PNG that claims 4,000 million pixels': {
      bytes: pngClaiming(65_000, 65_000),
      code: 'photo-too-many-pixels',
    },
    '50 million pixels': { bytes: await bomb(), code: 'photo-too-many-pixels' },
    'a picture for a button': { bytes: await plain(120, 900).png().toBuffer(), code: 'photo-too-small' },
    'more than 10 MB': {
      bytes: Buffer.concat([jpeg, Buffer.alloc(10 * 1024 * 1024)]),
      code: 'photo-too-large',
    },
  }
}
