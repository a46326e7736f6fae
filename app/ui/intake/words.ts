import type { IntakeKind } from '#app/domain/intake/check-sheet.ts'
import { m } from '#app/i18n/generated/messages.js'

/** A kind of file in words. */
export function kindName(kind: IntakeKind): string {
  const names: Record<IntakeKind, () => string> = {
    divisions: m.county_import_kind_divisions,
    households: m.county_import_kind_households,
    goods: m.county_import_kind_goods,
    pairings: m.county_import_kind_pairings,
    events: m.county_import_kind_events,
  }
  return names[kind]()
}
