/** What a check of the books answers. A check with no differences holds. */

export type Difference = {
  /** The row or total that disagrees: a kind and an id, never a person's name. */
  what: string
  expected: string
  found: string
}

export type CheckResult = { name: string; ok: boolean; checked: number; differences: Difference[] }
export type AuditReport = { ok: boolean; at: string; checks: CheckResult[] }

/** At most this many differences are listed for one check; the rest are counted in the last. */
const LISTED_MOST = 200

export function checkResult(name: string, checked: number, differences: Difference[]): CheckResult {
  const listed = differences.slice(0, LISTED_MOST)
  if (differences.length > LISTED_MOST) {
    listed.push({ what: 'and more', expected: '0', found: String(differences.length - LISTED_MOST) })
  }
  return { name, ok: differences.length === 0, checked, differences: listed }
}

export function auditReport(at: Date, checks: CheckResult[]): AuditReport {
  return { ok: checks.every((c) => c.ok), at: at.toISOString(), checks }
}
