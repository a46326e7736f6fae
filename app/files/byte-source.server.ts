/** Bytes that can be read from any place: a file, or what is in memory already. */
import { open } from 'node:fs/promises'

export type ByteSource = {
  size: number
  /** The bytes from `offset`, fewer where the source ends. */
  read(offset: number, length: number): Promise<Buffer>
  close(): Promise<void>
}

const CHUNK_BYTES = 64 * 1024

/** Opens a path, or wraps bytes. A missing file throws as `node:fs` does. */
export async function openBytes(input: string | Uint8Array): Promise<ByteSource> {
  if (typeof input !== 'string') {
    const bytes = Buffer.from(input.buffer, input.byteOffset, input.byteLength)
    return {
      size: bytes.length,
      read: async (offset, length) => bytes.subarray(offset, offset + length),
      close: async () => {},
    }
  }
  const file = await open(input, 'r')
  const { size } = await file.stat()
  return {
    size,
    read: async (offset, length) => {
      const buffer = Buffer.allocUnsafe(Math.max(0, Math.min(length, size - offset)))
      let filled = 0
      while (filled < buffer.length) {
        const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, offset + filled)
        if (bytesRead === 0) break
        filled += bytesRead
      }
      return buffer.subarray(0, filled)
    },
    close: () => file.close(),
  }
}

/** The bytes from `start` to before `end`, piece by piece. */
export async function* chunksOf(source: ByteSource, start: number, end: number): AsyncGenerator<Buffer> {
  for (let offset = start; offset < end; offset += CHUNK_BYTES) {
    const chunk = await source.read(offset, Math.min(CHUNK_BYTES, end - offset))
    if (chunk.length === 0) return
    yield chunk
  }
}
