/**
 * What shows that a household agreed: a signature or thumbprint, drawn or photographed, or its voice.
 * Invariant: what is kept is a picture or a sound by its own first bytes, and is one household's own business.
 */
import { type Refusal, refuse } from '#app/domain/kernel/verdict.ts'
import type { AgreementWay } from './lot-entry.ts'

export const EVIDENCE_KINDS = ['drawn', 'photo', 'voice'] as const
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number]

export const MOST_VOICE_BYTES = 2 * 1024 * 1024

export type VoiceCode = 'voice-missing' | 'voice-too-large' | 'voice-not-sound'
export type EvidenceCode = 'agreement-not-shown' | VoiceCode

/** The kinds that show an agreement of this way; none for a call, which its witness stands for. */
export function kindsFor(how: AgreementWay): readonly EvidenceKind[] {
  if (how === 'phone') return []
  return how === 'voice' ? ['voice'] : ['drawn', 'photo']
}

/** What is said where nothing was sent that shows the agreement; null where nothing is needed. */
export function missingEvidence(how: AgreementWay): Refusal<EvidenceCode> | null {
  if (kindsFor(how).length === 0) return null
  return refuse(how === 'voice' ? 'voice-missing' : 'agreement-not-shown')
}

/** The first bytes of what phones record, in hex; `.` stands for any digit. */
const SOUNDS: readonly (readonly [RegExp, string])[] = [
  // An MP4 box names its brand: M4A, mp41 and mp42, isom, iso2, dash, MSNV, qt.
  [/^.{8}66747970(4d3441|6d7034|69736f|64617368|4d534e56|7174)/, 'audio/mp4'],
  [/^.{8}667479703367/, 'audio/3gpp'],
  [/^2321414d52/, 'audio/amr'],
  [/^4f676753/, 'audio/ogg'],
  [/^52494646.{8}57415645/, 'audio/wav'],
  [/^1a45dfa3/, 'audio/webm'],
  [/^494433/, 'audio/mpeg'],
  [/^fff[19]/, 'audio/aac'],
  [/^ff[ef][23ab]/, 'audio/mpeg'],
]

/** The kind of sound that bytes are; null for what is none. */
export function soundTypeOf(bytes: Uint8Array): string | null {
  const head = Array.from(bytes.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('')
  return SOUNDS.find(([first]) => first.test(head))?.[1] ?? null
}

/** Why bytes are no voice note to keep; null if they are one. */
export function voiceRefusal(bytes: Uint8Array): Refusal<VoiceCode> | null {
  if (bytes.byteLength === 0) return refuse('voice-missing')
  if (bytes.byteLength > MOST_VOICE_BYTES) {
    return refuse('voice-too-large', { mostMegabytes: MOST_VOICE_BYTES / (1024 * 1024) })
  }
  return soundTypeOf(bytes) === null ? refuse('voice-not-sound') : null
}
