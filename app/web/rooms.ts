/** Where each role works: the room a person comes to after signing in, and the rooms their own page leads to. */
import type { Actor, Role } from '#app/domain/access/roles.ts'
import { paths } from '#app/paths.ts'

const ROOMS = ['county', 'audit', 'organizer', 'village', 'agency', 'store'] as const
type Room = (typeof ROOMS)[number]

const ROOM_OF: Record<Role, Room> = {
  'county-office': 'county',
  'town-desk': 'county',
  inspector: 'audit',
  organizer: 'organizer',
  'village-lead': 'village',
  'village-staff': 'village',
  'grid-worker': 'village',
  'agency-manager': 'agency',
  buyer: 'store',
}

const PATH_OF: Record<Room, string> = {
  county: paths.county(),
  audit: paths.audit(),
  organizer: paths.organizer(),
  village: paths.villageHome(),
  agency: paths.agency(),
  store: paths.catalogue(),
}

/** The rooms of somebody's roles, widest first; everyone has the store. */
export function roomsOf(actor: Actor): { room: Room; href: string }[] {
  const own = new Set<Room>(actor.assignments.map((a) => ROOM_OF[a.role]))
  return ROOMS.filter((room) => own.has(room) || room === 'store').map((room) => ({
    room,
    href: PATH_OF[room],
  }))
}

/** The first of somebody's rooms. */
export function homePath(actor: Actor): string {
  return roomsOf(actor)[0]?.href ?? paths.catalogue()
}
