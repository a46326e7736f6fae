/** What the basket's and the checkout's forms say. */
import { z } from 'zod'
import { readId } from './store-page.server.ts'

/** The id of an offer or an event in a form. */
export const idField = z.string().transform((text, context) => {
  const id = readId(text)
  if (id === null) context.addIssue({ code: 'custom', message: 'not-found' })
  return id ?? z.NEVER
})
