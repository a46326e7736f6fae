import { describe, expect, it } from 'vitest'
import { divisionDistance } from './division-distance.ts'

describe('divisionDistance', () => {
  const village = { divisionCode: '510981100201', supervisionAreaKey: 'east' }
  it.each([
    ['the village itself', '510981100201', null, 0],
    ['its town', '510981100000', null, 1],
    ['a village of its town', '510981100202', 'west', 1],
    ['a town of its supervision area', '510981107000', 'east', 2],
    ['a town of its county, in another area', '510981107000', 'west', 3],
    ['a town of its county, in none', '510981107000', null, 3],
    ['a town of its prefecture', '510904100000', null, 4],
    ['a town elsewhere', '511025100000', null, 5],
  ])('from %s', (_, divisionCode, supervisionAreaKey, distance) => {
    expect(divisionDistance(village, { divisionCode, supervisionAreaKey })).toBe(distance)
    expect(divisionDistance({ divisionCode, supervisionAreaKey }, village)).toBe(distance)
  })

  it('is no nearer for two places that are in no supervision area', () => {
    const [a, b] = ['510981100201', '510981107000'].map((divisionCode) => ({
      divisionCode,
      supervisionAreaKey: null,
    }))
    expect(a && b && divisionDistance(a, b)).toBe(3)
  })
})
