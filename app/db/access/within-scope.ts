import type { Scope } from '#app/domain/access/roles.ts'

/** Conditions that a column with division or grid codes lies in the scope, for an OR; none match nothing. */
export function withinScope<Column extends string>(
  scope: Scope,
  column: Column,
): Record<Column, { startsWith: string }>[] {
  return scope.prefixes.map(
    (prefix) => ({ [column]: { startsWith: prefix } }) as Record<Column, { startsWith: string }>,
  )
}

/** Conditions that an assignment or an invitation lies in the scope: by division, by agency, by the agency's county. */
export function positionWithinScope(scope: Scope) {
  return [
    ...withinScope(scope, 'scopeCode'),
    ...withinScope(scope, 'countyCode').map((agency) => ({ agency })),
    { agencyId: { in: [...scope.agencyIds] } },
  ]
}
