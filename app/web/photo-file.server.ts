import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { settings } from '#app/config/env.server.ts'
import { type PhotoWidth, photoFilePath } from '#app/domain/catalogue/photo.ts'

/** The bytes of a photo's file; null where there is none. `id` is a uuid that the database knows. */
export async function readPhotoFile(id: string, width: PhotoWidth): Promise<Buffer<ArrayBuffer> | null> {
  try {
    return await readFile(path.join(settings().dataDir, 'photos', photoFilePath(id, width)))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

/** A photo's address names one content for ever. While only staff may see it, nobody keeps it. */
export function photoHeaders(isPublic: boolean): Record<string, string> {
  return {
    'Content-Type': 'image/webp',
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': isPublic ? 'public, max-age=31536000, immutable' : 'private, no-store',
  }
}
