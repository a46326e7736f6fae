import type { ShownDifference } from '#app/domain/ordering/compare-shown.ts'
import { m } from '#app/i18n/generated/messages.js'
import { Note } from '#app/ui/primitives/note.tsx'
import { differenceText, type NowShown } from './difference-words.ts'

/** Nothing was ordered: what is gone or has changed, by name, and what to do. */
export function NotOrdered({
  code,
  text,
  differences,
  now,
}: {
  code: string
  /** The refusal's sentence, where there are no differences to show. */
  text: string
  differences: readonly ShownDifference[]
  now: NowShown
}) {
  const isSoldOut = code === 'sold-out'
  if (!isSoldOut && code !== 'changed-meanwhile') {
    return (
      <Note tone="bad" announce>
        {text}
      </Note>
    )
  }
  return (
    <Note
      tone="bad"
      announce
      title={isSoldOut ? m.ordering_checkout_sold_out() : m.ordering_checkout_changed()}
    >
      <ul>
        {differences.map((difference) => {
          const sentence = differenceText(difference, now)
          return <li key={sentence}>{sentence}</li>
        })}
      </ul>
      <p>{isSoldOut ? m.ordering_checkout_sold_out_rest() : m.ordering_checkout_changed_look()}</p>
    </Note>
  )
}
