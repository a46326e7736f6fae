import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { comparePairings, type KnownPairing, type PairingTraits } from './pairing-change.ts'
import { isOverlapping } from './pairing-register.ts'

const chen: PairingTraits = {
  agencyName: '县经信局',
  helperName: '陈某',
  helperTitle: '科员',
  helperPhone: '19900006148',
  startsOn: '2025-03-08',
}
const liang: PairingTraits = { ...chen, helperName: '梁某', startsOn: '2026-01-05' }
const known: KnownPairing = { ...chen, id: 1, endsOn: null }
const nothing = { ended: null, corrected: null, added: [], refused: [] }

describe('comparePairings', () => {
  test('a first helper is added, the same helper again is not', () => {
    expect(comparePairings([], [chen])).toEqual({ ...nothing, added: [{ index: 0, endsOn: null }] })
    expect(comparePairings([known], [chen])).toEqual(nothing)
    expect(comparePairings([known], [{ ...chen, helperTitle: null, helperPhone: null }])).toEqual(nothing)
  })

  test('another helper ends the one before, the day before', () => {
    expect(comparePairings([known], [liang])).toEqual({
      ...nothing,
      ended: { id: 1, endsOn: '2026-01-04' },
      added: [{ index: 0, endsOn: null }],
    })
  })

  test('another helper from the same or an earlier day contradicts what is known, and is refused', () => {
    for (const startsOn of ['2025-03-08', '2024-01-01']) {
      expect(comparePairings([known], [{ ...liang, startsOn }])).toEqual({ ...nothing, refused: [0] })
    }
    const ended = { ...known, endsOn: '2026-06-30' }
    expect(comparePairings([ended], [liang])).toEqual({ ...nothing, refused: [0] })
    expect(comparePairings([ended], [chen])).toEqual(nothing)
  })

  test('two more helpers end the one before when the first of them begins', () => {
    const zeng = { ...chen, helperName: '曾某', startsOn: '2025-09-01' }
    expect(comparePairings([known], [liang, zeng])).toEqual({
      ...nothing,
      ended: { id: 1, endsOn: '2025-08-31' },
      added: [
        { index: 1, endsOn: '2026-01-04' },
        { index: 0, endsOn: null },
      ],
    })
  })

  test('a promotion or a new telephone is written to the same pairing', () => {
    expect(comparePairings([known], [{ ...chen, helperTitle: '股长' }]).corrected).toEqual({
      id: 1,
      index: 0,
    })
    expect(comparePairings([known], [{ ...chen, helperPhone: '19900000002' }]).corrected).toEqual({
      id: 1,
      index: 0,
    })
  })

  test('of two rows the later one helps now, whichever comes first in the file', () => {
    expect(comparePairings([], [liang, chen]).added).toEqual([
      { index: 1, endsOn: '2026-01-04' },
      { index: 0, endsOn: null },
    ])
  })

  test('a register from before the change does not bring the old helper back', () => {
    const pairings = [
      { ...known, endsOn: '2026-01-04' },
      { ...liang, id: 2, endsOn: null },
    ]
    expect(comparePairings(pairings, [chen])).toEqual(nothing)
  })

  test('whatever registers come, nobody has two helpers on one day, and one applied twice changes nothing the second time', () => {
    const anyPairing = fc.record<PairingTraits>({
      agencyName: fc.constantFrom('甲局', '乙局'),
      helperName: fc.constantFrom('陈某', '梁某', '曾某'),
      helperTitle: fc.constantFrom(null, '科员', '股长'),
      helperPhone: fc.constantFrom(null, '1'),
      startsOn: fc.constantFrom('2025-01-01', '2025-01-02', '2025-06-01', '2026-01-01'),
    })
    const anyRegister = fc.array(anyPairing, { maxLength: 4 })
    fc.assert(
      fc.property(anyRegister, anyRegister, anyRegister, (first, second, third) => {
        const after = applied(applied(applied([], first), second), third)
        for (const [i, pairing] of after.entries()) {
          for (const other of after.slice(i + 1)) expect(isOverlapping(pairing, other)).toBe(false)
          expect(pairing.endsOn === null || pairing.endsOn >= pairing.startsOn).toBe(true)
        }
        const { refused, ...again } = comparePairings(after, third)
        expect(again).toEqual({ ended: null, corrected: null, added: [] })
        expect(refused.every((index) => index < third.length)).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })
})

/** What writing a change comes to. */
function applied(known: readonly KnownPairing[], listed: readonly PairingTraits[]): KnownPairing[] {
  const { ended, corrected, added } = comparePairings(known, listed)
  const kept = known.map((pairing) => {
    if (pairing.id === ended?.id) return { ...pairing, endsOn: ended.endsOn }
    const said = pairing.id === corrected?.id ? listed[corrected.index] : undefined
    if (said === undefined) return pairing
    const { helperTitle, helperPhone, startsOn } = said
    return {
      ...pairing,
      startsOn,
      helperTitle: helperTitle ?? pairing.helperTitle,
      helperPhone: helperPhone ?? pairing.helperPhone,
    }
  })
  const more = added.flatMap(({ index, endsOn }, i) => {
    const pairing = listed[index]
    return pairing ? [{ ...pairing, id: known.length + i + 1, endsOn }] : []
  })
  return [...kept, ...more]
}
