import { describe, expect, it } from 'vitest'
import { createPageKeeper, FRESH_MS, type Rendered, STALE_MS } from './page-keeper.ts'

type Ask = { key: string; end: (rendered: Rendered<string>) => void; fail: (error: Error) => void }

/** A keeper with a clock and a renderer in the test's hands. */
function bench(limits: { mostPages?: number; mostBytes?: number } = {}) {
  const clock = { at: 5_000 }
  const asks: Ask[] = []
  const keeper = createPageKeeper<string>({
    render: (key) => new Promise((end, fail) => asks.push({ key, end, fail })),
    now: () => clock.at,
    mostPages: limits.mostPages ?? 10,
    mostBytes: limits.mostBytes ?? 1_000,
  })
  /** Renders a key from nothing, as `page`. */
  const render = async (key: string, page: string, keptBytes: number | null = 10) => {
    const answer = keeper.get(key)
    asks.at(-1)?.end({ page, keptBytes })
    return answer
  }
  return { clock, asks, keeper, render }
}

describe('a page keeper', () => {
  it('renders a cold key once for everyone who asks meanwhile', async () => {
    const { asks, keeper } = bench()
    const answers = Array.from({ length: 50 }, () => keeper.get('/'))
    expect(asks.length).toBe(1)
    asks[0]?.end({ page: 'geese', keptBytes: 10 })
    expect(new Set(await Promise.all(answers))).toEqual(new Set(['geese']))
    expect(keeper.get('/')).toBe('geese')
    expect(asks.length).toBe(1)
  })

  it('serves what is fresh without rendering', async () => {
    const { asks, clock, keeper, render } = bench()
    await render('/', 'geese')
    clock.at += FRESH_MS
    expect(keeper.get('/')).toBe('geese')
    expect(asks.length).toBe(1)
  })

  it('serves what is stale while it renders again, once', async () => {
    const { asks, clock, keeper, render } = bench()
    await render('/', 'geese')
    clock.at += FRESH_MS + 1
    expect([keeper.get('/'), keeper.get('/')]).toEqual(['geese', 'geese'])
    expect(asks.length).toBe(2)
    asks[1]?.end({ page: 'fewer geese', keptBytes: 10 })
    await expect.poll(() => keeper.get('/')).toBe('fewer geese')
    expect(asks.length).toBe(2)
  })

  it('shows nobody what is past its age, and counts the age from when rendering began', async () => {
    const { asks, clock, keeper } = bench()
    const first = keeper.get('/')
    clock.at += FRESH_MS
    asks[0]?.end({ page: 'slowly made', keptBytes: 10 })
    expect(await first).toBe('slowly made')
    clock.at += STALE_MS - FRESH_MS
    expect(keeper.get('/')).toBe('slowly made')
    clock.at += 1
    const late = keeper.get('/')
    expect(late).toBeInstanceOf(Promise)
    asks[1]?.end({ page: 'new', keptBytes: 10 })
    expect(await late).toBe('new')
  })

  it('does not wait for a rendering that hangs, and never puts an older page over a newer', async () => {
    const { asks, clock, keeper } = bench()
    const hanging = keeper.get('/')
    clock.at += STALE_MS + 1
    const next = keeper.get('/')
    expect(asks.length).toBe(2)
    asks[1]?.end({ page: 'new', keptBytes: 10 })
    expect(await next).toBe('new')
    asks[0]?.end({ page: 'old', keptBytes: 10 })
    expect(await hanging).toBe('old')
    expect(keeper.get('/')).toBe('new')
  })

  it('keeps nothing that must not be kept, and drops what stood there', async () => {
    const { asks, clock, keeper, render } = bench()
    await render('/', 'not found', null)
    expect(keeper.held()).toEqual({ pages: 0, bytes: 0 })
    await render('/', 'geese')
    clock.at += FRESH_MS + 1
    expect(keeper.get('/')).toBe('geese')
    asks.at(-1)?.end({ page: 'gone', keptBytes: null })
    await expect.poll(() => keeper.held().pages).toBe(0)
  })

  it('serves what it has while rendering fails, and then passes the failure on', async () => {
    const { asks, clock, keeper, render } = bench()
    await render('/', 'geese')
    clock.at += FRESH_MS + 1
    expect(keeper.get('/')).toBe('geese')
    asks.at(-1)?.fail(new Error('no database'))
    clock.at += STALE_MS
    const failing = keeper.get('/')
    asks.at(-1)?.fail(new Error('no database'))
    await expect(failing).rejects.toThrow('no database')
    expect(await render('/', 'geese again')).toBe('geese again')
  })

  it('holds a bounded number of pages, and lets go first of what was asked for longest ago', async () => {
    const { asks, keeper, render } = bench({ mostPages: 3 })
    for (const key of ['a', 'b', 'c']) await render(key, key)
    keeper.get('a')
    await render('d', 'd')
    expect(keeper.held()).toEqual({ pages: 3, bytes: 30 })
    const rendered = asks.length
    expect(keeper.get('a')).toBe('a')
    expect(keeper.get('b')).toBeInstanceOf(Promise)
    expect(asks.length).toBe(rendered + 1)
  })

  it('holds a bounded number of bytes, and never a page that is larger than all of them', async () => {
    const { keeper, render } = bench({ mostBytes: 100 })
    for (let i = 0; i < 40; i++) await render(`page ${i}`, 'page', 30)
    expect(keeper.held()).toEqual({ pages: 3, bytes: 90 })
    await render('huge', 'huge', 101)
    expect(keeper.held()).toEqual({ pages: 3, bytes: 90 })
  })

  it('lets go of what is too old to be shown when another page comes', async () => {
    const { clock, keeper, render } = bench()
    for (const key of ['a', 'b', 'c']) await render(key, key)
    clock.at += STALE_MS + 1
    await render('d', 'd')
    expect(keeper.held()).toEqual({ pages: 1, bytes: 10 })
  })
})
