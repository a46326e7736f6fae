import { describe, expect, test } from 'vitest'
import { readHouseholdAsked } from './household-asked.ts'

const TODAY = '2026-11-27'
const ask = (text: string) => readHouseholdAsked(text, TODAY)

describe('what an office types', () => {
  test('is nothing where nothing shows', () => {
    expect([ask(''), ask('  　'), ask('\u200b'), ask('-')]).toEqual([null, null, null, null])
  })

  test('is a household’s number, with full-width digits, spaces and hyphens made plain', () => {
    const number = { kind: 'number', number: '5109810000001', idNumber: null, name: null }
    expect(ask('5109810000001')).toEqual(number)
    expect(ask(' ５１０９８１００００００１ ')).toEqual(number)
    expect(ask('510981 0000001')).toEqual(number)
  })

  test('is an ID number: a lower-case x, full width, fifteen digits', () => {
    const asked = { kind: 'id-number', idNumber: '11010519491231002X', name: null }
    expect(ask('11010519491231002x')).toMatchObject(asked)
    expect(ask('１１０１０５１９４９１２３１００２ｘ')).toMatchObject(asked)
    expect(ask('110105491231002')).toMatchObject({ ...asked, number: '110105491231002' })
  })

  test('is an ID number as it was written down, where its check character is wrong', () => {
    expect(ask('110105194912310021')).toMatchObject({ kind: 'id-number', idNumber: '110105194912310021' })
  })

  test('is a full name, spaces of padding gone', () => {
    expect(ask('陆　 一')).toEqual({ kind: 'name', number: null, idNumber: null, name: '陆一' })
    expect(ask('阿依•古丽')).toMatchObject({ name: '阿依·古丽' })
    expect(ask('Li Hua')).toMatchObject({ kind: 'name', name: 'Li Hua' })
  })
})
