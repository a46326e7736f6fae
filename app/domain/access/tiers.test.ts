import { describe, expect, test } from 'vitest'
import { type Actor, ROLES, type RoleAssignment } from './roles.ts'
import { INVITES, invitableRoles, isAbove, mayInvite, mayReset, type Position } from './tiers.ts'

const COUNTY = '510981000000'
const FOREIGN_COUNTY = '511025000000'
const TOWN = '510981100000'
const VILLAGE = '510981100212'
const OTHER_TOWN_VILLAGE = '510981101201'

const as = (...assignments: RoleAssignment[]): Actor => ({ accountId: 1, assignments })
const county: RoleAssignment = { role: 'county-office', scopeCode: COUNTY, agencyId: null }
const town: RoleAssignment = { role: 'town-desk', scopeCode: TOWN, agencyId: null }
const agency: RoleAssignment = { role: 'agency-manager', scopeCode: null, agencyId: 7 }

function over(role: Position['role'], scopeCode: string): Position {
  return { role, scopeCode, agencyId: null, countyCode: `${scopeCode.slice(0, 6)}000000` }
}
function inAgency(role: Position['role'], agencyId: number, countyCode = COUNTY): Position {
  return { role, scopeCode: null, agencyId, countyCode }
}

describe('mayInvite', () => {
  test.each([
    ['county office, village staff of its county', as(county), over('village-staff', VILLAGE), true],
    ['county office, grid worker', as(county), over('grid-worker', `${VILLAGE}-01`), true],
    ['county office, town desk', as(county), over('town-desk', TOWN), true],
    ['county office, a colleague', as(county), over('county-office', COUNTY), true],
    ['county office, manager of an agency of its county', as(county), inAgency('agency-manager', 9), true],
    ['county office, a buyer: that is the agency’s own tier', as(county), inAgency('buyer', 9), false],
    ['county office, foreign village', as(county), over('village-staff', '511025100201'), false],
    ['county office, foreign agency', as(county), inAgency('agency-manager', 9, FOREIGN_COUNTY), false],
    ['county office, foreign county office', as(county), over('county-office', FOREIGN_COUNTY), false],
    ['town desk, village lead of its town', as(town), over('village-lead', VILLAGE), true],
    ['town desk, village of another town', as(town), over('village-lead', OTHER_TOWN_VILLAGE), false],
    ['town desk, itself', as(town), over('town-desk', TOWN), false],
    ['town desk, county office', as(town), over('county-office', COUNTY), false],
    ['town desk, inspector', as(town), over('inspector', TOWN), false],
    ['agency manager, buyer', as(agency), inAgency('buyer', 7), true],
    ['agency manager, buyer of another agency', as(agency), inAgency('buyer', 8), false],
    ['agency manager, another manager', as(agency), inAgency('agency-manager', 7), false],
    ['nobody', as(), over('village-staff', VILLAGE), false],
  ] as const)('%s', (_case, actor, position, may) => {
    expect(mayInvite(actor, position)).toBe(may)
  })

  test('a tier in one place and a scope in another do not add up', () => {
    const townThereAndCountyHere = as(
      { role: 'town-desk', scopeCode: TOWN, agencyId: null },
      {
        role: 'county-office',
        scopeCode: FOREIGN_COUNTY,
        agencyId: null,
      },
    )
    expect(mayInvite(townThereAndCountyHere, over('inspector', COUNTY))).toBe(false)
    expect(mayInvite(townThereAndCountyHere, over('inspector', FOREIGN_COUNTY))).toBe(true)
  })

  test('the roles that invite nobody', () => {
    const silent = ROLES.filter((role) => INVITES[role].length === 0)
    expect(silent.sort()).toEqual(
      ['buyer', 'grid-worker', 'inspector', 'organizer', 'village-lead', 'village-staff'].sort(),
    )
  })

  test('the roles somebody may invite to are those of all their roles', () => {
    expect(invitableRoles(as(town, agency))).toEqual([
      'village-lead',
      'village-staff',
      'grid-worker',
      'buyer',
    ])
    expect(invitableRoles(as())).toEqual([])
  })
})

describe('mayReset', () => {
  test('the county office is above everyone in its county, buyers too', () => {
    expect(isAbove(as(county), inAgency('buyer', 9))).toBe(true)
    expect(isAbove(as(county), inAgency('buyer', 9, FOREIGN_COUNTY))).toBe(false)
    expect(mayReset(as(county), [over('village-staff', VILLAGE), inAgency('buyer', 9)])).toBe(true)
  })

  test('all of a person’s roles must lie under the actor', () => {
    const officerWhoHelpsInAVillage = [over('village-staff', VILLAGE), over('county-office', COUNTY)]
    expect(mayReset(as(town), officerWhoHelpsInAVillage)).toBe(false)
    expect(mayReset(as(county), officerWhoHelpsInAVillage)).toBe(true)
    expect(
      mayReset(as(town), [over('village-staff', VILLAGE), over('village-staff', OTHER_TOWN_VILLAGE)]),
    ).toBe(false)
    expect(mayReset(as(agency), [inAgency('buyer', 7), over('grid-worker', `${VILLAGE}-01`)])).toBe(false)
  })

  test('somebody without a role is under nobody', () => {
    expect(mayReset(as(county), [])).toBe(false)
  })
})
