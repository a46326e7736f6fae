/** A file that shows a household's agreement, as it lies sealed: who sent it with which form, then its bytes. */
import type { EvidenceKind } from '#app/domain/catalogue/agreement-evidence.ts'
import { openBytes, sealBytes } from '../sealed/field-cipher.server.ts'

export type EvidenceHead = {
  accountId: number
  formKey: string
  kind: EvidenceKind
  mediaType: string
  /** Of the bytes as they were sent. */
  contentHash: string
  byteCount: number
}

export function sealEvidence(head: EvidenceHead, bytes: Uint8Array): Buffer {
  return sealBytes('lot.evidence', Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), bytes]))
}

export function openEvidence(sealed: Buffer): { head: EvidenceHead; bytes: Buffer } {
  const plain = openBytes('lot.evidence', sealed)
  const end = plain.indexOf(10)
  return { head: JSON.parse(plain.toString('utf8', 0, end)) as EvidenceHead, bytes: plain.subarray(end + 1) }
}
