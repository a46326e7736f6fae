/**
 * What a file is by its bytes. Its name is not asked: offices rename files, and so do those who mean harm.
 */
import { type ByteSource, chunksOf } from './byte-source.server.ts'
import { UnreadableSheet } from './unreadable-sheet.server.ts'

/** The forms of file that can be read. */
export type FileForm = 'zip' | 'text'

const HEAD_BYTES = 4096

/** First bytes of what is sent by mistake most often, named so that the refusal can say what came. */
const KNOWN_FORMS: readonly (readonly [string, string])[] = [
  ['89504e47', 'PNG'],
  ['ffd8ff', 'JPEG'],
  ['47494638', 'GIF'],
  ['424d', 'BMP'],
  ['52494646', 'RIFF'],
  ['255044462d', 'PDF'],
  ['7b5c727466', 'RTF'],
  ['526172211a07', 'RAR'],
  ['377abcaf271c', '7-Zip'],
  ['1f8b', 'gzip'],
  ['7f454c46', 'ELF'],
  ['4d5a9000', 'EXE'],
]

/** Tells a workbook from a text table. Throws UnreadableSheet for anything else, with the reason. */
export async function formOf(source: ByteSource): Promise<FileForm> {
  const head = await source.read(0, HEAD_BYTES)
  const hex = head.toString('hex', 0, 8)
  if (head.length === 0) throw new UnreadableSheet('file-empty')
  if (hex.startsWith('504b0304') || hex.startsWith('504b0506')) return 'zip'
  if (hex.startsWith('d0cf11e0')) throw new UnreadableSheet(await oleCode(source))
  const known = KNOWN_FORMS.find(([bytes]) => hex.startsWith(bytes))
  if (known !== undefined) throw new UnreadableSheet('not-a-sheet', { form: known[1] })
  const isUtf16 = hex.startsWith('fffe') || hex.startsWith('feff')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: bytes that no text has are what is looked for
  if (!isUtf16 && /[\x00-\x08\x0e-\x1a\x1c-\x1f]/.test(head.toString('latin1'))) {
    throw new UnreadableSheet('not-a-sheet', { form: '?' })
  }
  const start = head
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trimStart()
    .slice(0, 400)
  if (/^<(!doctype html|html|head|body|table|meta)/i.test(start)) throw new UnreadableSheet('web-page')
  if (/^<\?xml[\s\S]*(urn:schemas-microsoft-com:office|<Workbook)/i.test(start))
    throw new UnreadableSheet('old-excel')
  if (/^(<\?xml|<svg|<[a-z!])/i.test(start)) throw new UnreadableSheet('not-a-sheet', { form: 'XML' })
  return 'text'
}

/** An OLE container is an .xls of before 2007, or wraps a workbook with a password. */
async function oleCode(source: ByteSource): Promise<'old-excel' | 'sheet-encrypted'> {
  const name = Buffer.from('EncryptedPackage', 'utf16le')
  let before: Buffer = Buffer.alloc(0)
  for await (const chunk of chunksOf(source, 0, source.size)) {
    const joined = Buffer.concat([before, chunk])
    if (joined.includes(name)) return 'sheet-encrypted'
    before = joined.subarray(Math.max(0, joined.length - name.length))
  }
  return 'old-excel'
}
