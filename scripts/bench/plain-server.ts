/** A bare node:http server with a page in memory, in a process of its own: what our own answers are measured beside. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import autocannon from 'autocannon'
import { cpuMsOf } from './processes.ts'

const CONNECTIONS = 20

/** Mean over `seconds`. Throws if anything but pages was answered. */
export async function requestsASecond(
  url: string,
  headers: Record<string, string>,
  seconds: number,
): Promise<number> {
  const result = await autocannon({ url, headers, connections: CONNECTIONS, duration: seconds })
  if (result.non2xx + result.errors + result.timeouts > 0)
    throw new Error(`${url}: ${result.non2xx} refused, ${result.errors} errors, ${result.timeouts} timeouts`)
  return result.requests.average
}

/** Runs `work` beside such a server with these bytes. */
export async function besidePlainServer<T>(
  page: { body: Buffer; encoding: string },
  work: (url: string, pid: number) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'yigou-plain-'))
  const file = path.join(folder, 'page')
  writeFileSync(file, page.body)
  const plain = fork('scripts/bench/plain-page.mjs', [file, page.encoding])
  try {
    const [port] = (await once(plain, 'message')) as [number]
    return await work(`http://127.0.0.1:${port}/`, plain.pid ?? 0)
  } finally {
    plain.kill()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** CPU milliseconds of a bare answer of 32 KB now: some 0.03 on a machine that does nothing else. */
export function bareAnswerCpuMs(): Promise<number> {
  return besidePlainServer({ body: Buffer.alloc(32_000, 'x'), encoding: 'identity' }, async (url, pid) => {
    const seconds = 2
    await requestsASecond(url, {}, 1)
    let rate = 0
    const cpuMs = await cpuMsOf([pid], async () => {
      rate = await requestsASecond(url, {}, seconds)
    })
    return cpuMs / (rate * seconds)
  })
}
