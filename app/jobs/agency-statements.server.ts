import { issueAgencyStatements } from '#app/commands/payment/issue-agency-statements.server.ts'
import { SYSTEM_ACTOR } from '#app/domain/access/roles.ts'

/** Now and then: in a new month, what every agency owes of the last one. Returns how many statements were issued. */
export async function sendAgencyStatements(): Promise<number> {
  return issueAgencyStatements(SYSTEM_ACTOR)
}
