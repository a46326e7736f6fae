import { openFirstLink } from '#app/commands/access/open-first-link.server.ts'
import { settings } from '#app/config/env.server.ts'
import { SYSTEM_ACTOR } from '#app/domain/access/roles.ts'
import { paths } from '#app/paths.ts'

/** The path of the county office's one-time link while there is no account at all; null once there is one. */
export async function firstLink(): Promise<string | null> {
  const { countyCode } = settings()
  if (countyCode === null) return null
  const opened = await openFirstLink(SYSTEM_ACTOR, { countyCode })
  return opened.ok ? paths.invite(opened.value.code) : null
}
