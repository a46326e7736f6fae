import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { LinkToLanguage } from './language-link.tsx'

test('the other language is named in itself, and comes back to the same page', () => {
  const html = renderToStaticMarkup(<LinkToLanguage to="en" back="/?kind=veg&q=garlic" />)
  const href = /href="([^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? ''
  const query = new URL(href, 'http://localhost').searchParams
  expect(Object.fromEntries(query)).toEqual({ to: 'en', back: '/?kind=veg&q=garlic' })
  expect(html).toContain('lang="en"')
  expect(html).toContain('>English<')
})
