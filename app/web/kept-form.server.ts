/**
 * What somebody typed, carried over signing in again: through hidden fields of the pages between, and nowhere else.
 * Passwords and files are left out.
 */
import { z } from 'zod'
import { safeBack } from '#app/paths.ts'
import { readFormWithFiles } from './form-with-files.server.ts'

/** Where the form was sent, and its fields in order. */
export type KeptForm = { action: string; fields: [name: string, value: string][] }

const MOST_FIELDS = 200
const MOST_CHARACTERS = 60_000
/** The files among what was typed are read past: a picture is as large as a phone makes it. */
const MOST_MULTIPART_BYTES = 14 * 1024 * 1024

const shape = z.object({
  action: z.string(),
  fields: z.array(z.tuple([z.string(), z.string()])).max(MOST_FIELDS),
})

function isSecret(name: string): boolean {
  return /password/i.test(name)
}

/** The form a request posts; null when there is nothing that can be kept. */
export async function readKeptForm(request: Request): Promise<KeptForm | null> {
  const typed = await readTyped(request)
  const fields = typed.filter(([name]) => !isSecret(name))
  const length = fields.reduce((sum, [name, value]) => sum + name.length + value.length, 0)
  if (fields.length === 0 || fields.length > MOST_FIELDS || length > MOST_CHARACTERS) return null
  const { pathname, search } = new URL(request.url)
  return { action: pathname + search, fields }
}

async function readTyped(request: Request): Promise<[string, string][]> {
  const contentType = request.headers.get('content-type') ?? ''
  if (contentType.startsWith('application/x-www-form-urlencoded')) {
    return [...new URLSearchParams(await request.text())]
  }
  if (!contentType.startsWith('multipart/form-data')) return []
  const length = Number(request.headers.get('content-length') ?? Number.NaN)
  if (!(length <= MOST_MULTIPART_BYTES)) return []
  const form = await readFormWithFiles(request)
  return [...form].flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[name, value]] : [],
  )
}

/** A kept form as it comes back with the sign-in form; null when it is none, or would be sent off this site. */
export function parseKeptForm(text: string | undefined): KeptForm | null {
  if (text === undefined || text.length > 2 * MOST_CHARACTERS) return null
  try {
    const kept = shape.parse(JSON.parse(text))
    const action = safeBack(kept.action, '')
    return action === '' ? null : { action, fields: kept.fields.filter(([name]) => !isSecret(name)) }
  } catch {
    return null
  }
}
