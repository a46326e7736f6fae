import { settings } from '#app/config/env.server.ts'

/** Whether this county's pages offer a card at all. */
export function isCardOffered(): boolean {
  return settings().stripe !== null
}
