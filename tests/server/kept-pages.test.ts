/** Kept pages over real HTTP, with the rendering in the test's hands. What the built server does is beside this. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createKeptPages, type KeptPages, type KeptPagesOptions } from '#server/kept-pages.ts'

const PAGE = {
  'Content-Type': 'text/html; charset=utf-8',
  'Cache-Control': 'public, max-age=0, must-revalidate',
}
const SECURITY = new Map([['X-Content-Type-Options', 'nosniff']])

let server: Server | undefined

afterEach(() => new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve())))

type Asked = { address: string; locale: string }

async function serveKept(answer: (asked: Asked, count: number) => Promise<Response> | Response) {
  const asked: Asked[] = []
  const render: KeptPagesOptions['render'] = async (address, locale) => {
    asked.push({ address, locale })
    return answer({ address, locale }, asked.length)
  }
  // Time stands still: what is kept stays as new as it was.
  const kept: KeptPages = createKeptPages({ render, securityHeaders: SECURITY, now: () => 0 })
  server = createServer((request, response) => {
    const passOn = () => void response.writeHead(299).end('passed on')
    if (!kept.answer(request, response, passOn)) passOn()
  })
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const get = (path: string, headers: Record<string, string> = {}) => fetch(address + path, { headers })
  return { asked, kept, get }
}

const page = (text: string, init: ResponseInit = {}) => new Response(text, { headers: PAGE, ...init })

describe('kept pages', () => {
  it('renders a cold page once for 50 who ask at once', async () => {
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    const { asked, get } = await serveKept(async () => {
      await held
      return page('geese')
    })
    const answers = Array.from({ length: 50 }, (_, i) => get(`/?utm=${i}`))
    await expect.poll(() => asked.length).toBe(1)
    release()
    const texts = await Promise.all(answers.map(async (answer) => (await answer).text()))
    expect(new Set(texts)).toEqual(new Set(['geese']))
    expect(asked).toEqual([{ address: '/', locale: 'zh-CN' }])
  })

  it('holds one page however many unknown parameters there are, and a bounded number of known ones', async () => {
    const { asked, get, kept } = await serveKept(({ address }) => page(address.padEnd(60_000, ' ')))
    for (let i = 0; i < 60; i++) await (await get(`/events?x${i}=${i}`)).arrayBuffer()
    expect(kept.held().pages).toBe(1)
    expect(asked.every(({ address }) => address === '/events')).toBe(true)
    for (let i = 0; i < 200; i++) await (await get(`/?q=${i}`)).arrayBuffer()
    expect(kept.held().pages).toBeGreaterThan(1)
    expect(kept.held().bytes).toBeLessThanOrEqual(16 * 1024 * 1024)
    expect(asked.length).toBe(201)
  })

  it('keeps languages apart: by the cookie first, then by what the browser asks for', async () => {
    const { get } = await serveKept(({ locale }) => page(locale))
    const text = async (headers: Record<string, string>) => (await get('/', headers)).text()
    expect(await text({ 'accept-language': 'zh-CN,zh;q=0.9' })).toBe('zh-CN')
    expect(await text({ 'accept-language': 'en-GB,en;q=0.9' })).toBe('en')
    expect(await text({ 'accept-language': 'en', cookie: 'a=b; lang=zh-CN' })).toBe('zh-CN')
    expect(await text({ 'accept-language': 'fr', cookie: 'lang=fr' })).toBe('zh-CN')
  })

  it('passes on whoever has a session, posts, sends a body, or asks for another page', async () => {
    const { asked, get } = await serveKept(() => page('geese'))
    expect((await get('/', { cookie: 'lang=en; yigou=x' })).status).toBe(299)
    expect((await get('/login')).status).toBe(299)
    expect((await get('/?_data=root')).status).toBe(299)
    const address = (await get('/')).url
    expect((await fetch(address, { method: 'POST', body: 'x' })).status).toBe(299)
    expect((await fetch(address, { method: 'DELETE' })).status).toBe(299)
    expect(asked.length).toBe(1)
  })

  it.each([
    ['an error', () => page('broken', { status: 500 })],
    ['what is not found', () => page('none', { status: 404 })],
    [
      'what says it is private',
      () => new Response('mine', { headers: { 'Cache-Control': 'private, no-store' } }),
    ],
    ['what says nothing', () => new Response('whose?')],
    ['what sets a cookie', () => page('geese', { headers: { ...PAGE, 'Set-Cookie': 'a=b' } })],
  ])('does not keep %s', async (_, answer) => {
    const { asked, get, kept } = await serveKept(answer)
    const first = await get('/')
    expect(first.headers.get('set-cookie')).toBeNull()
    expect(first.headers.get('x-content-type-options')).toBe('nosniff')
    expect(first.status).toBe(answer().status)
    await (await get('/')).text()
    expect(asked.length).toBe(2)
    expect(kept.held()).toEqual({ pages: 0, bytes: 0 })
  })

  it('passes on, and recovers, when rendering fails', async () => {
    const { get } = await serveKept((_, count) => {
      if (count === 1) throw new Error('no database')
      return page('geese')
    })
    expect((await get('/')).status).toBe(299)
    expect(await (await get('/')).text()).toBe('geese')
  })
})
