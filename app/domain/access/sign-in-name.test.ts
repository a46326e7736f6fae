import { describe, expect, test } from 'vitest'
import { readSignInName } from './sign-in-name.ts'

describe('readSignInName', () => {
  test.each([
    ['13812341234', 'phone', '13812341234'],
    [' 138 1234 1234 ', 'phone', '13812341234'],
    ['138-1234-1234', 'phone', '13812341234'],
    ['+86 13812341234', 'phone', '13812341234'],
    ['008613812341234', 'phone', '13812341234'],
    ['１３８１２３４１２３４', 'phone', '13812341234'],
    ['Li.Hua@Example.ORG', 'email', 'li.hua@example.org'],
    ['李华@例子.中国', 'email', '李华@例子.中国'],
  ])('%s is a %s', (typed, kind, value) => {
    expect(readSignInName(typed)).toEqual({ kind, value })
  })

  test.each([
    '',
    '1381234123',
    '138123412345',
    '23812341234',
    '0825-6661234',
    'li.hua',
    '@example.org',
    'a@b',
    'a b@c.d',
    'a@b..c',
    `${'a'.repeat(300)}@b.cn`,
  ])('%s is neither', (typed) => {
    expect(readSignInName(typed)).toBeNull()
  })
})
