import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { markRefundSent } from '#app/commands/payment/mark-refund-sent.server.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { readRoomFrame } from '#app/queries/access/room-frame.server.ts'
import { readRefundsPage } from '#app/queries/payment/refunds-page.server.ts'
import { CountyRoom } from '#app/ui/county/county-room.tsx'
import { MoneyLinks } from '#app/ui/payment/money-links.tsx'
import { OwedBack, SentRefunds, UnsentRefunds } from '#app/ui/payment/refund-tables.tsx'
import { ErrorSummary } from '#app/ui/primitives/error-summary.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { answerOf, readForm } from '#app/web/form.server.ts'
import { guard, notFound } from '#app/web/guard.server.ts'
import { statusOf } from '#app/web/respond.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.bank_refunds_title() }) }]

const schema = z.object({
  refundId: z.uuid(),
  sentOn: z.string().max(20).default(''),
  note: z.string().max(1_000).default(''),
})

const FIELD_OF: Record<string, string> = {
  'sent-on-unreadable': 'sentOn',
  'sent-on-out-of-range': 'sentOn',
  'refund-note-missing': 'note',
  'refund-note-long': 'note',
}

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'bank:work' })
  const [page, frame] = await Promise.all([readRefundsPage(scope, new Date()), readRoomFrame(actor)])
  const done = new URL(args.request.url).searchParams.get('done')
  return json({ ...page, done, frame }, { headers: { 'Cache-Control': 'private, no-store' } })
}

export async function action(args: ActionFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'bank:work' })
  const form = await readForm(args.request, schema)
  if (!form.ok) throw notFound()
  const verdict = await markRefundSent(actor, scope, form.value)
  if (verdict.ok) return redirect(paths.countyRefunds({ done: 'sent' }))
  if (verdict.code === 'not-found') throw notFound()
  const field = FIELD_OF[verdict.code]
  const id = field === undefined ? '' : `${field}-${form.value.refundId}`
  return json(answerOf(form, { [id]: verdict }), { status: statusOf(verdict) })
}

export default function Refunds() {
  const { owed, owedFen, ledgerFen, unsent, hasMore, sent, done, frame } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  return (
    <CountyRoom frame={frame}>
      <h1 className="head">{m.bank_refunds_title()}</h1>
      <MoneyLinks current="refunds" />
      {done === 'sent' && !answer && (
        <Note tone="ok" announce>
          {m.bank_refund_marked()}
        </Note>
      )}
      <ErrorSummary errors={answer?.errors ?? {}} />
      <OwedBack owed={owed} owedFen={owedFen} ledgerFen={ledgerFen} />
      <section className="stack">
        <UnsentRefunds rows={unsent} values={answer?.values ?? {}} errors={answer?.errors ?? {}} />
        {hasMore && <p className="soft">{m.bank_refunds_more()}</p>}
      </section>
      <section>
        <SentRefunds rows={sent} />
      </section>
    </CountyRoom>
  )
}
