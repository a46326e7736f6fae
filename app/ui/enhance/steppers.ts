/**
 * Makes the plus and minus buttons of steppers work. They are hidden until the root element has the class `js`.
 * One listener for the whole page, so it also serves what is drawn later.
 */
export function enhanceSteppers(page: Document): void {
  page.documentElement.classList.add('js')
  page.addEventListener('click', (click) => {
    const button = click.target instanceof Element ? click.target.closest('button[data-step]') : null
    const input = button?.parentElement?.querySelector('input')
    if (!button || !input) return
    const before = input.value
    if (button.getAttribute('data-step') === 'up') input.stepUp()
    else input.stepDown()
    if (input.value === before) return
    input.dispatchEvent(new Event('input', { bubbles: true }))
    input.dispatchEvent(new Event('change', { bubbles: true }))
  })
}
