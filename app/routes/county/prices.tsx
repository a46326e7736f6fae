import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { enterReferencePrice } from '#app/commands/catalogue/enter-reference-price.server.ts'
import { importReferencePrices } from '#app/commands/catalogue/import-reference-prices.server.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import { isCivilDate } from '#app/domain/kernel/calendar.ts'
import { parseYuan } from '#app/domain/kernel/quantity.ts'
import { readPriceSheet } from '#app/files/price-sheet.ts'
import { readSheetInChild } from '#app/files/read-sheet-in-child.server.ts'
import { bytesOf, readUploadedFile } from '#app/files/uploaded-file.server.ts'
import { m } from '#app/i18n/generated/messages.js'
import { refusalText } from '#app/i18n/refusals.ts'
import { paths } from '#app/paths.ts'
import { readRoomFrame } from '#app/queries/access/room-frame.server.ts'
import { readReferencePrices } from '#app/queries/catalogue/reference-prices.server.ts'
import { CountyRoom } from '#app/ui/county/county-room.tsx'
import { PriceFileForm, PriceForm } from '#app/ui/county/price-forms.tsx'
import { NewestPrices, PriceHistory, RefusedPrices } from '#app/ui/county/price-tables.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { answerOf, readForm } from '#app/web/form.server.ts'
import { guard, notFound } from '#app/web/guard.server.ts'
import { statusOf } from '#app/web/respond.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.prices_title() }) }]

const schema = z.object({
  productKey: z.string({ error: 'product-missing' }),
  price: z
    .string({ error: 'price-missing' })
    .transform((text) => parseYuan(text.normalize('NFKC')))
    .pipe(z.number({ error: 'price-unreadable' })),
  source: z.string({ error: 'reference-source-missing' }),
  pricedOn: z.string({ error: 'day-missing' }).refine(isCivilDate, { error: 'day-missing' }),
})

const FIELD_OF = {
  productKey: 'productKey',
  priceFen: 'price',
  source: 'source',
  pricedOn: 'pricedOn',
} as const

const countyOf = (scope: Scope) => (scope.prefixes[0] ?? '').padEnd(12, '0')

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'price:enter' })
  const done = new URL(args.request.url).searchParams.get('done')
  const [page, frame] = await Promise.all([
    readReferencePrices(actor, scope, countyOf(scope)),
    readRoomFrame(actor),
  ])
  if (page === null) throw notFound()
  return json({ ...page, frame, done }, { headers: { 'Cache-Control': 'private, no-store' } })
}

export async function action(args: ActionFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'price:enter' })
  const isFile = args.request.headers.get('content-type')?.startsWith('multipart/')
  return isFile ? takeFile(args.request, actor, scope) : takeForm(args.request, actor, scope)
}

async function takeForm(request: Request, actor: Actor, scope: Scope) {
  const form = await readForm(request, schema)
  if (!form.ok) return json({ ...NOTHING, form: answerOf(form) }, 400)
  const { price, ...entry } = form.value
  const entered = await enterReferencePrice(actor, scope, {
    countyCode: countyOf(scope),
    entry: { ...entry, priceFen: price },
  })
  if (entered.ok)
    return redirect(paths.countyPrices({ done: entered.value.added > 0 ? 'added' : 'unchanged' }))
  if (statusOf(entered) === 404) throw notFound()
  const faults = 'faults' in entered ? entered.faults : []
  const refused = Object.fromEntries(faults.map(({ field, refusal }) => [FIELD_OF[field], refusal]))
  return json({ ...NOTHING, form: answerOf(form, refused) }, statusOf(entered))
}

async function takeFile(request: Request, actor: Actor, scope: Scope) {
  const sent = await readUploadedFile(request)
  if (!sent.ok) return json({ ...NOTHING, fileError: refusalText(sent.code, sent.facts) }, 400)
  const imported = await importReferencePrices(
    actor,
    scope,
    { countyCode: countyOf(scope), bytes: await bytesOf(sent.value.file) },
    { readSheet: readSheetInChild, readPrices: readPriceSheet },
  )
  if (!imported.ok) {
    return json({ ...NOTHING, fileError: refusalText(imported.code, imported.facts) }, statusOf(imported))
  }
  const { refused, ...written } = imported.value
  const rows = refused.map(({ row, column, refusal }) => ({
    row,
    column,
    reason: refusalText(refusal.code, refusal.facts),
  }))
  return json({ ...NOTHING, file: { ...written, refused: rows } })
}

type Answer = {
  form: { values: Record<string, string>; errors: Record<string, string> } | null
  fileError: string | null
  file: {
    added: number
    unchanged: number
    refused: { row: number; column: string; reason: string }[]
  } | null
}
const NOTHING: Answer = { form: null, fileError: null, file: null }

const DONE: Record<string, (() => string) | undefined> = {
  added: m.prices_done_added,
  unchanged: m.prices_done_unchanged,
}

export default function Prices() {
  const { frame, today, products, history, done } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const doneWords = answer === undefined && DONE[done ?? '']?.()
  return (
    <CountyRoom frame={frame}>
      <h1 className="head">{m.prices_title()}</h1>
      <p className="soft">{m.prices_lead()}</p>
      {doneWords && (
        <Note tone="ok" announce>
          {doneWords}
        </Note>
      )}
      {answer?.file && (
        <Note tone={answer.file.refused.length > 0 ? 'look' : 'ok'} announce>
          {m.prices_file_done({
            added: String(answer.file.added),
            unchanged: String(answer.file.unchanged),
            refused: String(answer.file.refused.length),
          })}
        </Note>
      )}
      {answer?.file && answer.file.refused.length > 0 && <RefusedPrices rows={answer.file.refused} />}
      <PriceForm products={products} today={today} answer={answer?.form ?? null} />
      <PriceFileForm error={answer?.fileError ?? undefined} />
      <NewestPrices products={products} />
      <PriceHistory rows={history} />
    </CountyRoom>
  )
}
