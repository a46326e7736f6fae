/**
 * Keeps an open page of a desk as it would be if it were opened now. Asks for the version of the event's desk every
 * second; where it is another, gets the page again and puts in what stands in its marked regions.
 * A region with a key is somebody's work in progress: it stays as it is, with what was typed, until its key changes.
 */

const EVERY_MS = 1_000
/** A network that hangs is given up, so that the next question can get through. */
const PATIENCE_MS = 6_000

export function keepLive(page: Document): void {
  const frame = page.querySelector<HTMLElement>('[data-desk-live]')
  const view = page.defaultView
  if (!frame || !view) return
  const place = frame.dataset.deskLive ?? ''
  let version = frame.dataset.deskVersion ?? ''
  let isLeaving = false
  let missed = 0

  const ask = async (url: string) => {
    const answer = await fetch(url, {
      redirect: 'manual',
      cache: 'no-store',
      credentials: 'same-origin',
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    return answer.ok ? answer.text() : null
  }
  const look = async () => {
    const now = await ask(place)
    const html = now === null || now === version ? null : await ask(view.location.href)
    // An answer that is none, as from a server that starts again or to a session that ended, is as good as no signal.
    if (now === null || (now !== version && html === null)) {
      missed++
      return
    }
    missed = 0
    if (html === null || isLeaving) return
    const next = new DOMParser().parseFromString(html, 'text/html')
    renewPage(page, next)
    version = next.querySelector<HTMLElement>('[data-desk-live]')?.dataset.deskVersion ?? now
  }
  const again = async () => {
    if (!page.hidden && !isLeaving) await look().catch(() => missed++)
    const lost = page.querySelector<HTMLElement>('[data-live-lost]')
    if (lost) lost.hidden = missed < 3
    view.setTimeout(again, EVERY_MS)
  }
  // What this desk is about to do itself is no news to it.
  page.addEventListener('submit', (submit) => {
    const form = submit.target
    isLeaving = form instanceof HTMLFormElement && form.method === 'post' && !submit.defaultPrevented
  })
  view.addEventListener('pageshow', (shown) => {
    if (shown.persisted) view.location.reload()
  })
  void again()
}

function regionsOf(root: ParentNode): HTMLElement[] {
  const all = [...root.querySelectorAll<HTMLElement>('[data-live]')]
  const within = root instanceof HTMLElement ? root : null
  return all.filter((region) => (region.parentElement?.closest('[data-live]') ?? null) === within)
}

function renewPage(page: Document, next: Document): void {
  const focused = page.activeElement?.getAttribute('href')
  const news = new Set<string>()
  for (const region of regionsOf(page)) renew(region, next, news)
  page.dispatchEvent(new Event('renewed'))
  const says = page.querySelector<HTMLElement>('[data-live-news]')
  if (says && news.size > 0) says.textContent = [...news].join(' ')
  // A link that was drawn again keeps the focus that it had.
  if (focused && page.activeElement === page.body) {
    const link = [...page.links].find((each) => each.getAttribute('href') === focused)
    link?.focus()
  }
}

/** Puts in the region as it stands on the page that was got; `news` gathers what to say of work that was overtaken. */
function renew(region: HTMLElement, next: Document, news: Set<string>): void {
  const name = region.dataset.live ?? ''
  const fresh = next.querySelector<HTMLElement>(`[data-live="${CSS.escape(name)}"]`)
  const { liveKey, liveOvertaken } = region.dataset
  if (liveKey !== undefined && liveKey === fresh?.dataset.liveKey) {
    for (const inner of regionsOf(region)) renew(inner, next, news)
    return
  }
  if (liveKey !== undefined && liveOvertaken) news.add(liveOvertaken)
  if (!fresh) region.replaceChildren()
  else if (region.outerHTML !== fresh.outerHTML) region.replaceWith(document.importNode(fresh, true))
}
