import { expect, test } from 'vitest'
import { InvariantError, invariant, unreachable } from './invariant.ts'
import { accept, refuse } from './verdict.ts'

test('a verdict is plain data: facts only where there are any', () => {
  expect(accept(3)).toEqual({ ok: true, value: 3 })
  expect(Object.keys(refuse('sold-out'))).toEqual(['ok', 'code'])
  expect(refuse('sold-out', { lotId: 3 })).toEqual({ ok: false, code: 'sold-out', facts: { lotId: 3 } })
})

test('a broken assumption throws, a kept one does not', () => {
  expect(() => invariant(1 < 2, 'one is less than two')).not.toThrow()
  expect(() => invariant('', 'a name is there')).toThrow(new InvariantError('a name is there'))
  expect(() => unreachable('late' as never)).toThrow('unexpected value: late')
})
