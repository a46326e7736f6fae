import type { CivilDate } from '#app/domain/kernel/calendar.ts'
import { m } from '#app/i18n/generated/messages.js'
import { Choice } from '#app/ui/primitives/choice.tsx'
import { FieldErrorText } from '#app/ui/primitives/field.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { TextInput } from '#app/ui/primitives/text-input.tsx'
import { agreementWords, WAYS_OFFERED } from './words.ts'

/** Named one by one, so that an iPhone sends JPEG instead of its own format. */
const PICTURES = 'image/jpeg,image/png,image/webp'

/** How the household agreed, and what shows it. The part that a way has no use for is hidden by the style sheet. */
export function AgreementFields({
  today,
  values,
  errors,
}: {
  today: CivilDate
  values: Record<string, string>
  errors: Record<string, string>
}) {
  const isKept = (values.evidenceId ?? '') !== ''
  return (
    <div className="agree">
      <Choice
        name="how"
        legend={m.village_how()}
        hideLegend
        options={WAYS_OFFERED.map((value) => ({ value, label: agreementWords(value) }))}
        chosen={values.how}
        error={errors.how}
        required
      />
      <div className="stack">
        <section className="field agree-shown" id="evidence" aria-label={m.listing_evidence()}>
          {isKept && (
            <Note tone="ok">
              {m.listing_evidence_kept()}
              <input type="hidden" name="evidenceId" value={values.evidenceId} />
            </Note>
          )}
          <div className="agree-hand stack">
            <DrawField value={values.drawn ?? ''} />
            <TextInput
              name="evidencePhoto"
              type="file"
              accept={PICTURES}
              capture="environment"
              label={m.listing_evidence_photo()}
            />
          </div>
          <div className="agree-voice">
            <TextInput
              name="evidenceVoice"
              type="file"
              accept="audio/*"
              capture
              label={m.listing_evidence_voice()}
              hint={m.listing_evidence_voice_hint()}
            />
          </div>
          <FieldErrorText id="evidence" error={errors.evidence} />
        </section>
        <TextInput
          name="witness"
          label={m.village_witness()}
          hint={m.village_witness_hint()}
          error={errors.witness}
          defaultValue={values.witness ?? ''}
          maxLength={60}
          autoComplete="off"
        />
        <TextInput
          name="agreedOn"
          type="date"
          label={m.village_agreed_on()}
          error={errors.agreedOn}
          defaultValue={values.agreedOn ?? today}
          max={today}
          required
        />
      </div>
    </div>
  )
}

/** A place to sign with a finger; shown where a script runs (ui/enhance/drawing.ts). */
function DrawField({ value }: { value: string }) {
  return (
    <div className="draw" data-draw>
      <p className="label" id="draw-label">
        {m.listing_draw()}
      </p>
      <canvas width="600" height="280" role="img" aria-labelledby="draw-label" />
      <input type="hidden" name="drawn" value={value} />
      <button type="button" className="linkish link-button" data-draw-clear>
        {m.listing_draw_clear()}
      </button>
    </div>
  )
}
