import type { PickupEventState } from '#app/domain/pickup/event-states.ts'
import { m } from '#app/i18n/generated/messages.js'
import { Chip } from '#app/ui/primitives/chip.tsx'

const words: Record<PickupEventState, () => string> = {
  draft: m.organizer_state_draft,
  open: m.organizer_state_open,
  'cut-off': m.organizer_state_cut_off,
  running: m.organizer_state_running,
  closing: m.organizer_state_closing,
  closed: m.organizer_state_closed,
  cancelled: m.organizer_state_cancelled,
}

/** How far an event is, in a word: amber where somebody has to do something today. */
export function EventState({ state }: { state: PickupEventState }) {
  const tone = state === 'closed' ? 'ok' : state === 'running' || state === 'closing' ? 'look' : 'plain'
  return <Chip tone={tone}>{words[state]()}</Chip>
}
