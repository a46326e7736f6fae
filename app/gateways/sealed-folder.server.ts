/** A folder of sealed files, each put in another's place as a whole. */
import { open, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises'
import path from 'node:path'
import { settings } from '#app/config/env.server.ts'

export type SealedFolder = {
  names(): Promise<string[]>
  read(name: string): Promise<Buffer | null>
  /** Puts `sealed` in place of what is there, with its time; false where it is gone. */
  replace(name: string, sealed: Uint8Array): Promise<boolean>
}

const ENDING = '.sealed'

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

function sealedFolder(folder: () => string): SealedFolder {
  const fileOf = (name: string) => path.join(folder(), name)
  return {
    async names() {
      const all = await readdir(folder()).catch(() => [])
      return all.filter((name) => name.endsWith(ENDING))
    },
    async read(name) {
      try {
        return await readFile(fileOf(name))
      } catch (error) {
        if (isMissing(error)) return null
        throw error
      }
    },
    async replace(name, sealed) {
      const draft = `${fileOf(name)}.rotating`
      try {
        const { atime, mtime } = await stat(fileOf(name))
        const file = await open(draft, 'w', 0o600)
        await file.writeFile(sealed)
        await file.sync()
        await file.close()
        // How long it is kept goes by its time.
        await utimes(draft, atime, mtime)
        await stat(fileOf(name))
        await rename(draft, fileOf(name))
        return true
      } catch (error) {
        await rm(draft, { force: true })
        if (isMissing(error)) return false
        throw error
      }
    },
  }
}

/** The sealed files of this server: offered for import, and what shows that households agreed. */
export const liveSealedFolders = {
  'import.file': sealedFolder(() => path.join(settings().dataDir, 'imports')),
  'lot.evidence': sealedFolder(() => path.join(settings().dataDir, 'evidence')),
} as const satisfies Record<string, SealedFolder>
