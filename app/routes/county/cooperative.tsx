import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { endPurchaseContract } from '#app/commands/catalogue/end-purchase-contract.server.ts'
import { recordPurchaseContract } from '#app/commands/catalogue/record-purchase-contract.server.ts'
import { AGREEMENT_WAYS } from '#app/domain/catalogue/lot-entry.ts'
import { civilDateOf, isCivilDate } from '#app/domain/kernel/calendar.ts'
import { parseYuan } from '#app/domain/kernel/quantity.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { readRoomFrame } from '#app/queries/access/room-frame.server.ts'
import { readContractProducts, readCooperative } from '#app/queries/catalogue/cooperatives.server.ts'
import { cooperativeKind } from '#app/ui/catalogue/words.ts'
import { ContractForm, ContractList } from '#app/ui/county/contracts.tsx'
import { CountyRoom } from '#app/ui/county/county-room.tsx'
import { BackLink } from '#app/ui/primitives/links.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { answerOf, parseForm } from '#app/web/form.server.ts'
import { guard, notFound } from '#app/web/guard.server.ts'
import { statusOf } from '#app/web/respond.server.ts'
import { readId } from '#app/web/store-page.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.contract_title() }) }]

const text = z.string().default('')
const day = z.string({ error: 'day-missing' }).refine(isCivilDate, { error: 'day-missing' })
const endSchema = z.object({ contractId: z.string().transform(readId).pipe(z.number()), reason: text })
const recordSchema = z.object({
  householdNumber: text,
  productKey: z.string({ error: 'product-missing' }),
  price: z
    .string({ error: 'price-missing' })
    .transform((typed) => parseYuan(typed.normalize('NFKC')))
    .pipe(z.number({ error: 'price-unreadable' })),
  quantity: text,
  fromDay: day,
  toDay: day,
  how: z.enum(AGREEMENT_WAYS, { error: 'agreement-missing' }),
  witness: text,
  agreedOn: day,
})

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'cooperative:read' })
  const id = readId(args.params.id)
  const [page, products, frame] = await Promise.all([
    id === null ? null : readCooperative(scope, id),
    readContractProducts(),
    readRoomFrame(actor),
  ])
  if (page === null) throw notFound()
  const done = new URL(args.request.url).searchParams.get('done')
  return json(
    { ...page, products, today: civilDateOf(new Date()), done, frame },
    { headers: { 'Cache-Control': 'private, no-store' } },
  )
}

export async function action(args: ActionFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'cooperative:work' })
  const cooperativeId = readId(args.params.id)
  if (cooperativeId === null) throw notFound()
  const body = await args.request.formData()
  if (body.get('intent') === 'end') {
    const form = parseForm(body, endSchema)
    if (!form.ok) throw notFound()
    const { contractId } = form.value
    const ended = await endPurchaseContract(actor, scope, { cooperativeId, ...form.value })
    if (ended.ok) return redirect(paths.countyCooperative(cooperativeId, { done: 'ended' }))
    if (statusOf(ended) === 404) throw notFound()
    return json({ contractId, ...answerOf(form, { reason: ended }) }, statusOf(ended))
  }
  const form = parseForm(body, recordSchema)
  if (!form.ok) return json({ contractId: null, ...answerOf(form) }, 400)
  const { price, how, witness, agreedOn, ...entry } = form.value
  const recorded = await recordPurchaseContract(actor, scope, {
    ...entry,
    cooperativeId,
    purchasePriceFen: price,
    agreement: { how, witness, agreedOn },
  })
  if (recorded.ok) return redirect(paths.countyCooperative(cooperativeId, { done: 'recorded' }))
  if (!('faults' in recorded)) throw notFound()
  return json({ contractId: null, ...answerOf(form, recorded.faults) }, statusOf(recorded))
}

const DONE: Record<string, (() => string) | undefined> = {
  recorded: m.contract_done_recorded,
  ended: m.contract_done_ended,
}

export default function Cooperative() {
  const page = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>() ?? null
  const { cooperative, frame, today } = page
  const mayWork = frame.may.includes('cooperative:work')
  const done = answer === null ? DONE[page.done ?? '']?.() : undefined
  return (
    <CountyRoom frame={frame}>
      <BackLink href={paths.countyCooperatives()}>{m.contract_title()}</BackLink>
      <h1 className="head">{cooperative.name}</h1>
      <p className="soft">{m.contract_of_kind({ kind: cooperativeKind(cooperative.kind) })}</p>
      {done && (
        <Note tone="ok" announce>
          {done}
        </Note>
      )}
      <ContractList page={page} today={today} mayEnd={mayWork} answer={answer} />
      {mayWork && (
        <ContractForm
          products={page.products}
          today={today}
          answer={answer?.contractId === null ? answer : null}
        />
      )}
    </CountyRoom>
  )
}
