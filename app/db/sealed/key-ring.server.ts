/**
 * The keys that values are sealed with: the newest seals, all of them open. Finding by a keyed hash has a key of its
 * own, which stays when they change. From the settings, or from a file that every process reads anew once it changed.
 */
import { createHmac, hkdfSync, randomBytes } from 'node:crypto'
import {
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { settings } from '#app/config/env.server.ts'

const KEY_BYTES = 32
const ID_CHARS = 8
/** How long a process may go on sealing with the key before, after the file was changed. */
export const REREAD_MS = 1_000

/** `since`: when it was made; null for keys of the settings and of a file that has never been changed. */
export type FieldKey = { id: string; sealing: Buffer; since: Date | null }
export type KeyRing = { newest: FieldKey; keys: readonly FieldKey[]; hashing: Buffer }

type KeyFile = { hashing: string; keys: { key: string; since: string | null }[] }

const derive = (root: Buffer, purpose: string) =>
  Buffer.from(hkdfSync('sha256', root, '', `yigou ${purpose}`, KEY_BYTES))

function toKey(root: Buffer, since: Date | null): FieldKey {
  return {
    id: createHmac('sha256', root).update('key id').digest('hex').slice(0, ID_CHARS),
    sealing: derive(root, 'sealing'),
    since,
  }
}

function readKey(text: string, name: string): Buffer {
  const key = Buffer.from(text.trim(), 'base64')
  if (key.length !== KEY_BYTES) throw new Error(`${name} must be ${KEY_BYTES} bytes in base64.`)
  return key
}

function toRing(keys: FieldKey[], hashing: Buffer): KeyRing {
  const [newest] = keys
  if (!newest) throw new Error('There is no key to seal with.')
  return { newest, keys, hashing }
}

function ringOfSettings(fieldKey: string): KeyRing {
  const roots = fieldKey.split(',').map((text) => readKey(text, 'FIELD_KEY'))
  const { fieldHashKey } = settings()
  const oldest = roots.at(-1) ?? Buffer.alloc(0)
  const hashing = fieldHashKey === null ? derive(oldest, 'hashing') : readKey(fieldHashKey, 'FIELD_HASH_KEY')
  return toRing(
    roots.map((root) => toKey(root, null)),
    hashing,
  )
}

const keyFile = () => path.join(settings().dataDir, 'field.key')

function readFile(file: string): KeyFile {
  const text = readFileSync(file, 'utf8').trim()
  if (text.startsWith('{')) return JSON.parse(text) as KeyFile
  const root = readKey(text, 'field.key')
  return { hashing: derive(root, 'hashing').toString('base64'), keys: [{ key: text, since: null }] }
}

/** Writes the file as a whole. Made for the first time, it is the one that was there first. */
function writeFile(file: string, text: string, isFirst: boolean): void {
  const draft = `${file}.${randomBytes(4).toString('hex')}`
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(draft, text, { mode: 0o600, flush: true })
  try {
    if (isFirst) linkSync(draft, file)
    else renameSync(draft, file)
  } catch (error) {
    if (!(isFirst && existsSync(file))) throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

function ringOfFile(file: string): KeyRing {
  if (!existsSync(file)) writeFile(file, randomBytes(KEY_BYTES).toString('base64'), true)
  const { hashing, keys } = readFile(file)
  return toRing(
    keys.map(({ key, since }) => toKey(readKey(key, 'field.key'), since === null ? null : new Date(since))),
    readKey(hashing, 'field.key'),
  )
}

type Kept = { source: string; changed: number; lookedAt: number; ring: KeyRing }
let kept: Kept | undefined

const changeOf = (file: string) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0

/** The keys as they are now. `afresh`: also when they were looked at a moment ago. */
export function keyRing({ afresh = false }: { afresh?: boolean } = {}): KeyRing {
  const { fieldKey, fieldHashKey } = settings()
  const source = fieldKey === null ? keyFile() : `${fieldKey} ${fieldHashKey}`
  const now = Date.now()
  if (kept?.source === source && fieldKey !== null) return kept.ring
  if (kept?.source === source && !afresh && now - kept.lookedAt < REREAD_MS && now >= kept.lookedAt)
    return kept.ring
  if (fieldKey !== null) {
    kept = { source, changed: 0, lookedAt: now, ring: ringOfSettings(fieldKey) }
    return kept.ring
  }
  const changed = changeOf(source)
  // A file that is gone for a moment takes no key from who has it.
  if (kept?.source === source && (changed === kept.changed || changed === 0)) {
    kept.lookedAt = now
    return kept.ring
  }
  const ring = ringOfFile(source)
  kept = { source, changed: changed || changeOf(source), lookedAt: now, ring }
  return ring
}

/** Whether the keys are in a file of the data folder, where a key can be added and dropped. */
export function hasKeyFile(): boolean {
  return settings().fieldKey === null
}

/** What the first characters of a text sealed with a key are. */
export function sealedPrefix(keyId: string): string {
  return Buffer.from(keyId, 'utf8').toString('base64').slice(0, 10)
}

function changeFile(change: (before: KeyFile) => KeyFile): KeyRing {
  keyRing()
  const file = keyFile()
  writeFile(file, JSON.stringify(change(readFile(file)), null, 2), false)
  kept = undefined
  return keyRing()
}

/** Adds a key, which seals from now on. One process at a time: the caller sees to that. */
export function addKey(now: Date): FieldKey {
  const prefixes = keyRing({ afresh: true }).keys.map(({ id }) => sealedPrefix(id))
  let root = randomBytes(KEY_BYTES)
  while (prefixes.includes(sealedPrefix(toKey(root, null).id))) root = randomBytes(KEY_BYTES)
  const added = { key: root.toString('base64'), since: now.toISOString() }
  return changeFile(({ hashing, keys }) => ({ hashing, keys: [added, ...keys] })).newest
}

/** Takes a key away that seals nothing any more: the caller sees to that. */
export function removeKey(id: string): void {
  changeFile(({ hashing, keys }) => ({
    hashing,
    keys: keys.filter(({ key }) => toKey(readKey(key, 'field.key'), null).id !== id),
  }))
}
