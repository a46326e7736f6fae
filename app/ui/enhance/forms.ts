/** A second tap on a button whose form is on its way sends nothing; coming back to the page makes it live again. */
export function enhanceForms(page: Document): void {
  const sent = new WeakSet<HTMLFormElement>()
  page.addEventListener('submit', (submit) => {
    const form = submit.target
    if (!(form instanceof HTMLFormElement) || form.method !== 'post') return
    if (sent.has(form)) submit.preventDefault()
    sent.add(form)
  })
  // Where a browser keeps pages for its back button, the forms on them were sent in another life.
  page.defaultView?.addEventListener('pageshow', (shown) => {
    if (!shown.persisted) return
    for (const form of page.forms) sent.delete(form)
  })
}
