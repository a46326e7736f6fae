import type { Readable } from 'node:stream'
import { createReadableStreamFromReadable } from '@remix-run/node'

/** A table as a file to save. `name` may be Chinese. */
export function tableResponse(table: Readable, type: string, name: string): Response {
  return new Response(createReadableStreamFromReadable(table), {
    headers: {
      'Content-Type': type,
      'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
      'Cache-Control': 'private, no-store',
    },
  })
}
