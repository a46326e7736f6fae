import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { settings } from '#app/config/env.server.ts'
import { openEvidence } from '#app/db/catalogue/evidence-file.server.ts'

/** The opened bytes of what shows an agreement; null where there are none. `id` is a uuid that the database knows. */
async function readEvidenceFile(id: string): Promise<Buffer | null> {
  try {
    return openEvidence(await readFile(path.join(settings().dataDir, 'evidence', `${id}.sealed`))).bytes
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

/** Nobody keeps it, and a browser takes it for nothing but the picture or sound that it is. */
function headersOf(mediaType: string): Record<string, string> {
  return {
    'Content-Type': mediaType,
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'Cache-Control': 'private, no-store',
    'Accept-Ranges': 'bytes',
  }
}

/** Answers with the file, or with the part of it that was asked for: an iPhone plays no sound that comes in one piece. */
export async function answerWithEvidence(
  request: Request,
  { id, mediaType }: { id: string; mediaType: string },
): Promise<Response | null> {
  const bytes = await readEvidenceFile(id)
  if (bytes === null) return null
  const headers = headersOf(mediaType)
  const asked = /^bytes=(\d{1,9})-(\d{0,9})$/.exec(request.headers.get('range') ?? '')
  if (asked === null) return new Response(new Uint8Array(bytes), { headers })
  const from = Number(asked[1])
  const to = Math.min(asked[2] ? Number(asked[2]) : bytes.length - 1, bytes.length - 1)
  if (from > to) {
    return new Response(null, {
      status: 416,
      headers: { ...headers, 'Content-Range': `bytes */${bytes.length}` },
    })
  }
  return new Response(new Uint8Array(bytes.subarray(from, to + 1)), {
    status: 206,
    headers: { ...headers, 'Content-Range': `bytes ${from}-${to}/${bytes.length}` },
  })
}
