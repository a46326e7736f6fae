import type { IntakeKind } from '#app/domain/intake/check-sheet.ts'
import { importGoods } from '../catalogue/import-goods.server.ts'
import { importDivisions } from '../people/import-divisions.server.ts'
import { importHouseholds } from '../people/import-households.server.ts'
import { importPairings } from '../people/import-pairings.server.ts'
import { importEvents } from '../pickup/import-events.server.ts'
import type { Imported, ImportedFile, Importer, Importing } from './importing.server.ts'

const IMPORTERS: { [Kind in IntakeKind]: Importer<Kind> } = {
  divisions: importDivisions,
  households: importHouseholds,
  goods: importGoods,
  pairings: importPairings,
  events: importEvents,
}

/** Compares a checked file of one kind with what is there and, unless it is a preview, writes it. */
export function importFile<Kind extends IntakeKind>(
  kind: Kind,
  importing: Importing,
  file: ImportedFile<Kind>,
): Promise<Imported> {
  return IMPORTERS[kind](importing, file)
}
