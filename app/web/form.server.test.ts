import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { answerOf, readForm } from './form.server.ts'

const schema = z.object({
  name: z.string({ error: 'name-missing' }),
  password: z.string({ error: 'password-missing' }),
})

function post(body: BodyInit, headers: Record<string, string> = {}): Request {
  return new Request('http://localhost/', { method: 'POST', body, headers })
}

describe('readForm', () => {
  test('gives the values of a whole form', async () => {
    const form = await readForm(post(new URLSearchParams({ name: '李华', password: 'geheim' })), schema)
    expect(form).toMatchObject({ ok: true, value: { name: '李华', password: 'geheim' } })
  })

  test.each([
    ['another content type', () => post('{"name":"x"}', { 'content-type': 'application/json' })],
    ['multipart without a boundary', () => post('x', { 'content-type': 'multipart/form-data' })],
    ['no body at all', () => new Request('http://localhost/', { method: 'POST' })],
  ])('%s counts as an empty form', async (_case, request) => {
    const form = await readForm(request(), schema)
    expect(form.ok).toBe(false)
    expect(answerOf(form).errors).toHaveProperty('name')
  })

  test('a form cannot reach into the prototype', async () => {
    const body = new URLSearchParams([
      ['__proto__[polluted]', '1'],
      ['constructor.prototype.polluted', '1'],
      ['name', 'x'],
    ])
    await readForm(post(body), schema)
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })
})

describe('answerOf', () => {
  test('gives back which village was chosen, and no other code', async () => {
    const shape = z.object({ name: z.string(), villageCode: z.string(), code: z.string() })
    const typed = { name: '李华', villageCode: '510981100212', code: 'ABCD-EFGH' }
    const form = await readForm(post(new URLSearchParams(typed)), shape)
    expect(answerOf(form).values).toEqual({ name: '李华', villageCode: '510981100212' })
  })

  test('says what is wrong by field, and gives back what was typed but no password', async () => {
    const form = await readForm(post(new URLSearchParams({ name: '李华', password: 'geheim' })), schema)
    const answer = answerOf(form, { name: { ok: false, code: 'no-such-code' } })
    expect(answer.values).toEqual({ name: '李华' })
    expect(Object.keys(answer.errors)).toEqual(['name'])
    expect(answer.errors.name).toContain('no-such-code')
  })
})
