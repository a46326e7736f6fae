/**
 * Files offered for import, each under its round's id. What is kept is sealed by the caller; only while a child
 * process reads a file does it lie open, in a folder that no one else may enter.
 */
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { settings } from '#app/config/env.server.ts'

export type ImportFileStore = {
  keep(roundId: string, sealed: Uint8Array): Promise<void>
  /** The sealed bytes; null once the file is gone. */
  read(roundId: string): Promise<Buffer | null>
  remove(roundId: string): Promise<void>
  /** Removes what came before `instant`. */
  removeBefore(instant: Date): Promise<void>
  /** Puts bytes where a child process can read them, for as long as `use` runs. */
  withOpenFile<T>(bytes: Uint8Array, use: (filePath: string) => Promise<T>): Promise<T>
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

/** A store in one folder, made when it is first needed. */
export function importFileStore(options: { folder: () => string }): ImportFileStore {
  const fileOf = (roundId: string) => path.join(options.folder(), `${roundId}.sealed`)
  return {
    async keep(roundId, sealed) {
      await mkdir(options.folder(), { recursive: true, mode: 0o700 })
      const draft = `${fileOf(roundId)}.part`
      await writeFile(draft, sealed, { mode: 0o600 })
      await rename(draft, fileOf(roundId))
    },
    async read(roundId) {
      try {
        return await readFile(fileOf(roundId))
      } catch (error) {
        if (isMissing(error)) return null
        throw error
      }
    },
    async remove(roundId) {
      await rm(fileOf(roundId), { force: true })
    },
    async removeBefore(instant) {
      for (const name of await readdir(options.folder()).catch(() => [])) {
        const file = path.join(options.folder(), name)
        const { mtime } = await stat(file).catch(() => ({ mtime: instant }))
        if (mtime < instant) await rm(file, { force: true })
      }
    },
    async withOpenFile(bytes, use) {
      const folder = await mkdtemp(path.join(os.tmpdir(), 'yigou-import-'))
      try {
        const file = path.join(folder, 'sheet')
        await writeFile(file, bytes, { mode: 0o600 })
        return await use(file)
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    },
  }
}

/** The store of this server, under its data folder. */
export const liveImportFiles: ImportFileStore = importFileStore({
  folder: () => path.join(settings().dataDir, 'imports'),
})
