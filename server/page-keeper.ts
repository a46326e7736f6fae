/**
 * Keeps what was rendered, for a second or two, by a key that says all that the page depends on.
 * Invariant: nothing is handed out whose rendering began more than `STALE_MS` before it was asked for, and a key
 * is rendered once at a time.
 */

/** Up to this age a page is as good as new; after it, one more rendering begins while the old one still serves. */
export const FRESH_MS = 1_000
/** Past this age nobody is shown it. */
export const STALE_MS = 2_000

/** What rendering gives: a page, and what keeping it takes; null for a page that must not be kept. */
export type Rendered<Page> = { page: Page; keptBytes: number | null }

export type PageKeeper<Page> = {
  /** The page of a key: at once where it is kept, else once it is rendered. Rejects as `render` does. */
  get: (key: string) => Page | Promise<Page>
  /** What is held now. */
  held: () => { pages: number; bytes: number }
}

export type PageKeeperOptions<Page> = {
  render: (key: string) => Promise<Rendered<Page>>
  /** Milliseconds on a clock that never goes back. */
  now: () => number
  mostPages: number
  mostBytes: number
}

type Kept<Page> = { page: Page; bytes: number; beganAt: number }
type Rendering<Page> = { beganAt: number; page: Promise<Page> }

/** A keeper of at most `mostPages` and `mostBytes`; what was asked for longest ago goes first. */
export function createPageKeeper<Page>(options: PageKeeperOptions<Page>): PageKeeper<Page> {
  const { render, now, mostPages, mostBytes } = options
  // A Map keeps its order: what is asked for is put at the end, so that the first is the one to go.
  const kept = new Map<string, Kept<Page>>()
  const renderings = new Map<string, Rendering<Page>>()
  let bytesKept = 0

  function drop(key: string): void {
    bytesKept -= kept.get(key)?.bytes ?? 0
    kept.delete(key)
  }

  function keep(key: string, made: Kept<Page>): void {
    drop(key)
    if (made.bytes > mostBytes) return
    kept.set(key, made)
    bytesKept += made.bytes
    const tooOld = now() - STALE_MS
    for (const [first, { beganAt }] of kept) {
      if (kept.size <= mostPages && bytesKept <= mostBytes && beganAt >= tooOld) break
      drop(first)
    }
  }

  async function renderAndKeep(key: string, beganAt: number): Promise<Page> {
    const { page, keptBytes } = await render(key)
    // One that began later may have ended before this one; its page is the newer.
    const isNewest = (kept.get(key)?.beganAt ?? Number.NEGATIVE_INFINITY) <= beganAt
    if (!isNewest) return page
    if (keptBytes === null) drop(key)
    else keep(key, { page, bytes: keptBytes, beganAt })
    return page
  }

  function renderOnce(key: string, at: number): Promise<Page> {
    const under = renderings.get(key)
    // One that hangs is waited for by those who came in its first two seconds, and by nobody after them.
    if (under && at - under.beganAt <= STALE_MS) return under.page
    const mine: Rendering<Page> = { beganAt: at, page: renderAndKeep(key, at) }
    renderings.set(key, mine)
    const end = () => {
      if (renderings.get(key) === mine) renderings.delete(key)
    }
    mine.page.then(end, end)
    return mine.page
  }

  return {
    get: (key) => {
      const at = now()
      const found = kept.get(key)
      if (found === undefined || at - found.beganAt > STALE_MS) return renderOnce(key, at)
      kept.delete(key)
      kept.set(key, found)
      // Whoever asks once the old page is too old sees what was wrong; until then it serves.
      if (at - found.beganAt > FRESH_MS) renderOnce(key, at).catch(() => {})
      return found.page
    },
    held: () => ({ pages: kept.size, bytes: bytesKept }),
  }
}
