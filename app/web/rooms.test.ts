import { expect, test } from 'vitest'
import type { Actor, RoleAssignment } from '#app/domain/access/roles.ts'
import { homePath, roomsOf } from './rooms.ts'

const as = (...assignments: RoleAssignment[]): Actor => ({ accountId: 1, assignments })
const over = (
  role:
    | 'county-office'
    | 'town-desk'
    | 'inspector'
    | 'organizer'
    | 'village-lead'
    | 'village-staff'
    | 'grid-worker',
) => ({ role, scopeCode: '510981000000', agencyId: null }) as const

test.each([
  [as(over('county-office')), '/county'],
  [as(over('town-desk')), '/county'],
  [as(over('inspector')), '/audit'],
  [as(over('organizer')), '/organizer'],
  [as(over('village-lead')), '/village'],
  [as(over('village-staff')), '/village'],
  [as(over('grid-worker')), '/village'],
  [as({ role: 'agency-manager', scopeCode: null, agencyId: 7 }), '/agency'],
  [as({ role: 'buyer', scopeCode: null, agencyId: 7 }), '/'],
  [as(), '/'],
  [
    as({ role: 'buyer', scopeCode: null, agencyId: 7 }, over('village-staff'), over('organizer')),
    '/organizer',
  ],
])('%j comes to %s', (actor, home) => {
  expect(homePath(actor)).toBe(home)
})

test('the rooms of several roles, each once, and the store', () => {
  const actor = as(over('village-lead'), over('village-staff'), over('county-office'))
  expect(roomsOf(actor).map(({ room }) => room)).toEqual(['county', 'village', 'store'])
})
