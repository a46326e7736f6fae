import { describe, expect, test } from 'vitest'
import { readAgencyName, readPersonName } from './names.ts'

describe('readPersonName', () => {
  test.each([
    [' 李　 华 ', '李 华'],
    ['阿卜杜·热合曼', '阿卜杜·热合曼'],
    ['\u202e李华\u0000', '李华'],
    ['𠮷田', '𠮷田'],
    ['Mary\nSmith', 'Mary Smith'],
  ])('%j is kept as %s', (typed, kept) => {
    expect(readPersonName(typed)).toBe(kept)
  })

  test.each(['', '   ', '12345', '---', '名'.repeat(41)])('%j is no name', (typed) => {
    expect(readPersonName(typed)).toBeNull()
  })
})

describe('readAgencyName', () => {
  test('keeps one spelling', () => {
    expect(readAgencyName('  市　档案馆\u200b ')).toBe('市 档案馆')
  })

  test.each(['', '馆', '12345', '馆'.repeat(61)])('%j is no name', (typed) => {
    expect(readAgencyName(typed)).toBeNull()
  })
})
