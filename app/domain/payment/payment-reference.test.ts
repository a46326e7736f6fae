import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { paymentReference, readNamed, readPaymentReference } from './payment-reference.ts'

const anyKind = fc.constantFrom('order', 'refund', 'statement', 'event' as const)
const anyNumber = fc.integer({ min: 1, max: 999_999_999 })

describe('a reference', () => {
  test('is read back from whatever a bank puts round and into it', () => {
    fc.assert(
      fc.property(
        anyKind,
        anyNumber,
        fc.constantFrom('', '转账 ', '货款，', '（'),
        fc.constantFrom('', '。', ' 谢谢', '元'),
        fc.constantFrom('', ' ', '-', '：'),
        (kind, number, before, after, between) => {
          const reference = paymentReference(kind, number)
          const written = reference.slice(0, 2) + between + reference.slice(2)
          const one = { is: 'one', reference: { kind, number } }
          expect(readPaymentReference(before + written + after)).toEqual(one)
          expect(readPaymentReference(before + written.toLowerCase() + after)).toEqual(one)
        },
      ),
    )
  })

  test('with one wrong digit, or two neighbours swapped, is never another', () => {
    fc.assert(
      fc.property(anyKind, anyNumber, fc.nat(10), fc.integer({ min: 1, max: 9 }), (kind, number, at, by) => {
        const reference = paymentReference(kind, number)
        const digits = [...reference.slice(2)]
        const place = at % digits.length
        const wrong = [...digits]
        wrong[place] = String((Number(digits[place]) + by) % 10)
        expect(readPaymentReference(reference.slice(0, 2) + wrong.join(''))).toEqual({ is: 'wrong' })
        const [a, b] = [digits[place], digits[place + 1]]
        if (a === undefined || b === undefined || a === b) return
        const swapped = [...digits]
        swapped[place] = b
        swapped[place + 1] = a
        expect(readPaymentReference(reference.slice(0, 2) + swapped.join(''))).toEqual({ is: 'wrong' })
      }),
    )
  })

  test('is read in full-width digits, in groups, and beside a date', () => {
    const one = { is: 'one', reference: { kind: 'order', number: 10_238 } }
    const reference = paymentReference('order', 10_238)
    const digits = reference.slice(2)
    const wide = [...reference].map((c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)).join('')
    expect(readPaymentReference(wide)).toEqual(one)
    expect(readPaymentReference(`YG ${digits.slice(0, 4)} ${digits.slice(4)}`)).toEqual(one)
    expect(readPaymentReference(`${reference} 2026-11-03 网银`)).toEqual(one)
    expect(readPaymentReference(`Y G${digits}`)).toEqual(one)
  })

  test('of two orders at once is nobody’s, and of one written twice is that one', () => {
    const [a, b] = [paymentReference('order', 101), paymentReference('order', 202)]
    expect(readPaymentReference(`${a} ${b}`)).toEqual({ is: 'several' })
    expect(readPaymentReference(`${a} 附言:${a}`)).toEqual({
      is: 'one',
      reference: { kind: 'order', number: 101 },
    })
  })

  test('is not seen where there is none', () => {
    for (const remark of ['', '货款', '20261103', 'POST 123456', 'surf 12345', '转账汇款']) {
      expect({ remark, ...readPaymentReference(remark) }).toEqual({ remark, is: 'none' })
    }
    expect(readPaymentReference('YG没写号')).toEqual({ is: 'none' })
  })
})

test('a person names an order by its number, or anything by its reference', () => {
  expect(readNamed(' １０２３８ ')).toEqual({ kind: 'order', number: 10_238 })
  expect(readNamed(paymentReference('refund', 7))).toEqual({ kind: 'refund', number: 7 })
  expect(readNamed(paymentReference('statement', 202_600_003))).toEqual({
    kind: 'statement',
    number: 202_600_003,
  })
  for (const text of ['', '0', 'YG', 'YG1', '张三', '12a'])
    expect({ text, named: readNamed(text) }).toEqual({ text, named: null })
})
