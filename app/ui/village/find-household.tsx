import { Search } from 'lucide-react'
import { m } from '#app/i18n/generated/messages.js'
import { Button } from '#app/ui/primitives/button.tsx'
import { FieldHint } from '#app/ui/primitives/field.tsx'
import { householdInFull, type ShownHousehold } from './words.ts'

/** The first question: a household by its head's name or its number. `found` is null until somebody was asked for. */
export function FindHousehold({
  asked,
  found,
  hrefOf,
}: {
  asked: string
  found: readonly ShownHousehold[] | null
  hrefOf: (householdId: number) => string
}) {
  return (
    <div className="stack">
      <search>
        <form>
          <label htmlFor="q">{m.village_find_label()}</label>
          <FieldHint id="q">{m.village_find_hint()}</FieldHint>
          <div className="scanrow grid-cols-[2fr_1fr]">
            <input
              className="input"
              id="q"
              name="q"
              defaultValue={asked}
              aria-describedby="q-hint"
              maxLength={60}
              autoComplete="off"
            />
            <Button icon={Search}>{m.word_search()}</Button>
          </div>
        </form>
      </search>
      {found?.length === 0 && <p role="status">{m.village_find_none()}</p>}
      {found && found.length > 0 && (
        <nav aria-label={m.village_find_found()}>
          {found.map((household) => (
            <a key={household.id} className="dl" href={hrefOf(household.id)}>
              <span className="mark" />
              <span>{householdInFull(household)}</span>
              <span />
            </a>
          ))}
        </nav>
      )}
    </div>
  )
}
