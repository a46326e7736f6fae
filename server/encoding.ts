/** Which of the forms that a page is kept in goes to whom. */
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

/** As it stands in Content-Encoding; `identity` is not sent as one. */
export type Encoding = 'br' | 'gzip' | 'identity'

/** A page is compressed once a second at most; past these levels it takes longer and hardly gets smaller. */
const BROTLI_QUALITY = 5
const GZIP_LEVEL = 6

/** The first of br, gzip and identity that an Accept-Encoding header takes; what it does not name it does not take. */
export function chooseEncoding(header: string | undefined): Encoding {
  if (header === undefined) return 'identity'
  const taken = new Set<string>()
  for (const part of header.toLowerCase().split(',')) {
    const [name = '', ...parameters] = part.split(';').map((each) => each.trim())
    if (!parameters.some((each) => /^q=0(\.0*)?$/.test(each))) taken.add(name)
  }
  if (taken.has('br')) return 'br'
  return taken.has('gzip') ? 'gzip' : 'identity'
}

/** `body` in an encoding. Less than a millisecond for a page: sending it to another thread would take longer. */
export function encode(body: Buffer, encoding: Exclude<Encoding, 'identity'>): Buffer {
  if (encoding === 'gzip') return gzipSync(body, { level: GZIP_LEVEL })
  return brotliCompressSync(body, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
    },
  })
}
