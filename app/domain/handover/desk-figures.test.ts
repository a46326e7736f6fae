import { describe, expect, it } from 'vitest'
import { readDeskFigures, readQuantity } from './desk-figures.ts'

describe('a figure at the desk', () => {
  it.each([
    ['2', 'pieces', { quantity: 2, weightGrams: null }],
    ['１２', 'pieces', { quantity: 12, weightGrams: null }],
    ['0', 'pieces', { quantity: 0, weightGrams: null }],
    ['2.5', 'pieces', null],
    ['8.94', 'weight', { quantity: 4_470, weightGrams: null }],
    ['８．９４', 'weighed-piece', { quantity: 1, weightGrams: 4_470 }],
    ['0', 'weighed-piece', { quantity: 0, weightGrams: 0 }],
    ['-1', 'weight', null],
    ['1e3', 'weight', null],
    ['两斤', 'weight', null],
  ] as const)('%s as %s', (text, counted, read) => {
    expect(readQuantity(text, counted)).toEqual(read)
  })
})

describe('the form of the scale', () => {
  it('takes every lot with a figure, and leaves out those with none', () => {
    const form = { counted: 'pieces', 'given-7': '2', 'given-8': '', 'given-9': '0', other: '5' }
    expect(readDeskFigures(form)).toEqual({
      ok: true,
      value: {
        parts: [{ lotId: 7, quantity: 2, weightGrams: null }],
        missing: null,
        hasBuyerAcceptedMore: false,
      },
    })
  })

  it('takes a reason by its code, or as it was written', () => {
    const tapped = {
      counted: 'pieces',
      'given-7': '0',
      missing: 'short:not-brought',
      reasonText: '别的',
    }
    expect(readDeskFigures(tapped)).toMatchObject({
      value: { missing: { kind: 'short', reason: 'not-brought' } },
    })
    const written = { counted: 'pieces', missing: 'refused:', reasonText: ' 嫌瘦 ' }
    expect(readDeskFigures(written)).toMatchObject({
      value: { missing: { kind: 'refused', reason: '嫌瘦' } },
    })
  })

  it('takes the buyer’s word for more', () => {
    const form = { counted: 'weighed-piece', 'given-7': '9.8', accepted: 'on' }
    expect(readDeskFigures(form)).toMatchObject({
      value: { parts: [{ lotId: 7, quantity: 1, weightGrams: 4_900 }], hasBuyerAcceptedMore: true },
    })
  })

  it.each([
    ['nothing-entered', { counted: 'pieces', 'given-7': '' }],
    ['nothing-entered', {}],
    ['figure-unreadable', { counted: 'weight', 'given-7': '两斤' }],
    ['shortfall-without-reason', { counted: 'pieces', 'given-7': '1', missing: 'short:', reasonText: ' ' }],
  ] as const)('is refused with %s', (code, fields) => {
    expect(readDeskFigures(fields)).toEqual({ ok: false, code })
  })

  it('counts a reason it does not know as none', () => {
    expect(readDeskFigures({ counted: 'pieces', 'given-7': '1', missing: 'no-show:x' })).toMatchObject({
      value: { missing: null },
    })
  })
})
