import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { Choice } from './choice.tsx'
import { ErrorSummary } from './error-summary.tsx'
import { Stepper } from './stepper.tsx'
import { Select, TextInput } from './text-input.tsx'

/** The value of an attribute of the first element that `tag` matches. */
function attribute(html: string, tag: string, name: string): string | undefined {
  const element = new RegExp(`<${tag}\\b[^>]*>`).exec(html)?.[0] ?? ''
  return new RegExp(` ${name}="([^"]*)"`).exec(element)?.[1]
}

function textOfId(html: string, id: string | undefined): string | undefined {
  return new RegExp(`id="${id}"[^>]*>([^<]*)<`).exec(html)?.[1]
}

describe('a field', () => {
  test('is named by its label and described by its hint and its error, in that order', () => {
    const html = renderToStaticMarkup(
      <TextInput label="Witness" name="witness" hint="Full name" error={['Still missing', 'Too short']} />,
    )
    const id = attribute(html, 'input', 'id')
    expect(attribute(html, 'label', 'for')).toBe(id)
    const described = attribute(html, 'input', 'aria-describedby')?.split(' ') ?? []
    expect(described.map((one) => textOfId(html, one))).toEqual(['Full name', 'Still missing'])
    expect(attribute(html, 'input', 'aria-invalid')).toBe('true')
  })

  test('without hint and error says nothing of either', () => {
    const html = renderToStaticMarkup(<TextInput label="Witness" name="witness" error={[]} />)
    expect(html).not.toContain('aria-')
    expect(html).not.toContain('<p')
  })

  test('a select keeps what was chosen', () => {
    const options = [
      { value: '2026', label: '2026' },
      { value: '2025', label: '2025' },
    ]
    const html = renderToStaticMarkup(
      <Select label="Year" name="year" options={options} defaultValue="2025" />,
    )
    expect(html).toContain('<option value="2025" selected="">')
  })

  test('a choice is a group with a name, and one answer is chosen', () => {
    const options = [
      { value: 'print', label: 'Fingerprint' },
      { value: 'phone', label: 'Phone' },
    ]
    const html = renderToStaticMarkup(
      <Choice legend="How agreed" name="how" options={options} chosen="phone" error="Choose one" />,
    )
    expect(html).toMatch(/<fieldset[^>]*aria-describedby="how-error"[^>]*><legend[^>]*>How agreed</)
    expect(html.match(/checked=""/g)).toHaveLength(1)
    expect(html).toMatch(/<input[^>]*value="phone"[^>]*checked=""|<input[^>]*checked=""[^>]*value="phone"/)
  })

  test('a stepper is a number field that works typed, and its buttons submit nothing', () => {
    const html = renderToStaticMarkup(<Stepper label="How many" name="quantity" value={3} min={1} max={23} />)
    expect(attribute(html, 'input', 'type')).toBe('number')
    expect(attribute(html, 'input', 'max')).toBe('23')
    const buttons = html.match(/<button[^>]*>/g) ?? []
    expect(buttons).toHaveLength(2)
    for (const button of buttons) {
      expect(button).toContain('type="button"')
      expect(button).toMatch(/aria-label="[^"]*How many/)
    }
  })
})

describe('the summary of errors', () => {
  test('leads to each field that has one', () => {
    const errors = { witness: ['Still missing'], price: null, '': ['Try again'] }
    const html = renderToStaticMarkup(<ErrorSummary errors={errors} />)
    expect(html).toContain('role="alert"')
    expect(html).toContain('<a href="#witness">Still missing</a>')
    expect(html.match(/<li>/g)).toHaveLength(2)
  })

  test('is not there when nothing is wrong', () => {
    expect(renderToStaticMarkup(<ErrorSummary errors={{ price: [] }} />)).toBe('')
  })
})
