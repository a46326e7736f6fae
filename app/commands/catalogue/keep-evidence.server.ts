import { createHash } from 'node:crypto'
import { sealEvidence } from '#app/db/catalogue/evidence-file.server.ts'
import { database } from '#app/db/client.server.ts'
import { isUuid } from '#app/db/handover/desk-operation.server.ts'
import { readHouseholdPlace } from '#app/db/people/household-place.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import {
  type EvidenceKind,
  kindsFor,
  soundTypeOf,
  type VoiceCode,
  voiceRefusal,
} from '#app/domain/catalogue/agreement-evidence.ts'
import type { AgreementWay } from '#app/domain/catalogue/lot-entry.ts'
import type { PhotoCode } from '#app/domain/catalogue/photo.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { type EvidenceStore, liveEvidence } from '#app/gateways/evidence-store.server.ts'
import { redrawPicture } from '#app/gateways/photo-store.server.ts'

export type KeepEvidenceRefusal = 'not-allowed' | 'operation-id-missing' | 'not-found' | PhotoCode | VoiceCode

export type SentEvidence = Partial<Record<EvidenceKind, Uint8Array>>

type Deps = {
  files: Pick<EvidenceStore, 'keep'>
  redraw: (picture: Uint8Array) => Promise<Verdict<Uint8Array, PhotoCode>>
}
const liveDeps: Deps = { files: liveEvidence, redraw: redrawPicture }

/**
 * Keeps what shows that a household agreed, sealed, before its lot is listed: a form that is refused for something else
 * need not bring it again. Pictures are drawn anew, a voice is kept as it was sent. Null: nothing sent shows this way.
 */
export async function keepEvidence(
  actor: Actor,
  scope: Scope,
  input: { formKey: string; householdId: number; how: AgreementWay; sent: SentEvidence },
  deps = liveDeps,
): Promise<Verdict<{ evidenceId: string | null }, KeepEvidenceRefusal>> {
  if (!can(actor, 'lot:list')) return refuse('not-allowed')
  if (!isUuid(input.formKey)) return refuse('operation-id-missing')
  const place = await readHouseholdPlace(database(), scope, input.householdId)
  if (!place) return refuse('not-found')
  const kind = kindsFor(input.how).find((each) => (input.sent[each]?.byteLength ?? 0) > 0)
  const sent = kind && input.sent[kind]
  if (kind === undefined || sent === undefined) return accept({ evidenceId: null })
  const made = kind === 'voice' ? asSent(sent) : await asPicture(sent, deps)
  if (!made.ok) return made
  const formKey = input.formKey.toLowerCase()
  const { accountId } = actor
  const contentHash = createHash('sha256').update(sent).digest('hex')
  const { mediaType, bytes } = made.value
  const head = { accountId, formKey, kind, mediaType, contentHash, byteCount: bytes.byteLength }
  const evidenceId = idOf(`${accountId} ${formKey} ${kind} ${contentHash}`)
  await deps.files.keep(evidenceId, sealEvidence(head, bytes))
  return accept({ evidenceId })
}

function asSent(sent: Uint8Array) {
  const refused = voiceRefusal(sent)
  return refused ?? accept({ mediaType: soundTypeOf(sent) ?? '', bytes: sent })
}

async function asPicture(sent: Uint8Array, deps: Deps) {
  const drawn = await deps.redraw(sent)
  return drawn.ok ? accept({ mediaType: 'image/webp', bytes: drawn.value }) : drawn
}

/** The same bytes of the same form have the same id, so that what lies under an id never changes. */
function idOf(meaning: string): string {
  const hex = createHash('sha256').update(meaning).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
