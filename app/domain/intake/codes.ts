/**
 * Every code an import can answer with. Each has its sentence in messages/{locale}/intake.json; a test holds both
 * lists to each other.
 */

/** Why a file could not be read as a sheet at all. */
const SHEET_REFUSALS = [
  'not-a-sheet',
  'old-excel',
  'binary-excel',
  'open-document',
  'sheet-encrypted',
  'web-page',
  'sheet-damaged',
  'encoding-unknown',
  'file-empty',
  'file-too-large',
  'too-large',
  'too-many-rows',
  'too-many-columns',
  'took-too-long',
] as const

/** Why a sheet that could be read is refused as a whole. */
const FILE_REFUSALS = [
  'file-empty',
  'file-without-rows',
  'header-not-found',
  'column-missing',
  'header-unit-unknown',
] as const

/** Why a row is refused. */
const ROW_REFUSALS = [
  'cell-missing',
  'formula-failed',
  'formula-without-result',
  'long-number-lost',
  'figure-too-large',
  'money-unreadable',
  'money-not-positive',
  'money-below-fen',
  'date-unreadable',
  'phone-invalid',
  'village-missing',
  'village-unknown',
  'village-ambiguous',
  'village-not-in-town',
  'town-unknown',
  'town-not-of-file',
  'household-number-missing',
  'household-number-repeated',
  'household-of-another-place',
  'household-unknown',
  'household-not-in-village',
  'head-missing',
  'head-repeated',
  'headcount-unreadable',
  'headcount-differs',
  'category-missing',
  'category-unknown',
  'category-differs',
  'village-differs',
  'income-unreadable',
  'person-name-missing',
  'id-missing',
  'id-length',
  'id-checksum',
  'id-birth-date',
  'id-of-another-household',
  'id-repeated-in-household',
  'bank-card-length',
  'bank-card-checksum',
  'bank-card-of-another-household',
  'product-missing',
  'product-unknown',
  'unit-missing',
  'unit-unknown',
  'quantity-unreadable',
  'quantity-not-positive',
  'quantity-not-whole',
  'price-per-unit-differs',
  'price-below-floor',
  'premium-above-cap',
  'reference-source-missing',
  'dates-reversed',
  'agreement-missing',
  'agreement-unknown',
  'witness-missing',
  'agency-missing',
  'helper-missing',
  'household-paired-twice',
  'pairing-contradicts',
  'event-title-missing',
  'event-place-missing',
  'event-repeated',
  'too-many-unclosed',
  'event-outside-point-hours',
  'event-point-taken',
  'time-unreadable',
  'times-reversed',
  'cut-off-unreadable',
  'cut-off-after-start',
  'capacity-unreadable',
  'scale-count-unreadable',
  'bank-both-ways',
  'bank-direction-unknown',
  'bank-currency-foreign',
  'division-code-invalid',
  'division-code-repeated',
  'division-name-missing',
  'division-level-unknown',
  'division-level-differs',
  'division-parent-unknown',
  'division-parent-wrong',
  'division-of-another-county',
] as const

/** What is odd about a row that is taken all the same. */
const WARNINGS = [
  'row-left-out',
  'row-repeated',
  'column-not-used',
  'column-repeated',
  'other-sheet-left-out',
  'held-with-row',
  'sex-unknown',
  'sex-differs-from-id',
  'kinship-missing',
  'grid-unreadable',
  'headcount-counted',
  'income-differs',
  'id-not-given',
  'id-fifteen-digits',
  'bank-card-several',
  'household-moves',
  'agreement-how-unstated',
  'dates-past',
  'event-past',
  'cut-off-time-assumed',
  'household-paired-again',
  'division-changes',
] as const

export type SheetRefusalCode = (typeof SHEET_REFUSALS)[number]
export type FileRefusalCode = (typeof FILE_REFUSALS)[number]
export type IntakeCode =
  | SheetRefusalCode
  | FileRefusalCode
  | (typeof ROW_REFUSALS)[number]
  | (typeof WARNINGS)[number]

/** Every code once, for what must have a sentence for each. */
export const INTAKE_CODES: readonly IntakeCode[] = [
  ...new Set<IntakeCode>([...SHEET_REFUSALS, ...FILE_REFUSALS, ...ROW_REFUSALS, ...WARNINGS]),
]
