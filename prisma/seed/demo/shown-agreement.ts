/** What the demo's households agree with: a scrawl, and a second of silence. */
import sharp from 'sharp'

const SCRAWL = `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="280"><rect width="600" height="280" fill="#fff"/>
<path d="M90 150c60-90 90 70 130-10s40 60 90 10 50-70 90 0 60 30 110-30" fill="none" stroke="#1a1a1a" stroke-width="6"
stroke-linecap="round"/></svg>`

let drawn: Promise<Uint8Array> | undefined

export function handDrawn(): Promise<Uint8Array> {
  drawn ??= sharp(Buffer.from(SCRAWL)).png().toBuffer()
  return drawn
}

/** 8,000 samples of 8 bits in a WAV file. */
export function spoken(): Uint8Array {
  const samples = Buffer.alloc(8_000, 128)
  const head = Buffer.alloc(44)
  head.write('RIFF', 0)
  head.writeUInt32LE(36 + samples.length, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(8_000, 24)
  head.writeUInt32LE(8_000, 28)
  head.writeUInt16LE(1, 32)
  head.writeUInt16LE(8, 34)
  head.write('data', 36)
  head.writeUInt32LE(samples.length, 40)
  return Buffer.concat([head, samples])
}
