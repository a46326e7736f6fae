import { expect, test } from 'vitest'
import { readAgreement } from './agreement.ts'

test.each([
  ['签字', { how: 'signature', witness: null }],
  ['户主本人签名', { how: 'signature', witness: null }],
  ['按手印', { how: 'thumbprint', witness: null }],
  ['不识字,按手印', { how: 'thumbprint', witness: null }],
  ['捺指印(见证人:村主任)', { how: 'thumbprint', witness: '村主任' }],
  ['电话确认(见证人村干部)', { how: 'phone', witness: '村干部' }],
  ['电话确认（见证人：李某）', { how: 'phone', witness: '李某' }],
  ['录音', { how: 'voice', witness: null }],
  ['Signed', { how: 'signature', witness: null }],
  ['是', { how: 'stated', witness: null }],
  ['已同意', { how: 'stated', witness: null }],
])('%s is an agreement', (text, agreement) => {
  expect(readAgreement(text, '')).toEqual({ ok: true, value: agreement })
})

test.each(['', ' ', '否', '无', '未确认', '待签字', '不同意', '还没有同意', '×', 'no', '/'])(
  '%j is none',
  (text) => {
    expect(readAgreement(text, '')).toEqual({ ok: false, code: 'agreement-missing' })
  },
)

test('a telephone call needs a witness, in its own cell or in another', () => {
  expect(readAgreement('电话确认', '')).toEqual({ ok: false, code: 'witness-missing' })
  expect(readAgreement('电话确认(见证人:无)', '')).toEqual({ ok: false, code: 'witness-missing' })
  expect(readAgreement('电话确认', '村干部')).toEqual({
    ok: true,
    value: { how: 'phone', witness: '村干部' },
  })
})

test('a word of no known meaning is refused with the word', () => {
  expect(readAgreement('托梦', '')).toEqual({
    ok: false,
    code: 'agreement-unknown',
    facts: { value: '托梦' },
  })
})
