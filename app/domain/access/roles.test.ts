import { describe, expect, test } from 'vitest'
import {
  type Actor,
  DIVISION_ROLES,
  isDivisionRole,
  isPlaceOf,
  isRole,
  ROLE_LEVELS,
  reaches,
  reachesAgency,
  scopeOf,
  systemScope,
} from './roles.ts'

const COUNTY = '510981000000'
const TOWN = '510981100000'
const VILLAGE = '510981100212'

const actor: Actor = {
  accountId: 1,
  assignments: [
    { role: 'village-staff', scopeCode: VILLAGE, agencyId: null },
    { role: 'town-desk', scopeCode: '510981101000', agencyId: null },
    { role: 'buyer', scopeCode: null, agencyId: 7 },
  ],
}

describe('scopeOf', () => {
  test('is only what the named roles are over', () => {
    expect(scopeOf(actor, ['village-staff'])).toEqual({ prefixes: [VILLAGE], agencyIds: [] })
    expect(scopeOf(actor, ['town-desk', 'buyer'])).toEqual({ prefixes: ['510981101'], agencyIds: [7] })
    expect(scopeOf(actor, ['inspector'])).toEqual({ prefixes: [], agencyIds: [] })
  })

  test('names what is held twice once', () => {
    const twice: Actor = { accountId: 1, assignments: [...actor.assignments, ...actor.assignments] }
    expect(scopeOf(twice, ['village-staff', 'buyer'])).toEqual({ prefixes: [VILLAGE], agencyIds: [7] })
  })
})

describe('reaches', () => {
  test.each([
    [COUNTY, TOWN, true],
    [COUNTY, VILLAGE, true],
    [COUNTY, `${VILLAGE}-01`, true],
    [COUNTY, '511025100201', false],
    [TOWN, VILLAGE, true],
    // Trimmed of its zeros the town would take in 510981101 and nineteen others.
    [TOWN, '510981101201', false],
    [TOWN, COUNTY, false],
    [VILLAGE, VILLAGE, true],
    [VILLAGE, '510981100211', false],
    [VILLAGE, TOWN, false],
    [`${VILLAGE}-01`, `${VILLAGE}-01`, true],
    [`${VILLAGE}-01`, `${VILLAGE}-02`, false],
    [`${VILLAGE}-01`, VILLAGE, false],
  ])('%s to %s: %s', (over, code, within) => {
    expect(reaches(systemScope(over), code)).toBe(within)
  })

  test('agencies by number', () => {
    const scope = scopeOf(actor, ['buyer'])
    expect([reachesAgency(scope, 7), reachesAgency(scope, 8)]).toEqual([true, false])
  })
})

describe('places of roles', () => {
  test.each([
    ['village-staff', VILLAGE, true],
    ['village-staff', TOWN, false],
    ['village-lead', COUNTY, false],
    ['grid-worker', `${VILLAGE}-01`, true],
    ['grid-worker', VILLAGE, false],
    ['town-desk', TOWN, true],
    ['town-desk', COUNTY, false],
    ['county-office', COUNTY, true],
    ['county-office', '510000000000', false],
    ['organizer', COUNTY, true],
    ['organizer', `${VILLAGE}-01`, false],
    ['inspector', 'abc', false],
    ['inspector', '', false],
  ] as const)('%s over %s: %s', (role, code, fits) => {
    expect(isPlaceOf(role, code)).toBe(fits)
  })

  test('every role over divisions has its places', () => {
    expect(Object.keys(ROLE_LEVELS).sort()).toEqual([...DIVISION_ROLES].sort())
  })

  test('words that are no role are none', () => {
    expect([isRole('buyer'), isRole('admin'), isDivisionRole('buyer'), isDivisionRole('organizer')]).toEqual([
      true,
      false,
      false,
      true,
    ])
  })
})
