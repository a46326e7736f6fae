/** The scale's form: big keys for the figure, and what it comes to while it is typed. The server decides all the same. */
import { parseJin, priceLine } from '#app/domain/kernel/quantity.ts'

const MOST_DIGITS = 8

function figuresOf(form: Element): HTMLInputElement[] {
  return [...form.querySelectorAll<HTMLInputElement>('input[data-figure]')]
}

/** The figure that keys go to: the one last touched, else the first. */
const lastTouched = new WeakMap<Element, HTMLInputElement>()

function press(form: Element, key: string): void {
  const input = lastTouched.get(form) ?? figuresOf(form)[0]
  if (!input) return
  if (key === 'back') input.value = input.value.slice(0, -1)
  else if (input.value.length < MOST_DIGITS && !(key === '.' && input.value.includes('.'))) input.value += key
  input.dispatchEvent(new Event('input', { bubbles: true }))
}

/** Grams or pieces over all figures; null while one can't be read or nothing is typed. */
function unitsOf(form: Element): number | null {
  let units = 0
  for (const input of figuresOf(form)) {
    const text = input.value.trim()
    if (text === '') continue
    const figure =
      input.dataset.figure === 'jin' ? parseJin(text) : /^\d{1,6}$/.test(text) ? Number(text) : null
    if (figure === null) return null
    units += figure
  }
  return units === 0 ? null : units
}

function showDue(form: HTMLFormElement): void {
  const due = form.querySelector<HTMLElement>('[data-due]')
  const unitPriceFen = Number(form.dataset.unitPrice)
  if (!due || !Number.isSafeInteger(unitPriceFen)) return
  const units = unitsOf(form)
  const pricedBy = form.dataset.weigh === 'jin' ? 'jin' : 'piece'
  if (units === null) {
    due.textContent = ''
    return
  }
  const { amountFen } = priceLine({ pricedBy, units, unitPriceFen, referencePriceFen: unitPriceFen })
  due.textContent = (due.dataset.due ?? '#').replace('#', (amountFen / 100).toFixed(2))
}

function enhanceOne(form: HTMLFormElement): void {
  // The keys on the page stand in for the phone's own keyboard, which would cover them.
  if (form.querySelector('.keys')) for (const input of figuresOf(form)) input.inputMode = 'none'
  form.addEventListener('focusin', ({ target }) => {
    if (target instanceof HTMLInputElement && target.dataset.figure) lastTouched.set(form, target)
  })
  form.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest<HTMLElement>('[data-key]') : null
    if (button?.dataset.key) press(form, button.dataset.key)
  })
  form.addEventListener('input', () => showDue(form))
  showDue(form)
}

/** Makes the keys of every scale form work, and keeps its amount in step with its figures; of what is put in later, too. */
export function enhanceScales(page: Document): void {
  const known = new WeakSet<HTMLFormElement>()
  const enhanceNew = () => {
    for (const form of page.querySelectorAll<HTMLFormElement>('form[data-weigh]')) {
      if (!known.has(form)) enhanceOne(form)
      known.add(form)
    }
  }
  page.addEventListener('renewed', enhanceNew)
  enhanceNew()
}
