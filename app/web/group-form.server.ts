/** Forms of ten-household groups: which field a refusal belongs to. */
import { json } from '@remix-run/node'
import type { Refusal } from '#app/domain/kernel/verdict.ts'
import { answerOf, type FormResult } from './form.server.ts'
import { statusOf } from './respond.server.ts'

const FIELD_OF: Record<string, string> = {
  'group-name-missing': 'name',
  'group-name-long': 'name',
  'group-name-taken': 'name',
  'text-holds-number': 'name',
  'group-day-unreadable': 'startsOn',
  'group-day-out-of-range': 'startsOn',
  'group-day-not-ahead': 'startsOn',
  'group-member-elsewhere': 'startsOn',
  'group-weight-unreadable': 'weight',
  'group-weight-same': 'weight',
  'group-leave-reason-missing': 'reason',
  'group-sure-missing': 'sure',
}

/** A refused form in words, under its name. */
export function refusedGroup(formName: string, form: FormResult<unknown>, refusal: Refusal) {
  const field = FIELD_OF[refusal.code] ?? ''
  return json({ form: formName, ...answerOf(form, { [field]: refusal }) }, { status: statusOf(refusal) })
}
