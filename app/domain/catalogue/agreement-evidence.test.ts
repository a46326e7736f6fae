import { expect, test } from 'vitest'
import { MOST_VOICE_BYTES, missingEvidence, soundTypeOf, voiceRefusal } from './agreement-evidence.ts'

const bytes = (text: string, length = 40) =>
  Uint8Array.from({ length }, (_, i) => (i < text.length ? text.charCodeAt(i) : 0))

test.each([
  ['\0\0\0\x20ftypM4A ', 'audio/mp4'],
  ['\0\0\0\x18ftyp3gp4', 'audio/3gpp'],
  ['#!AMR\n', 'audio/amr'],
  ['OggS', 'audio/ogg'],
  ['RIFF\x24\0\0\0WAVEfmt ', 'audio/wav'],
  ['\x1aE\xdf\xa3', 'audio/webm'],
  ['ID3\x04', 'audio/mpeg'],
  ['\xff\xfb\x90', 'audio/mpeg'],
  ['\xff\xf1\x50', 'audio/aac'],
  ['RIFF\x24\0\0\0WEBPVP8 ', null],
  ['\0\0\0\x20ftypheic', null],
  ['\xff\xd8\xff\xe0', null],
  ['<html><script>', null],
  ['', null],
])('%j is %s', (head, mediaType) => {
  expect(soundTypeOf(bytes(head))).toBe(mediaType)
})

test('a voice note is a sound of at most two megabytes', () => {
  expect(voiceRefusal(bytes('OggS', MOST_VOICE_BYTES))).toBeNull()
  expect(voiceRefusal(bytes('OggS', MOST_VOICE_BYTES + 1))).toMatchObject({
    code: 'voice-too-large',
    facts: { mostMegabytes: 2 },
  })
  expect(voiceRefusal(bytes('MZ'))).toMatchObject({ code: 'voice-not-sound' })
  expect(voiceRefusal(bytes('', 0))).toMatchObject({ code: 'voice-missing' })
})

test('a call alone shows itself by its witness', () => {
  const codes = (['signature', 'thumbprint', 'voice', 'phone'] as const).map(
    (how) => missingEvidence(how)?.code ?? null,
  )
  expect(codes).toEqual(['agreement-not-shown', 'agreement-not-shown', 'voice-missing', null])
})
