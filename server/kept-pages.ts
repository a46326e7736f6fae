/**
 * Visitors' pages in front of express: kept for a second with their compressed forms, and answered without it.
 * Whoever has a session, posts, or asks for anything else is passed on.
 */
import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { requestLocale } from '#app/web/language.server.ts'
import { hasSessionCookie } from '#app/web/session.server.ts'
import { visitorAddress } from '#app/web/visitor-page.server.ts'
import { chooseEncoding, type Encoding, encode } from './encoding.ts'
import { createPageKeeper, type Rendered } from './page-keeper.ts'
import type { RenderedPage } from './visitor-renderer.ts'

type Locale = ReturnType<typeof requestLocale>

export type KeptPagesOptions = {
  /** Renders an address as any visitor sees it. Rejects only where it can't answer at all. */
  render: (address: string, locale: Locale) => Promise<RenderedPage>
  securityHeaders: ReadonlyMap<string, string>
  /** Milliseconds on a clock that never goes back. */
  now: () => number
}

export type KeptPages = {
  /** Answers a request for a visitors' page and says so; else it has done nothing, and another must. */
  answer: (request: IncomingMessage, response: ServerResponse, passOn: () => void) => boolean
  held: () => { pages: number; bytes: number }
}

/** A form of a page: its bytes, and all its headers as names and values in turn. */
type Form = { head: string[]; body: Buffer }
type Page = {
  status: number
  etag: string
  notModified: string[]
  headers: [string, string][]
  body: Buffer
  forms: Map<Encoding, Form>
}

const MOST_PAGES = 500
const MOST_BYTES = 16 * 1024 * 1024
/** What a page takes beside its bytes, more or less: headers, key and objects. */
const OVERHEAD_BYTES = 4_096

/** Written anew with each form of a page, and what is somebody's own. */
const NOT_PASSED_ON: ReadonlySet<string> = new Set(['set-cookie', 'vary', 'content-length'])

/** Remembers the last answers of a function of a text, which is costly beside a kept page. */
function remembering<Answer>(most: number, work: (text: string) => Answer): (text: string) => Answer {
  const answers = new Map<string, Answer>()
  return (text) => {
    const known = answers.get(text)
    if (known !== undefined) return known
    const answer = work(text)
    if (answers.size >= most) answers.clear()
    if (text.length <= 500) answers.set(text, answer)
    return answer
  }
}

/** Only what a page itself says anybody may keep, and never one that sets a cookie. */
function mayBeKept(response: RenderedPage): boolean {
  const isPublic = response.headers.get('cache-control')?.startsWith('public') ?? false
  return response.status === 200 && isPublic && !response.headers.has('set-cookie')
}

function formOf(headers: [string, string][], body: Buffer, encoding: Encoding): Form {
  const encoded: [string, string][] = encoding === 'identity' ? [] : [['Content-Encoding', encoding]]
  return { head: [...headers, ...encoded, ['Content-Length', String(body.length)]].flat(), body }
}

async function pageOf(response: RenderedPage, security: ReadonlyMap<string, string>): Promise<Page> {
  const body = Buffer.from(await response.text())
  // One tag for all its forms: they are the same page, which is what a weak tag says.
  const etag = `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
  const own = [...response.headers].filter(([name]) => !NOT_PASSED_ON.has(name))
  const asked = response.headers.get('vary')
  const vary: [string, string] = ['Vary', asked === null ? 'Accept-Encoding' : `${asked}, Accept-Encoding`]
  const headers = [...security, ...own, vary]
  if (response.status === 200) headers.push(['ETag', etag])
  return {
    status: response.status,
    etag,
    notModified: [
      ['Cache-Control', response.headers.get('cache-control') ?? ''],
      vary,
      ['ETag', etag],
    ].flat(),
    headers,
    body,
    forms: new Map(),
  }
}

/** A page is compressed when somebody first asks for it so. */
function formIn(page: Page, encoding: Encoding): Form {
  const made = page.forms.get(encoding)
  if (made) return made
  const body = encoding === 'identity' ? page.body : encode(page.body, encoding)
  const form = formOf(page.headers, body, encoding)
  page.forms.set(encoding, form)
  return form
}

function isUnchanged(request: IncomingMessage, page: Page): boolean {
  const known = request.headers['if-none-match']
  if (known === undefined || page.status !== 200) return false
  return known === page.etag || known.split(',').some((tag) => tag.trim() === page.etag)
}

/** Whether a request can be answered with what everybody sees: it reads, says nothing of its own, and sends nothing. */
function isVisitor(request: IncomingMessage): boolean {
  const { method, headers } = request
  if (method !== 'GET' && method !== 'HEAD') return false
  if (headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined) return false
  return !hasSessionCookie(headers.cookie)
}

/** Keeps pages in this process. None is older than two seconds; processes side by side need tell each other nothing. */
export function createKeptPages(options: KeptPagesOptions): KeptPages {
  const keeper = createPageKeeper<Page>({
    render: async (key): Promise<Rendered<Page>> => {
      const [locale, address] = splitKey(key)
      const response = await options.render(address, locale)
      const page = await pageOf(response, options.securityHeaders)
      // Its compressed forms, made later, are never longer than the page itself, both together.
      const keptBytes = page.body.length * 2 + OVERHEAD_BYTES
      return { page, keptBytes: mayBeKept(response) ? keptBytes : null }
    },
    now: options.now,
    mostPages: MOST_PAGES,
    mostBytes: MOST_BYTES,
  })
  const localeOf = remembering(100, (acceptLanguage) => requestLocale({ acceptLanguage }))
  const encodingOf = remembering(100, chooseEncoding)

  function respond(request: IncomingMessage, response: ServerResponse, page: Page): void {
    if (isUnchanged(request, page)) {
      response.writeHead(304, page.notModified)
      response.end()
      return
    }
    const form = formIn(page, encodingOf(request.headers['accept-encoding'] ?? ''))
    response.writeHead(page.status, form.head)
    response.end(request.method === 'HEAD' ? undefined : form.body)
  }

  return {
    answer: (request, response, passOn) => {
      if (!isVisitor(request)) return false
      const address = visitorAddress(request.url ?? '')
      if (address === null) return false
      const { cookie, 'accept-language': acceptLanguage = '' } = request.headers
      const locale =
        cookie === undefined ? localeOf(acceptLanguage) : requestLocale({ cookie, acceptLanguage })
      const page = keeper.get(`${locale} ${address}`)
      if (page instanceof Promise) page.then((made) => respond(request, response, made)).catch(passOn)
      else respond(request, response, page)
      return true
    },
    held: keeper.held,
  }
}

function splitKey(key: string): [Locale, string] {
  const at = key.indexOf(' ')
  return [key.slice(0, at) as Locale, key.slice(at + 1)]
}
