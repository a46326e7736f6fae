/** Reading forms: shape by zod through conform, the same on every page. */
import type { SubmissionResult } from '@conform-to/react'
import { parseWithZod } from '@conform-to/zod/v4'
import { z } from 'zod'
import type { Refusal } from '#app/domain/kernel/verdict.ts'
import { refusalText } from '#app/i18n/refusals.ts'

export type FormResult<Value> =
  | {
      ok: true
      value: Value
      reply: (codes: { form?: string[]; fields?: Record<string, string[]> }) => SubmissionResult
    }
  | { ok: false; reply: SubmissionResult }

/** What a page shows again after a refused form: what was typed, and a sentence per field; '' is the form itself. */
export type FormAnswer = { values: Record<string, string>; errors: Record<string, string> }

/** Of a form that was taken and whose answer is shown on its own page. */
export const NOTHING_WRONG: FormAnswer = { values: {}, errors: {} }

/** The posted form; a body that is none counts as an empty one, whose fields are then asked for. */
async function readBody(request: Request): Promise<FormData> {
  try {
    return await request.formData()
  } catch {
    return new FormData()
  }
}

/**
 * Parses a posted form. Messages in the schema are refusal codes, put into words by `refusalText` where they show.
 * A refusal of the command goes back the same way: `return json(form.reply({ fields: { phone: ['phone-taken'] } }), 400)`.
 */
export async function readForm<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): Promise<FormResult<z.output<Schema>>> {
  return parseForm(await readBody(request), schema)
}

/** The same of a form that was read already, as one with files is. */
export function parseForm<Schema extends z.ZodType>(
  body: FormData,
  schema: Schema,
): FormResult<z.output<Schema>> {
  const submission = parseWithZod(body, { schema })
  if (submission.status !== 'success') return { ok: false, reply: submission.reply() }
  return {
    ok: true,
    value: submission.value,
    reply: (codes) => submission.reply({ formErrors: codes.form ?? [], fieldErrors: codes.fields ?? {} }),
  }
}

/**
 * A refused form in words: what the schema refused, and what the command refused under the name of its field.
 * Passwords and one-time codes are never sent back; a village's code is no secret.
 */
export function answerOf(form: FormResult<unknown>, refused: Record<string, Refusal> = {}): FormAnswer {
  const reply = form.ok ? form.reply({}) : form.reply
  const values = Object.entries(reply.initialValue ?? {}).flatMap(([name, value]) =>
    typeof value === 'string' && !/password|(?<!village)code/i.test(name) ? [[name, value]] : [],
  )
  const byShape = Object.entries(reply.error ?? {}).flatMap(([name, codes]) =>
    codes?.[0] === undefined ? [] : [[name, refusalText(codes[0])]],
  )
  const byRule = Object.entries(refused).map(([name, { code, facts }]) => [name, refusalText(code, facts)])
  return { values: Object.fromEntries(values), errors: Object.fromEntries([...byShape, ...byRule]) }
}

/** A field with a whole number, full-width digits too; `missing` and `unreadable` are refusal codes. */
export function wholeNumber(codes: { missing: string; unreadable: string }) {
  return z
    .string({ error: codes.missing })
    .transform((text) => text.normalize('NFKC').trim())
    .pipe(z.string().regex(/^\d{1,9}$/, { error: codes.unreadable }))
    .transform(Number)
}
