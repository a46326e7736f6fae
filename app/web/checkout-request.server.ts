/** The checkout's form: what the page showed comes back with it, so that the order is for just that. */
import { z } from 'zod'
import { PAY_BY } from '#app/domain/ordering/basket-content.ts'
import { idField } from './basket-request.server.ts'

const count = z.number().int().min(1).max(2_147_483_647)

const shown = z
  .object({
    lines: z
      .array(
        z.object({
          offerId: count,
          eventId: count,
          quantity: count,
          unitPriceFen: count,
          referencePriceFen: count,
          noShowSharePercent: z.number().int().min(0).max(100).default(0),
        }),
      )
      .max(400),
    totalFen: z.number().int().min(0).max(1_000_000_000_000_000),
  })
  .strict()

/** A field holding JSON; what is none is refused as any malformed field is. */
const shownField = z
  .string()
  .max(200_000)
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text)
    } catch {
      context.addIssue({ code: 'custom', message: 'changed-meanwhile' })
      return z.NEVER
    }
  })
  .pipe(shown)

export const checkoutForm = z.object({
  placementKey: z.uuid().transform((key) => key.toLowerCase()),
  basketId: z.uuid(),
  basketVersion: z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number),
  shown: shownField,
  agencyId: idField,
  capacity: z.enum(['personal', 'union', 'canteen']),
  /** `ask-agency`: at the desk, unless a manager puts it on the agency's account before the cut-off. */
  payBy: z.enum([...PAY_BY, 'ask-agency']),
  isSeparate: z
    .string()
    .optional()
    .transform((ticked) => ticked !== undefined),
})
