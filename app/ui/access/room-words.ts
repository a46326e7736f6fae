import { m } from '#app/i18n/generated/messages.js'

const names = {
  county: m.account_room_county,
  audit: m.account_room_audit,
  organizer: m.account_room_organizer,
  village: m.account_room_village,
  agency: m.account_room_agency,
  store: m.account_room_store,
} as const

/** What a room is called on the way to it. */
export function roomName(room: keyof typeof names): string {
  return names[room]()
}
