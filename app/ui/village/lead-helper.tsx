import { formatDate } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'

type Helper = { name: string; title: string | null; phone: string | null; agency: string; startsOn: string }

/** Who helps the household now, as the reader may see it. */
export function LeadHelperLine({ helper }: { helper: Helper | null }) {
  return (
    <section className="stack no-print" aria-labelledby="lead-helper">
      <h2 id="lead-helper">{m.pairing_lead_helper()}</h2>
      {helper === null ? (
        <p className="soft">{m.pairing_lead_helper_none()}</p>
      ) : (
        <p>
          <b>{helper.name}</b> {helper.title} {helper.phone && <span className="num">{helper.phone}</span>}
          <br />
          <span className="soft">
            {helper.agency} · {m.pairing_since({ day: formatDate(helper.startsOn) })}
          </span>
        </p>
      )}
    </section>
  )
}
