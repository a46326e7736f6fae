/** Forms with a file as they are sent on to the worker, which reads them in a process of its own. */
import { beforeEach, expect, test } from 'vitest'
import { previewInWorker } from '#app/commands/intake/preview-in-worker.server.ts'
import { database } from '#app/db/client.server.ts'
import { refuse } from '#app/domain/kernel/verdict.ts'
import type { RunImportWorker } from '#app/gateways/import-worker.server.ts'
import { hasRefusalText } from '#app/i18n/refusals.ts'
import { statusOf } from '#app/web/respond.server.ts'
import { COUNTY, seedGround } from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { type Office, seedOffice } from './rounds.ts'

useDatabase()
let by: Office
beforeEach(async () => {
  await seedGround()
  by = await seedOffice()
})

type Sent = { contentType: string; body: ReadableStream<Uint8Array> | null }

function sentOf(fields: Record<string, string | File>): Sent {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  const { headers, body } = new Response(form)
  return { contentType: headers.get('content-type') ?? '', body }
}

/** The form up to where whoever sent it was gone. */
function brokenOff({ contentType, body }: Sent): Sent {
  const reader = body?.getReader()
  return {
    contentType,
    body: new ReadableStream({
      start: async (out) => {
        const first = await reader?.read()
        if (first?.value) out.enqueue(first.value)
        out.error(new Error('the sender is gone'))
      },
    }),
  }
}

const file = new File(['%PDF-1.7 no sheet'], '花名册.xlsx')
const rest = new File([new Uint8Array(3 * 1024 * 1024)], '花名册.xlsx')

test.each([
  ['without anything', { contentType: '', body: null }, 'import-file-missing'],
  ['without a file', sentOf({ kind: 'goods' }), 'import-file-missing'],
  ['without a kind', sentOf({ file }), 'import-kind-missing'],
  ['that is broken off', brokenOff(sentOf({ kind: 'goods', file: rest })), 'import-file-missing'],
  [
    'that is no form',
    { ...sentOf({ kind: 'goods', file: rest }), contentType: 'a/b' },
    'import-file-missing',
  ],
  [
    'that is too large',
    sentOf({ kind: 'goods', file: new File([new Uint8Array(31 * 1024 * 1024)], 'a') }),
    'file-too-large',
  ],
])('a form %s is refused, and nothing is kept', async (_, sent, code) => {
  const input = { scopeCode: COUNTY, ...sent }
  expect(await previewInWorker(by.actor, by.scope, input)).toMatchObject({ ok: false, code })
  expect(await database().importRound.count()).toBe(0)
})

test('whoever may not import, or not there, starts no worker', async () => {
  const work = () => Promise.reject(new Error('started'))
  const input = { scopeCode: COUNTY, ...sentOf({ kind: 'goods', file }) }
  const nobody = { ...by.actor, assignments: [] }
  expect(await previewInWorker(nobody, by.scope, input, { work })).toMatchObject({ code: 'not-allowed' })
  const elsewhere = { ...input, scopeCode: '510182000000' }
  expect(await previewInWorker(by.actor, by.scope, elsewhere, { work })).toMatchObject({ code: 'not-found' })
})

test('two files are read at once, and a third is refused before a worker is started, until one is done', async () => {
  const isDone: (() => void)[] = []
  const work: RunImportWorker = () =>
    new Promise((resolve, reject) => {
      const how = isDone.length === 0 ? () => reject(new Error('died')) : () => resolve(refuse('done'))
      isDone.push(how)
    })
  const send = () => {
    const sent = sentOf({ kind: 'goods', file: rest })
    return previewInWorker(by.actor, by.scope, { scopeCode: COUNTY, ...sent }, { work })
  }
  const first = send()
  const second = send()
  const busy = await send()
  expect(busy).toEqual({ ok: false, code: 'imports-busy' })
  expect(statusOf({ ok: false, code: 'imports-busy' })).toBe(503)
  expect(hasRefusalText('imports-busy')).toBe(true)
  expect(isDone).toHaveLength(2)
  isDone[0]?.()
  await expect(first).rejects.toThrow('died')
  const third = send()
  expect(isDone).toHaveLength(3)
  for (const done of isDone) done()
  expect(await Promise.all([second, third])).toMatchObject([{ code: 'done' }, { code: 'done' }])
  expect(await database().importRound.count()).toBe(0)
})
