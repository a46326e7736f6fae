import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import { keyIdOf, openBytes, sealBytes } from '#app/db/sealed/field-cipher.server.ts'
import {
  addKey,
  hasKeyFile,
  keyRing,
  REREAD_MS,
  removeKey,
  sealedPrefix,
} from '#app/db/sealed/key-ring.server.ts'
import {
  asKeyKeeper,
  countStatement,
  type Resealed,
  resealDatabase,
} from '#app/db/sealed/sealed-places.server.ts'
import type { SystemActor } from '#app/domain/access/roles.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { liveSealedFolders, type SealedFolder } from '#app/gateways/sealed-folder.server.ts'

/** How many values one key seals; `id` null: sealed with keys that are not here. */
export type KeyUse = { id: string | null; isNewest: boolean; count: number; places: Record<string, number> }

/** What seals a value and writes it only then has done so long before. */
const DROPPED_AFTER_MS = 3_600_000
const MOST_PASSES = 20

type FileColumn = keyof typeof liveSealedFolders
type Deps = {
  ownerUrl: string
  folders: Record<FileColumn, SealedFolder>
  now: () => Date
}

export function rotateDeps(ownerUrl: string): Deps {
  return { ownerUrl, folders: liveSealedFolders, now: () => new Date() }
}

const folderEntries = (deps: Deps) => Object.entries(deps.folders) as [FileColumn, SealedFolder][]

async function countUses(owner: pg.Client, deps: Deps): Promise<KeyUse[]> {
  const { keys, newest } = keyRing({ afresh: true })
  const uses = keys.map(({ id }): KeyUse => ({ id, isNewest: id === newest.id, count: 0, places: {} }))
  const foreign: KeyUse = { id: null, isNewest: false, count: 0, places: {} }
  const add = (use: KeyUse | undefined, place: string, count: number) => {
    const to = use ?? foreign
    to.count += count
    to.places[place] = (to.places[place] ?? 0) + count
  }
  const { rows } = await owner.query<{ place: string; prefix: string; count: number }>(countStatement())
  for (const { place, prefix, count } of rows) {
    add(
      uses.find(({ id }) => id !== null && sealedPrefix(id) === prefix),
      place,
      count,
    )
  }
  for (const [column, folder] of folderEntries(deps)) {
    for (const name of await folder.names()) {
      const sealed = await folder.read(name)
      if (sealed === null) continue
      add(
        uses.find(({ id }) => id === keyIdOf(sealed)),
        column,
        1,
      )
    }
  }
  return foreign.count > 0 ? [...uses, foreign] : uses
}

async function resealFiles(deps: Deps, newest: string): Promise<Resealed[]> {
  const done: Resealed[] = []
  for (const [column, folder] of folderEntries(deps)) {
    const result = { place: column, count: 0, unreadable: 0 }
    for (const name of await folder.names()) {
      const sealed = await folder.read(name)
      if (sealed === null || keyIdOf(sealed) === newest) continue
      try {
        if (await folder.replace(name, sealBytes(column, openBytes(column, sealed)))) result.count += 1
      } catch {
        result.unreadable += 1
      }
    }
    done.push(result)
  }
  return done
}

const isLeft = (uses: readonly KeyUse[]) =>
  uses.some(({ isNewest, id, count }) => !isNewest && id !== null && count > 0)

/** How many values each key seals, in the database and in files. */
export async function countKeyUses(_actor: SystemActor, deps: Deps): Promise<Verdict<KeyUse[], 'keys-busy'>> {
  const uses = await asKeyKeeper(deps.ownerUrl, (owner) => countUses(owner, deps))
  return uses === null ? refuse('keys-busy') : accept(uses)
}

export type Rotation = { added: string | null; resealed: Resealed[]; uses: KeyUse[] }

/**
 * Seals everything anew with a key that is added for it, beside a running server. Where an earlier run was broken off,
 * or the settings name the keys, none is added: what is left is sealed with the newest there is. Every value is either
 * sealed with the one or with the other, and both open, so that it may end anywhere.
 */
export async function rotateKeys(_actor: SystemActor, deps: Deps): Promise<Verdict<Rotation, 'keys-busy'>> {
  const rotation = await asKeyKeeper(deps.ownerUrl, async (owner): Promise<Rotation> => {
    const before = await countUses(owner, deps)
    const added = isLeft(before) || !hasKeyFile() ? null : addKey(deps.now()).id
    // Until they have read the file again, other processes seal with the key before.
    if (added !== null) await pause(REREAD_MS * 1.5)
    const newest = keyRing({ afresh: true }).newest.id
    const sums = new Map<string, Resealed>()
    let uses = before
    for (let pass = 1; pass <= MOST_PASSES; pass += 1) {
      const done = [...(await resealDatabase(owner, newest)), ...(await resealFiles(deps, newest))]
      for (const { place, count, unreadable } of done) {
        sums.set(place, { place, count: (sums.get(place)?.count ?? 0) + count, unreadable })
      }
      uses = await countUses(owner, deps)
      if (!isLeft(uses) || done.every(({ count }) => count === 0)) break
    }
    return { added, resealed: [...sums.values()].filter((one) => one.count + one.unreadable > 0), uses }
  })
  return rotation === null ? refuse('keys-busy') : accept(rotation)
}

export type DropRefusal =
  | 'keys-busy'
  | 'key-unknown'
  | 'key-newest'
  | 'key-in-use'
  | 'key-too-young'
  | 'key-in-settings'

/** Drops a key that nothing is sealed with any more, an hour at the earliest after another took its place. */
export async function dropKey(
  _actor: SystemActor,
  { keyId }: { keyId: string },
  deps: Deps,
): Promise<Verdict<null, DropRefusal>> {
  const dropped = await asKeyKeeper(deps.ownerUrl, async (owner): Promise<Verdict<null, DropRefusal>> => {
    const uses = await countUses(owner, deps)
    const use = uses.find(({ id }) => id === keyId)
    if (!use) return refuse('key-unknown')
    if (use.isNewest) return refuse('key-newest')
    if (use.count > 0) return refuse('key-in-use', { count: use.count })
    if (!hasKeyFile()) return refuse('key-in-settings')
    const { keys } = keyRing()
    const next = keys[keys.findIndex(({ id }) => id === keyId) - 1]
    const since = next?.since?.getTime() ?? 0
    if (deps.now().getTime() - since < DROPPED_AFTER_MS) return refuse('key-too-young')
    removeKey(keyId)
    return accept(null)
  })
  return dropped ?? refuse('keys-busy')
}
