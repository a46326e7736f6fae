/** Reading forms: shape by zod through conform, the same on every page. */

import type { SubmissionResult } from '@conform-to/react'
import { parseWithZod } from '@conform-to/zod/v4'
import type { z } from 'zod'

export type FormResult<Value> =
  | {
      ok: true
      value: Value
      reply: (codes: { form?: string[]; fields?: Record<string, string[]> }) => SubmissionResult
    }
  | { ok: false; reply: SubmissionResult }

/**
 * Parses a posted form. Messages in the schema are refusal codes, put into words by `refusalText` where they show.
 * A refusal of the command goes back the same way: `return json(form.reply({ fields: { phone: ['phone-taken'] } }), 400)`.
 */
export async function readForm<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): Promise<FormResult<z.output<Schema>>> {
  const submission = parseWithZod(await request.formData(), { schema })
  if (submission.status !== 'success') return { ok: false, reply: submission.reply() }
  return {
    ok: true,
    value: submission.value,
    reply: (codes) => submission.reply({ formErrors: codes.form ?? [], fieldErrors: codes.fields ?? {} }),
  }
}
