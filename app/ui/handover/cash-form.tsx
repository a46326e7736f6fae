import { DENOMINATIONS_FEN } from '#app/domain/handover/cash-box.ts'
import { formatMoney } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { Button } from '#app/ui/primitives/button.tsx'
import { ErrorSummary } from '#app/ui/primitives/error-summary.tsx'
import { TextInput } from '#app/ui/primitives/text-input.tsx'
import { type OwnerChoice, OwnerField } from './exception-forms.tsx'

/** The name of a note's or coin's field. */
export function piecesName(denominationFen: number): string {
  return `pieces-${denominationFen}`
}

/** The cash box by notes and coins; the sum is the server's. */
export function CashForm({
  operationId,
  expectedFen,
  typed,
  errors,
  isAgain,
  owners,
}: {
  operationId: string
  expectedFen: number
  typed: Record<string, string>
  errors: Record<string, string>
  /** There is a count already; the newest is the count. */
  isAgain: boolean
  /** Who may look into a difference. */
  owners: readonly OwnerChoice[]
}) {
  return (
    <form method="post" className="stack">
      <h2>{isAgain ? m.desk_close_count_again() : m.desk_close_count_title()}</h2>
      <ErrorSummary errors={errors} />
      <input type="hidden" name="act" value="count" />
      <input type="hidden" name="operationId" value={operationId} />
      <p className="soft">{m.desk_close_count_expected({ amount: formatMoney(expectedFen) })}</p>
      <div className="two">
        {DENOMINATIONS_FEN.map((fen) => (
          <TextInput
            key={fen}
            name={piecesName(fen)}
            label={m.desk_close_count_note({ amount: noteWords(fen) })}
            error={errors[piecesName(fen)]}
            inputMode="numeric"
            autoComplete="off"
            defaultValue={typed[piecesName(fen)] ?? ''}
          />
        ))}
      </div>
      <TextInput
        name="differenceReason"
        label={m.desk_close_count_reason()}
        hint={m.desk_close_count_reason_hint()}
        maxLength={200}
        autoComplete="off"
        defaultValue={typed.differenceReason ?? ''}
        optional
      />
      <OwnerField id="ownerId" owners={owners} chosen={typed.ownerId} />
      <Button tone="ok" size="big" wide>
        {m.desk_close_count_do()}
      </Button>
    </form>
  )
}

/** A note or coin by the name it goes by: 50元, 5角. */
function noteWords(fen: number): string {
  return fen >= 100 ? m.desk_note_yuan({ count: fen / 100 }) : m.desk_note_jiao({ count: fen / 10 })
}
