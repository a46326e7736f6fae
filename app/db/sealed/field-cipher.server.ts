/**
 * Seals what must not be readable in the database: AES-256-GCM per value, bound to its column and owner, with the
 * key's id in front, so that keys can change. A keyed hash finds full values without storing them.
 */
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import { type FieldKey, keyRing } from './key-ring.server.ts'

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
  | 'purchase-contract.witness'
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
  | 'calendar-feed.token'

/** Seals bytes for a column. The owner of the value (a household number, say) may bind it further. */
export function sealBytes(column: SealedColumn, plain: Buffer): Buffer {
  const { id, sealing } = keyRing().newest
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', sealing, nonce)
  cipher.setAAD(Buffer.from(column))
  const body = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([Buffer.from(id, 'utf8'), nonce, cipher.getAuthTag(), body])
}

/** The id of the key that a value was sealed with. */
export function keyIdOf(sealed: Buffer): string {
  return sealed.subarray(0, 8).toString('utf8')
}

/** The key of a value. One that was added a moment ago by another process is read from the file. */
function keyOf(sealed: Buffer): FieldKey {
  const id = keyIdOf(sealed)
  const known = (key: FieldKey) => key.id === id
  const key = keyRing().keys.find(known) ?? keyRing({ afresh: true }).keys.find(known)
  if (!key) throw new Error('A value is sealed with a key this server does not have.')
  return key
}

/** Opens what `sealBytes` made; throws when it was changed, moved, or sealed with a key that is not here. */
export function openBytes(column: SealedColumn, sealed: Buffer): Buffer {
  const { sealing } = keyOf(sealed)
  try {
    const decipher = createDecipheriv('aes-256-gcm', sealing, sealed.subarray(8, 20))
    decipher.setAAD(Buffer.from(column))
    decipher.setAuthTag(sealed.subarray(20, 36))
    return Buffer.concat([decipher.update(sealed.subarray(36)), decipher.final()])
  } catch (cause) {
    throw new Error('A sealed value does not open: it was changed, or moved to another column.', { cause })
  }
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
  return createHmac('sha256', keyRing().hashing)
    .update(`${column}\n${plain.normalize('NFKC').trim()}`)
    .digest('hex')
}
