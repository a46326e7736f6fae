import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { chooseEncoding, encode } from './encoding.ts'

it.each([
  [undefined, 'identity'],
  ['', 'identity'],
  ['gzip, deflate, br, zstd', 'br'],
  ['gzip, deflate', 'gzip'],
  ['GZIP;q=0.5', 'gzip'],
  ['br;q=0, gzip;q=0.8', 'gzip'],
  ['br;q=0.0, gzip; q=0', 'identity'],
  ['identity', 'identity'],
  ['*', 'identity'],
  ['xbr', 'identity'],
])('for Accept-Encoding %j chooses %s', (header, encoding) => {
  expect(chooseEncoding(header)).toBe(encoding)
})

it('gives back what was put in', () => {
  const page = Buffer.from('<p>大白鹅</p>'.repeat(1_000))
  expect(brotliDecompressSync(encode(page, 'br')).equals(page)).toBe(true)
  expect(gunzipSync(encode(page, 'gzip')).equals(page)).toBe(true)
})
