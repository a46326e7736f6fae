import { describe, expect, it } from 'vitest'
import { readFigure } from './chat-numbers.ts'
import { plainText } from './chat-text.ts'

describe('figures of a chat', () => {
  it.each([
    ['12', 12],
    ['１．５', 1.5],
    ['两', 2],
    ['十', 10],
    ['十二', 12],
    ['二十', 20],
    ['廿', 20],
    ['廿五', 25],
    ['卅', 30],
    ['一百', 100],
    ['一百二', 120],
    ['一百零二', 102],
    ['两百五', 250],
    ['一百二十三', 123],
    ['三千二', 3200],
    ['两万', 20_000],
    ['贰拾', 20],
    ['兩', 2],
    ['二零', 20],
    ['半', 0.5],
    ['两三', null],
    ['七八', null],
    ['一半', null],
  ])('%s', (text, figure) => {
    expect(readFigure(plainText(text))).toBe(figure)
  })
})

it('leaves every character of a text in its place', () => {
  const text = '大白鵝２隻、㎏ ﷺ 🦆ＡＢ'
  const plain = plainText(text)
  expect(plain).toHaveLength(text.length)
  expect(plain).toBe('大白鹅2只、㎏ ﷺ 🦆ab')
})
