/**
 * Reading a zip by its directory, entry by entry, never to disk.
 * Invariant: no more is unpacked than the limit, whatever the directory says of sizes.
 */
import { pipeline, Readable } from 'node:stream'
import { createInflateRaw } from 'node:zlib'
import { type ByteSource, chunksOf } from './byte-source.server.ts'
import { type SheetLimits, UnreadableSheet } from './unreadable-sheet.server.ts'

type ZipEntry = { name: string; method: number; packedBytes: number; bytes: number; headerAt: number }

export type ZipArchive = {
  entries: ReadonlyMap<string, ZipEntry>
  /** The unpacked bytes of an entry; none where there is no such entry. */
  unpack(name: string): AsyncGenerator<Buffer>
}

const END_RECORD = 0x06054b50
const DIRECTORY_ENTRY = 0x02014b50
const LOCAL_HEADER = 0x04034b50
const END_RECORD_BYTES = 22
const LONGEST_COMMENT = 65_535

/** Opens a zip. Throws UnreadableSheet where it is damaged, encrypted, or beyond the limits. */
export async function openZip(source: ByteSource, limits: SheetLimits): Promise<ZipArchive> {
  const tailLength = Math.min(source.size, END_RECORD_BYTES + LONGEST_COMMENT)
  const tail = await source.read(source.size - tailLength, tailLength)
  const end = lastEndRecord(tail)
  const count = tail.readUInt16LE(end + 10)
  const directoryBytes = tail.readUInt32LE(end + 12)
  const directoryAt = tail.readUInt32LE(end + 16)
  // 0xFFFF entries is how a zip of the 64-bit form begins; no sheet of 30 MB needs one.
  if (count > limits.zipEntries) throw new UnreadableSheet('too-large')
  if (directoryAt + directoryBytes > source.size) throw new UnreadableSheet('sheet-damaged')
  const directory = await source.read(directoryAt, directoryBytes)
  const entries = readDirectory(directory, count)
  const declared = [...entries.values()].reduce((sum, entry) => sum + entry.bytes, 0)
  if (declared > limits.unpackedBytes) throw new UnreadableSheet('too-large')
  const budget = unpackBudget(limits.unpackedBytes)
  return {
    entries,
    async *unpack(name) {
      const entry = entries.get(name)
      if (entry !== undefined) yield* unpackEntry(source, entry, budget)
    },
  }
}

function lastEndRecord(tail: Buffer): number {
  for (let at = tail.length - END_RECORD_BYTES; at >= 0; at -= 1) {
    if (tail.readUInt32LE(at) === END_RECORD) return at
  }
  throw new UnreadableSheet('sheet-damaged')
}

function readDirectory(directory: Buffer, count: number): Map<string, ZipEntry> {
  const entries = new Map<string, ZipEntry>()
  let at = 0
  for (let i = 0; i < count; i += 1) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== DIRECTORY_ENTRY) {
      throw new UnreadableSheet('sheet-damaged')
    }
    const flags = directory.readUInt16LE(at + 8)
    if ((flags & 1) === 1) throw new UnreadableSheet('sheet-encrypted')
    const nameBytes = directory.readUInt16LE(at + 28)
    const name = directory.toString('utf8', at + 46, at + 46 + nameBytes).replaceAll('\\', '/')
    const entry: ZipEntry = {
      name,
      method: directory.readUInt16LE(at + 10),
      packedBytes: directory.readUInt32LE(at + 20),
      bytes: directory.readUInt32LE(at + 24),
      headerAt: directory.readUInt32LE(at + 42),
    }
    if (!entries.has(name)) entries.set(name, entry)
    at += 46 + nameBytes + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
  }
  return entries
}

type Budget = (entry: ZipEntry, bytes: number) => void

/** Counts what each entry unpacks to, once however often it is read, and throws where the sum passes `most`. */
function unpackBudget(most: number): Budget {
  const largest = new Map<string, number>()
  let total = 0
  return (entry, bytes) => {
    const before = largest.get(entry.name) ?? 0
    if (bytes <= before) return
    largest.set(entry.name, bytes)
    total += bytes - before
    if (total > most) throw new UnreadableSheet('too-large')
  }
}

async function* unpackEntry(source: ByteSource, entry: ZipEntry, budget: Budget): AsyncGenerator<Buffer> {
  const header = await source.read(entry.headerAt, 30)
  if (header.length < 30 || header.readUInt32LE(0) !== LOCAL_HEADER)
    throw new UnreadableSheet('sheet-damaged')
  if (entry.method !== 0 && entry.method !== 8) throw new UnreadableSheet('sheet-damaged')
  const start = entry.headerAt + 30 + header.readUInt16LE(26) + header.readUInt16LE(28)
  const packed = chunksOf(source, start, Math.min(source.size, start + entry.packedBytes))
  let bytes = 0
  try {
    for await (const chunk of entry.method === 0 ? packed : inflated(packed)) {
      bytes += chunk.length
      budget(entry, bytes)
      yield chunk
    }
  } catch (error) {
    if (error instanceof UnreadableSheet) throw error
    throw new UnreadableSheet('sheet-damaged')
  }
}

/** Destroying the result, as leaving a `for await` does, stops the reading as well. */
function inflated(packed: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  const inflate = createInflateRaw()
  // A fault on either side reaches the reader through `inflate`; there is nothing left to do here.
  pipeline(Readable.from(packed), inflate, () => {})
  return inflate
}
