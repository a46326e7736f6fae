import { describe, expect, test } from 'vitest'
import { checkPassword, PASSWORD_MOST } from './passwords.ts'

const codeOf = (password: string, own: string[] = []) => {
  const verdict = checkPassword(password, own)
  return verdict.ok ? 'ok' : verdict.code
}

describe('checkPassword', () => {
  test.each([
    ['', 'password-short'],
    ['nine-char', 'password-short'],
    ['九个字的口令不够长', 'password-short'],
    ['白鹿垭的鹅今年很肥', 'password-short'],
    ['x'.repeat(PASSWORD_MOST + 1), 'password-long'],
  ])('%s is too short or too long', (password, code) => {
    expect(codeOf(password)).toBe(code)
  })

  test.each([
    '1234567890',
    '0987654321',
    '1111111111',
    '12345678901234567890',
    'password123',
    'Password2026!',
    'PASSWORD1234',
    'passwordpassword',
    'p@ssw0rd2024',
    'qwertyuiop',
    'qwertyuiop123',
    'asdfghjkl1',
    'abcdefghij',
    'abcd123456',
    'asdf123456',
    '1qaz2wsx3edc',
    '1q2w3e4r5t',
    'a1b2c3d4e5',
    'abc123abc123',
    'woaini1314520',
    'woaini5201314',
    '5201314520',
    '1314520521',
    'iloveyou2024',
    'aaaaaaaaaaaa',
    'abababababab',
    '!!!!!!!!!!!!',
    '19990101199',
    '13800138000',
    'yigouzhufu1',
    'sichuan2026',
    'admin123456',
    'dragon7391!',
    '１２３４５６７８９０',
  ])('%s is what everybody tries first', (password) => {
    expect(codeOf(password)).toBe('password-common')
  })

  test.each([
    'correct horse 42',
    'correct-horse-battery',
    '白鹿垭的鹅今年长得很肥',
    'kZ7#pQ9!mR2x',
    'niujia gou you 3 zhi e',
    'mountain path 8 geese',
    '8203917465',
    'xuehua piao zai hongbei',
    '🦢🦢🐓🐖🐄🐑🐐🌾🌽🥬',
  ])('%s is taken', (password) => {
    expect(codeOf(password)).toBe('ok')
  })

  test('what others know of the person is no password, with little hung on it', () => {
    expect(codeOf('19912345678', ['19912345678'])).toBe('password-own-name')
    expect(codeOf('a19912345678', ['19912345678'])).toBe('password-own-name')
    expect(codeOf('hua.li.clerk', ['hua.li.clerk@example.org'])).toBe('password-own-name')
    expect(codeOf('欧阳小测试二〇二六年', ['欧阳小测试二〇'])).toBe('password-own-name')
    expect(codeOf('欧阳 walks 12 km to the town', ['欧阳'])).toBe('ok')
  })

  test('the refusal names the limit', () => {
    expect(checkPassword('short', [])).toEqual({ ok: false, code: 'password-short', facts: { least: 10 } })
  })
})
