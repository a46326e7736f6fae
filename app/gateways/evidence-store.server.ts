/** What shows that households agreed, each file under its id. What is kept was sealed by the caller. */
import { randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { settings } from '#app/config/env.server.ts'

export type EvidenceStore = {
  keep(id: string, sealed: Uint8Array): Promise<void>
  /** The sealed bytes; null where there are none. */
  read(id: string): Promise<Buffer | null>
  remove(id: string): Promise<void>
  /** The ids of what was kept before `instant`, or left over by an interrupted keeping. */
  keptBefore(instant: Date): Promise<string[]>
}

const ENDING = '.sealed'

/** A store in one folder, made when it is first needed. */
export function evidenceStore(options: { folder: () => string }): EvidenceStore {
  const fileOf = (id: string) => path.join(options.folder(), `${id}${ENDING}`)
  return {
    async keep(id, sealed) {
      await mkdir(options.folder(), { recursive: true, mode: 0o700 })
      // One form sent twice at once keeps the same file twice.
      const draft = `${fileOf(id)}.${randomUUID()}.part`
      await writeFile(draft, sealed, { mode: 0o600 })
      await rename(draft, fileOf(id))
    },
    async read(id) {
      try {
        return await readFile(fileOf(id))
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
        throw error
      }
    },
    async remove(id) {
      const own = (name: string) => name.startsWith(`${id}${ENDING}`)
      for (const name of (await readdir(options.folder()).catch(() => [])).filter(own)) {
        await rm(path.join(options.folder(), name), { force: true })
      }
    },
    async keptBefore(instant) {
      const ids = new Set<string>()
      for (const name of await readdir(options.folder()).catch(() => [])) {
        const { mtime } = await stat(path.join(options.folder(), name)).catch(() => ({ mtime: instant }))
        const [id] = name.split(ENDING)
        if (mtime < instant && id) ids.add(id)
      }
      return [...ids]
    },
  }
}

/** The store of this server, under its data folder. */
export const liveEvidence: EvidenceStore = evidenceStore({
  folder: () => path.join(settings().dataDir, 'evidence'),
})
