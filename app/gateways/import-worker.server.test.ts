import { Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { passOn } from './import-worker.server.ts'

const CHUNKS = 9

/** A form that comes a piece at a time. `onEnd` is called once it was read to its end. */
function slowForm(onEnd = () => {}): ReadableStream<Uint8Array> {
  let sent = 0
  return new ReadableStream<Uint8Array>({
    pull: async (out) => {
      await new Promise((resolve) => setTimeout(resolve, 5))
      if (sent++ < CHUNKS) return out.enqueue(new Uint8Array(64 * 1024))
      out.close()
      onEnd()
    },
  })
}

const hung = () => new Promise<'hung'>((resolve) => setTimeout(() => resolve('hung'), 2_000))

test.each([
  ['ends between two pieces, without an error', undefined],
  ['breaks off', new Error('EPIPE')],
])('a form is read to its end when its worker %s', async (_, error) => {
  const worker = new Writable({ write: (_chunk, _encoding, taken) => taken() })
  const end = new Promise<'read'>((resolve) =>
    passOn(
      slowForm(() => resolve('read')),
      worker,
    ),
  )
  setTimeout(() => worker.destroy(error), 12)
  expect(await Promise.race([end, hung()])).toBe('read')
})

test('a worker gets the whole form', async () => {
  let bytes = 0
  const worker = new Writable({
    write: (chunk: Uint8Array, _encoding, taken) => {
      bytes += chunk.length
      taken()
    },
  })
  passOn(slowForm(), worker)
  await new Promise((resolve) => worker.once('finish', resolve))
  expect(bytes).toBe(CHUNKS * 64 * 1024)
})
