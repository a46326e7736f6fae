/**
 * Seals what must not be readable in the database: AES-256-GCM per value, bound to its column and owner, with the
 * key's id in front, so that keys can be rotated. A keyed hash finds full values without storing them.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { settings } from '#app/config/env.server.ts'
import { invariant } from '#app/domain/kernel/invariant.ts'

/** Column a value is sealed for, `person.name`: a value moved to another column does not open. */
export type SealedColumn =
  | 'account.name'
  | 'account.phone'
  | 'account.email'
  | 'person.name'
  | 'person.id-number'
  | 'person.phone'
  | 'bank-card.card'
  | 'pairing.helper-name'
  | 'pairing.helper-phone'
  | 'lot.witness'
  | 'lot.evidence'
  | 'basket-line.for-whom'
  | 'import.file'
  | 'import-item.content'
  | 'bank-statement.lines'
  | 'bank-line.text'
  | 'bank-line.key'
  | 'refund.note'
  | 'invoice.title'
  | 'invoice.tax-number'
  | 'invoice.email'
  | 'invoice.note'
  | 'invoice.reason'

type Keys = { id: string; sealing: Buffer; hashing: Buffer }
let keys: Keys | undefined

function readRootKey(): Buffer {
  const fromSettings = settings().fieldKey
  if (fromSettings !== null) {
    const key = Buffer.from(fromSettings, 'base64')
    if (key.length !== 32) throw new Error('FIELD_KEY must be 32 bytes in base64.')
    return key
  }
  const file = path.join(settings().dataDir, 'field.key')
  if (!existsSync(file)) {
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, randomBytes(32).toString('base64'), { mode: 0o600 })
  }
  return Buffer.from(readFileSync(file, 'utf8'), 'base64')
}

function currentKeys(): Keys {
  if (!keys) {
    const root = readRootKey()
    const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', root, '', `yigou ${purpose}`, 32))
    keys = {
      id: createHmac('sha256', root).update('key id').digest('hex').slice(0, 8),
      sealing: derive('sealing'),
      hashing: derive('hashing'),
    }
  }
  return keys
}

/** Seals bytes for a column. The owner of the value (a household number, say) may bind it further. */
export function sealBytes(column: SealedColumn, plain: Buffer): Buffer {
  const { id, sealing } = currentKeys()
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', sealing, nonce)
  cipher.setAAD(Buffer.from(column))
  const body = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([Buffer.from(id, 'utf8'), nonce, cipher.getAuthTag(), body])
}

/** Opens what `sealBytes` made; throws when it was changed, moved, or sealed with another key. */
export function openBytes(column: SealedColumn, sealed: Buffer): Buffer {
  const { id, sealing } = currentKeys()
  invariant(sealed.subarray(0, 8).toString('utf8') === id, 'sealed with a key this server does not have')
  const decipher = createDecipheriv('aes-256-gcm', sealing, sealed.subarray(8, 20))
  decipher.setAAD(Buffer.from(column))
  decipher.setAuthTag(sealed.subarray(20, 36))
  return Buffer.concat([decipher.update(sealed.subarray(36)), decipher.final()])
}

/** A text sealed for a column, as base64. */
export function sealText(column: SealedColumn, plain: string): string {
  return sealBytes(column, Buffer.from(plain, 'utf8')).toString('base64')
}

/** The text that `sealText` sealed. */
export function openText(column: SealedColumn, sealed: string): string {
  return openBytes(column, Buffer.from(sealed, 'base64')).toString('utf8')
}

/** Finds a full value without storing it: the same value in the same column gives the same hash. */
export function hashText(column: SealedColumn, plain: string): string {
  return createHmac('sha256', currentKeys().hashing)
    .update(`${column}\n${plain.normalize('NFKC').trim()}`)
    .digest('hex')
}
