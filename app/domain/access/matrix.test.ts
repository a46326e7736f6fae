import { describe, expect, test } from 'vitest'
import { can, PERMISSIONS, type Permission, rolesWith } from './matrix.ts'
import { type Actor, AGENCY_ROLES, type AgencyRole, ROLES, type Role } from './roles.ts'

function holding(role: Role): Actor {
  const isAgencyRole = (AGENCY_ROLES as readonly Role[]).includes(role)
  return {
    accountId: 1,
    assignments: [
      isAgencyRole
        ? { role: role as AgencyRole, scopeCode: null, agencyId: 7 }
        : { role: role as Exclude<Role, AgencyRole>, scopeCode: '510981000000', agencyId: null },
    ],
  }
}

/** What each role may do, row by row, written apart from the table it is compared with. */
const ALLOWED: Record<Role, Permission[]> = {
  buyer: ['order:place', 'order:read', 'pairing:own'],
  'agency-manager': [
    'order:place',
    'order:read',
    'pairing:own',
    'agency:read',
    'agency:invite',
    'agency:limit',
    'agency:charge',
    'statement:read',
    'account:reset',
  ],
  'village-staff': [
    'lot:read',
    'lot:list',
    'lot:withdraw',
    'group:read',
    'group:keep',
    'bring:read',
    'bring:tick',
    'people:unmask',
    'income:read',
  ],
  'village-lead': [
    'exception:settle',
    'group:read',
    'group:keep',
    'bring:read',
    'bring:tick',
    'people:unmask',
    'lot:read',
    'lot:list',
    'lot:approve',
    'lot:withdraw',
    'event:read',
    'event:sign',
    'income:read',
  ],
  'grid-worker': ['lot:read', 'bring:read', 'bring:tick', 'income:read'],
  organizer: ['event:read', 'event:plan', 'point:keep', 'desk:work', 'exception:settle'],
  'town-desk': [
    'exception:settle',
    'cooperative:read',
    'pairing:read',
    'event:read',
    'county:read',
    'people:find',
    'account:read',
    'account:invite',
    'account:reset',
    'income:read',
    'income:export',
  ],
  'county-office': [
    'exception:settle',
    'cooperative:read',
    'cooperative:work',
    'event:read',
    'county:read',
    'people:find',
    'import:preview',
    'import:apply',
    'settings:change',
    'cleaning:work',
    'pairing:read',
    'pairing:work',
    'group:read',
    'bank:work',
    'calendar:declare',
    'price:enter',
    'statement:read',
    'account:read',
    'account:invite',
    'account:reset',
    'income:read',
    'income:export',
    'audit:read',
    'invoice:work',
  ],
  inspector: ['cooperative:read', 'event:read', 'income:read', 'income:export', 'audit:read'],
}

describe('the permission matrix', () => {
  test.each(ROLES)('%s may do what is written here, and nothing else', (role) => {
    const may = (Object.keys(PERMISSIONS) as Permission[]).filter((permission) =>
      can(holding(role), permission),
    )
    expect(may.sort()).toEqual([...ALLOWED[role]].sort())
  })

  test('somebody without a role may do nothing', () => {
    for (const permission of Object.keys(PERMISSIONS) as Permission[]) {
      expect(can({ accountId: 1, assignments: [] }, permission)).toBe(false)
    }
  })

  test('nobody who lists goods or runs the desk signs for both, and the inspector writes nothing', () => {
    expect(rolesWith('event:sign').filter((role) => rolesWith('desk:work').includes(role))).toEqual([])
    const inspects = ALLOWED.inspector.filter((permission) => !/:(read|export)$/.test(permission))
    expect(inspects).toEqual([])
  })
})
