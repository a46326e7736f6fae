/** Forms of the pairing register: what they hold, and which field a refusal belongs to. */
import { json } from '@remix-run/node'
import type { Refusal } from '#app/domain/kernel/verdict.ts'
import { answerOf, type FormResult } from './form.server.ts'
import { statusOf } from './respond.server.ts'

const FIELD_OF: Record<string, string> = {
  'pairing-household-unknown': 'householdNumber',
  'pairing-household-closed': 'householdNumber',
  'pairing-agency-missing': 'agencyId',
  'pairing-village-missing': 'villageCode',
  'pairing-helper-missing': 'helperName',
  'pairing-helper-long': 'helperName',
  'pairing-phone-unreadable': 'helperPhone',
  'pairing-day-unreadable': 'startsOn',
  'pairing-day-out-of-range': 'startsOn',
  'pairing-overlaps': 'startsOn',
  'pairing-end-day-unreadable': 'endsOn',
  'pairing-end-before-start': 'endsOn',
  'pairing-end-out-of-range': 'endsOn',
  'pairing-end-reason-missing': 'reason',
  'pairing-end-note-missing': 'note',
  'text-holds-number': 'note',
}

/** A refused form in words. Where a helper is changed, the one before ends the day before the new one's first day. */
export function refusedPairing(formName: string, form: FormResult<unknown>, refusal: Refusal) {
  const field = FIELD_OF[refusal.code] ?? ''
  const shown = formName === 'change' && field === 'endsOn' ? 'startsOn' : field
  return json({ form: formName, ...answerOf(form, { [shown]: refusal }) }, { status: statusOf(refusal) })
}
