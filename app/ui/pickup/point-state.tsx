import type { ServicePointState } from '#app/domain/pickup/service-point.ts'
import { m } from '#app/i18n/generated/messages.js'
import { Chip } from '#app/ui/primitives/chip.tsx'

const words: Record<ServicePointState, () => string> = {
  planned: m.point_state_planned,
  'under-construction': m.point_state_under_construction,
  open: m.point_state_open,
  closed: m.point_state_closed,
}

export function pointStateName(state: ServicePointState): string {
  return words[state]()
}

const moves: Record<ServicePointState, () => string> = {
  planned: m.point_state_planned,
  'under-construction': m.point_do_construct,
  open: m.point_do_open,
  closed: m.point_do_close,
}

/** What a button is called that brings a point into a state. */
export function pointMoveName(to: ServicePointState): string {
  return moves[to]()
}

export function PointState({ state }: { state: ServicePointState }) {
  return <Chip tone={state === 'open' ? 'ok' : 'plain'}>{pointStateName(state)}</Chip>
}
