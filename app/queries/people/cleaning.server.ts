import { readDatabase } from '#app/db/client.server.ts'
import { openText } from '#app/db/sealed/field-cipher.server.ts'
import type { Scope } from '#app/domain/access/roles.ts'
import { civilDateOf, daysBetween } from '#app/domain/kernel/calendar.ts'
import { ancestorCode } from '#app/domain/kernel/ids.ts'
import { type CleaningRule, type FindingState, ownerOf } from '#app/domain/people/cleaning-rules.ts'

export type FindingRow = {
  id: number
  rule: CleaningRule
  subject: string
  village: string
  facts: Record<string, string | number>
  state: FindingState
  ageDays: number
  /** Who is to put it right: the role, over which place, and how many hold it now. */
  owner: { role: 'village-staff' | 'town-desk'; place: string; holders: number }
  acceptedBy: string | null
  reason: string | null
}

export type CleaningPage = {
  countyCode: string
  counts: { rule: CleaningRule; state: FindingState; count: number }[]
  findings: FindingRow[]
  next: number | null
  passes: { year: number; passedAt: string; passedBy: string; acceptedCount: number }[]
}

const FINDINGS_A_PAGE = 50

/** A county's findings of one state, of one rule or of all, a page by key, and the years that were passed. */
export async function readCleaning(
  scope: Scope,
  filter: { rule: CleaningRule | null; state: FindingState; after: number },
  now: Date,
): Promise<CleaningPage> {
  const db = readDatabase()
  const countyCode = (scope.prefixes[0] ?? '').slice(0, 6).padEnd(12, '0')
  const [counts, rows, passes] = await Promise.all([
    db.cleaningFinding.groupBy({ by: ['rule', 'state'], where: { countyCode }, _count: true }),
    db.cleaningFinding.findMany({
      where: {
        countyCode,
        state: filter.state,
        id: { gt: filter.after },
        ...(filter.rule === null ? {} : { rule: filter.rule }),
      },
      orderBy: { id: 'asc' },
      take: FINDINGS_A_PAGE + 1,
    }),
    db.cleaningPass.findMany({ where: { countyCode }, orderBy: { year: 'desc' } }),
  ])
  const shown = rows.slice(0, FINDINGS_A_PAGE)
  const owned = shown.map((row) => {
    const role = ownerOf(row.rule as CleaningRule)
    return {
      row,
      role,
      code: role === 'town-desk' ? ancestorCode(row.villageCode, 'town') : row.villageCode,
    }
  })
  const names = await readNames(owned.flatMap(({ row, code }) => [row.villageCode, code]))
  const holders = await db.assignment.groupBy({
    by: ['role', 'scopeCode'],
    where: {
      endedAt: null,
      role: { in: ['village-staff', 'town-desk'] },
      scopeCode: { in: owned.map(({ code }) => code) },
    },
    _count: true,
  })
  const people = await readPeople([
    ...shown.flatMap(({ acceptedBy }) => acceptedBy ?? []),
    ...passes.map(({ passedBy }) => passedBy),
  ])
  const today = civilDateOf(now)
  return {
    countyCode,
    counts: counts.map(({ rule, state, _count }) => ({
      rule: rule as CleaningRule,
      state: state as FindingState,
      count: _count,
    })),
    next: rows.length > FINDINGS_A_PAGE ? (shown.at(-1)?.id ?? null) : null,
    passes: passes.map(({ year, passedAt, passedBy, acceptedCount }) => ({
      year,
      passedAt: passedAt.toISOString(),
      passedBy: people.get(passedBy) ?? '',
      acceptedCount,
    })),
    findings: owned.map(({ row, role, code }) => ({
      id: row.id,
      rule: row.rule as CleaningRule,
      subject: row.subject,
      village: names.get(row.villageCode) ?? row.villageCode,
      facts: row.facts as Record<string, string | number>,
      state: row.state as FindingState,
      ageDays: daysBetween(civilDateOf(row.foundAt), today),
      owner: {
        role,
        place: names.get(code) ?? code,
        holders: holders.find((one) => one.role === role && one.scopeCode === code)?._count ?? 0,
      },
      acceptedBy: row.acceptedBy === null ? null : (people.get(row.acceptedBy) ?? ''),
      reason: row.reason,
    })),
  }
}

async function readNames(codes: string[]): Promise<Map<string, string>> {
  const rows = await readDatabase().division.findMany({
    where: { code: { in: codes } },
    select: { code: true, shortName: true },
  })
  return new Map(rows.map(({ code, shortName }) => [code, shortName]))
}

async function readPeople(accountIds: number[]): Promise<Map<number, string>> {
  const rows = await readDatabase().account.findMany({
    where: { id: { in: accountIds } },
    select: { id: true, nameSealed: true },
  })
  return new Map(rows.map(({ id, nameSealed }) => [id, openText('account.name', nameSealed)]))
}
