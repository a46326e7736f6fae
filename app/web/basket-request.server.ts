/** What the basket's and the checkout's addresses and forms say. */
import { z } from 'zod'
import { readId } from './store-page.server.ts'

/** The offers agreed to be had in two, of an address `?split=12.15`; anything else in it is left out. */
export function readSplits(request: Request): number[] {
  const text = new URL(request.url).searchParams.get('split') ?? ''
  return [...new Set(text.split('.').flatMap((part) => readId(part) ?? []))].slice(0, 50)
}

/** The id of an offer or an event in a form. */
export const idField = z.string().transform((text, context) => {
  const id = readId(text)
  if (id === null) context.addIssue({ code: 'custom', message: 'not-found' })
  return id ?? z.NEVER
})
