import { describe, expect, test } from 'vitest'
import { parseKeptForm, readKeptForm } from './kept-form.server.ts'

function post(url: string, body: BodyInit): Request {
  return new Request(`http://localhost${url}`, { method: 'POST', body })
}

describe('readKeptForm', () => {
  test('keeps what was typed, in order, and no password', async () => {
    const body = new URLSearchParams([
      ['household', '5109810001'],
      ['note', '两只鹅，一公一母'],
      ['note', '周三来拿'],
      ['currentPassword', 'secret'],
    ])
    expect(await readKeptForm(post('/village/list?step=2', body))).toEqual({
      action: '/village/list?step=2',
      fields: [
        ['household', '5109810001'],
        ['note', '两只鹅，一公一母'],
        ['note', '周三来拿'],
      ],
    })
  })

  test('keeps no file, nothing empty, and nothing without end', async () => {
    const upload = new FormData()
    upload.set('file', new Blob(['x']), 'x.csv')
    expect(await readKeptForm(post('/county/import', upload))).toBeNull()
    expect(await readKeptForm(post('/logout', new URLSearchParams()))).toBeNull()
    expect(await readKeptForm(post('/x', new URLSearchParams({ text: 'x'.repeat(70_000) })))).toBeNull()
    const many = new URLSearchParams(Array.from({ length: 201 }, (_, n) => [`f${n}`, '']))
    expect(await readKeptForm(post('/x', many))).toBeNull()
  })
})

describe('parseKeptForm', () => {
  test('reads back what was kept', () => {
    const kept = { action: '/village/list?step=2', fields: [['a', '1']] }
    expect(parseKeptForm(JSON.stringify(kept))).toEqual(kept)
  })

  test.each([
    undefined,
    '',
    'null',
    '[]',
    '{"action":"//evil.example","fields":[]}',
    '{"action":"https://evil.example/","fields":[]}',
    '{"action":"javascript:alert(1)","fields":[]}',
    '{"action":"/x","fields":[["a",1]]}',
    '{"action":"/x","fields":"a"}',
    '['.repeat(10_000),
  ])('%j is none', (text) => {
    expect(parseKeptForm(text)).toBeNull()
  })

  test('no password comes back in by it', () => {
    expect(parseKeptForm('{"action":"/account","fields":[["password","x"],["a","1"]]}')?.fields).toEqual([
      ['a', '1'],
    ])
  })
})
