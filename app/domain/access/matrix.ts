/**
 * What each role may do: one table, read by the guard of every route and asserted again by every command.
 * Invariant: what is not in a row is not allowed.
 */
import type { Actor, Role } from './roles.ts'

export const PERMISSIONS = {
  // Buying
  'order:place': ['buyer', 'agency-manager'],
  'order:read': ['buyer', 'agency-manager'],
  // An agency's own house
  'agency:read': ['agency-manager'],
  'agency:invite': ['agency-manager'],
  'agency:limit': ['agency-manager'],
  'agency:charge': ['agency-manager'],
  // What it owes on its account, which the county looks at as well
  'statement:read': ['agency-manager', 'county-office'],
  // A village's goods
  'lot:read': ['village-staff', 'village-lead', 'grid-worker'],
  'lot:list': ['village-staff', 'village-lead'],
  // Ten-household groups of a village, which the county looks at as well
  'group:read': ['village-staff', 'village-lead', 'county-office'],
  'group:keep': ['village-staff', 'village-lead'],
  // What its households bring to an event
  'bring:read': ['village-staff', 'village-lead', 'grid-worker'],
  // Whom they told of it, and whose goods they fetched
  'bring:tick': ['village-staff', 'village-lead', 'grid-worker'],
  // In full what is masked, for a reason that is kept
  'people:unmask': ['village-staff', 'village-lead'],
  'lot:approve': ['village-lead'],
  'lot:withdraw': ['village-staff', 'village-lead'],
  // Pickup events and the desk
  'event:read': ['organizer', 'village-lead', 'town-desk', 'county-office', 'inspector'],
  'event:plan': ['organizer'],
  // Service points, kept by whoever plans the events held there
  'point:keep': ['organizer'],
  'desk:work': ['organizer'],
  'event:sign': ['village-lead'],
  // Differences that an event closed with, and what was found of them
  'exception:settle': ['organizer', 'village-lead', 'town-desk', 'county-office'],
  // The offices of county and town
  'county:read': ['county-office', 'town-desk'],
  // A household of any village, by its number or by a full name or ID number
  'people:find': ['county-office', 'town-desk'],
  'import:preview': ['county-office'],
  'import:apply': ['county-office'],
  // What the cleaning rules find, and the passing of a year
  'cleaning:work': ['county-office'],
  // Who helps which household and which agency which village
  'pairing:read': ['county-office', 'town-desk'],
  'pairing:work': ['county-office'],
  // A helper's own households
  'pairing:own': ['buyer', 'agency-manager'],
  'settings:change': ['county-office'],
  // What the market pays, noted day by day for who lists goods
  'price:enter': ['county-office'],
  // Holidays and days made up, for whoever plans by the calendar
  'calendar:declare': ['county-office'],
  // Cooperatives that buy from households, and their contracts
  'cooperative:read': ['county-office', 'town-desk', 'inspector'],
  'cooperative:work': ['county-office'],
  // The county's bank account: what came by transfer, and what goes back
  'bank:work': ['county-office'],
  // Invoices that buyers ask for
  'invoice:work': ['county-office'],
  'account:read': ['county-office', 'town-desk'],
  'account:invite': ['county-office', 'town-desk'],
  // Whoever stands above somebody prints a code for a new password and ends a role
  'account:reset': ['county-office', 'town-desk', 'agency-manager'],
  // Reports and checks
  'income:read': ['county-office', 'town-desk', 'inspector', 'village-lead', 'village-staff', 'grid-worker'],
  'income:export': ['county-office', 'town-desk', 'inspector'],
  'audit:read': ['inspector', 'county-office'],
} as const satisfies Record<string, readonly Role[]>

export type Permission = keyof typeof PERMISSIONS

/** The roles that hold a permission. */
export function rolesWith(permission: Permission): readonly Role[] {
  return PERMISSIONS[permission]
}

/** Whether any role of the actor holds the permission. Where it reaches is `scopeOf`. */
export function can(actor: Actor, permission: Permission): boolean {
  const roles: readonly Role[] = PERMISSIONS[permission]
  return actor.assignments.some((a) => roles.includes(a.role))
}
