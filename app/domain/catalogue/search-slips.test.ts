import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isOneSlip, misheard } from './search-slips.ts'

describe('misheard', () => {
  it.each([
    ['zhang', ['zhan', 'zang', 'zan']],
    ['si', ['shi']],
    ['niu', ['liu']],
    ['ran', ['rang', 'lan', 'lang']],
    ['fa', ['ha']],
    ['lv', ['lu', 'lyu', 'nv', 'nu', 'nyu', 'rv', 'ru', 'ryu']],
    ['xin', ['xing']],
    ['e', []],
  ])('hears %s also as %j', (reading, others) => {
    expect(misheard(reading).sort()).toEqual([...others].sort())
  })

  it('goes both ways for what differs in one sound', () => {
    for (const [one, other] of [
      ['zhi', 'zi'],
      ['chang', 'chan'],
      ['shen', 'sheng'],
      ['nan', 'lan'],
      ['hua', 'fua'],
      ['re', 'le'],
    ] as const) {
      expect(misheard(one)).toContain(other)
      expect(misheard(other)).toContain(one)
    }
  })
})

const words = fc.stringMatching(/^[a-e]{5,9}$/)

describe('isOneSlip', () => {
  it.each([
    ['dabeie', 'dabaie', true],
    ['dabaiee', 'dabaie', true],
    ['dabie', 'dabaie', true],
    ['adbaie', 'dabaie', true],
    ['dabaei', 'dabaie', true],
    ['dabaie', 'dabaie', false],
    ['dbaei', 'dabaie', false],
    ['daxyie', 'dabaie', false],
    ['gose', 'goose', false],
    ['tuj', 'tuji', false],
  ])('%s for %s: %s', (typed, word, isIt) => {
    expect(isOneSlip(typed, word)).toBe(isIt)
  })

  it('is as far from one side as from the other, and sees every slip there is', () => {
    fc.assert(
      fc.property(words, fc.nat(), fc.constantFrom(...'abcde'), fc.nat(3), (word, where, letter, kind) => {
        const at = where % word.length
        const changed = [
          word.slice(0, at) + word.slice(at + 1),
          word.slice(0, at) + letter + word.slice(at),
          word.slice(0, at) + letter + word.slice(at + 1),
          word.slice(0, at) + (word[at + 1] ?? '') + (word[at] ?? '') + word.slice(at + 2),
        ][kind] as string
        expect(isOneSlip(changed, word)).toBe(isOneSlip(word, changed))
        const isShort = Math.min(changed.length, word.length) < 5
        expect(isOneSlip(changed, word)).toBe(changed !== word && !isShort)
      }),
    )
  })
})
