import { expect, it } from 'vitest'
import { createStatementNames } from './statement-names.ts'

function ask(nameOf: (text: string) => string, text: string, times: number): string[] {
  return Array.from({ length: times }, () => nameOf(text))
}

it('names a statement once it is asked often, and always the same', () => {
  const nameOf = createStatementNames()
  const names = ask(nameOf, 'SELECT 1', 12)
  expect(names.slice(0, 9)).toEqual(Array(9).fill(''))
  expect(new Set(names.slice(9)).size).toBe(1)
  expect(names[9]).not.toBe('')
})

it('never gives two texts one name, and only so many names', () => {
  const nameOf = createStatementNames()
  const given = Array.from({ length: 200 }, (_, i) => ask(nameOf, `SELECT ${i}`, 20).at(-1) ?? '')
  const names = given.filter((name) => name !== '')
  expect(names.length).toBe(80)
  expect(new Set(names).size).toBe(80)
})

it('does not remember texts that are never asked again', () => {
  const nameOf = createStatementNames()
  for (let i = 0; i < 5_000; i++) expect(nameOf(`SELECT ${i}`)).toBe('')
  expect(ask(nameOf, 'SELECT 1', 10).at(-1)).not.toBe('')
})
