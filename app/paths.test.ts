import { describe, expect, it } from 'vitest'
import { safeBack } from './paths.ts'

const LEAVING = [
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  'https://evil.example',
  'https:evil.example',
  'http:/evil.example',
  'javascript:alert(1)',
  'data:text/html,x',
  '/\tevil.example',
  '/\n/evil.example',
  ' //evil.example',
  '/ /evil.example',
  '\u0000/orders',
  'evil.example',
  'orders',
  '',
  '/.//evil.example',
  '/..//evil.example',
  `/${'a'.repeat(600)}`,
  '@evil.example',
  '/\u007f/evil.example',
  '?x=//evil',
  '#//evil',
  '/%2e%2e//evil.example',
]

describe('safeBack', () => {
  it.each(LEAVING)('does not follow %j', (text) => {
    expect(safeBack(text, '/home')).toBe('/home')
  })

  it.each(['/orders', '/offers/12', '/?q=%E9%B9%85&month=11', '/desk/3/orders/a-b'])(
    'goes back to %s',
    (text) => {
      expect(safeBack(text, '/home')).toBe(text)
    },
  )
})
