import type { Role } from '#app/domain/access/roles.ts'
import { m } from '#app/i18n/generated/messages.js'

const names: Record<Role, () => string> = {
  buyer: m.account_role_buyer,
  'agency-manager': m.account_role_agency_manager,
  'village-staff': m.account_role_village_staff,
  'village-lead': m.account_role_village_lead,
  'grid-worker': m.account_role_grid_worker,
  organizer: m.account_role_organizer,
  'town-desk': m.account_role_town_desk,
  'county-office': m.account_role_county_office,
  inspector: m.account_role_inspector,
}

/** 第一书记, village lead. */
export function roleName(role: Role): string {
  return names[role]()
}

/** A division or a grid by its names; `within` is the town of a village. */
export type PlaceWords = { name: string; within: string | null; gridNumber: number | null }

/** 白鹿垭第2网格，武安镇. */
export function placeName({ name, within, gridNumber }: PlaceWords): string {
  const own = gridNumber === null ? name : m.account_place_grid({ village: name, number: gridNumber })
  return within === null ? own : m.joined({ first: own, second: within })
}

/** What a role is over: the place, or the agency. */
export function placeOfRole(held: { place: PlaceWords | null; agencyName: string | null }): string {
  return held.place === null ? (held.agencyName ?? '') : placeName(held.place)
}
