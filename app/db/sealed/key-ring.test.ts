/** Keys that the settings name, the newest first. */
import { randomBytes } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { publishDatabase } from '#app/config/env.server.ts'
import { hashText, keyIdOf, openText, sealText } from './field-cipher.server.ts'
import { hasKeyFile, keyRing } from './key-ring.server.ts'

const newKey = () => randomBytes(32).toString('base64')
const [OLD, NEW, HASHING] = [newKey(), newKey(), newKey()]

function withKeys(fieldKey: string, hashKey = ''): void {
  process.env.FIELD_KEY = fieldKey
  process.env.FIELD_HASH_KEY = hashKey
  // The settings are read anew.
  publishDatabase({ app: '', owner: '', reader: '' })
}

afterEach(() => withKeys(''))

const seal = () => sealText('person.name', '测甲')
const keyOf = (sealed: string) => keyIdOf(Buffer.from(sealed, 'base64'))

describe('two keys in FIELD_KEY', () => {
  it('open both, and the first seals', () => {
    withKeys(OLD)
    const before = seal()
    withKeys(`${NEW},${OLD}`)
    expect(hasKeyFile()).toBe(false)
    expect(keyRing().keys).toHaveLength(2)
    const after = seal()
    expect(keyOf(after)).toBe(keyRing().newest.id)
    expect(keyOf(after)).not.toBe(keyOf(before))
    for (const sealed of [before, after]) expect(openText('person.name', sealed)).toBe('测甲')
    withKeys(NEW)
    expect(openText('person.name', after)).toBe('测甲')
    expect(() => openText('person.name', before)).toThrow('a key this server does not have')
  })

  it('leave hashes as they were, by the last of them or by FIELD_HASH_KEY', () => {
    const hash = () => hashText('person.name', '测甲')
    withKeys(OLD)
    const before = hash()
    const hashing = keyRing().hashing.toString('base64')
    withKeys(`${NEW},${OLD}`)
    expect(hash()).toBe(before)
    withKeys(NEW)
    expect(hash()).not.toBe(before)
    withKeys(NEW, hashing)
    expect(hash()).toBe(before)
    withKeys(`${NEW},${OLD}`, HASHING)
    expect(hash()).not.toBe(before)
  })

  it('are both keys, or the server does not go on', () => {
    for (const fieldKey of [`${NEW},`, `${NEW},c2hvcnQ=`]) {
      withKeys(fieldKey)
      expect(() => keyRing()).toThrow('FIELD_KEY must be 32 bytes in base64.')
    }
  })
})
