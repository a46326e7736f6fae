import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { Download } from 'lucide-react'
import { z } from 'zod'
import { declineInvoice } from '#app/commands/payment/decline-invoice.server.ts'
import { issueInvoice } from '#app/commands/payment/issue-invoice.server.ts'
import { formatCount } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { readRoomFrame } from '#app/queries/access/room-frame.server.ts'
import { readAnsweredInvoices, readOpenInvoices } from '#app/queries/payment/county-invoices.server.ts'
import { CountyRoom } from '#app/ui/county/county-room.tsx'
import { AnsweredInvoices, OpenInvoices } from '#app/ui/payment/invoice-tables.tsx'
import { TapLink } from '#app/ui/primitives/button.tsx'
import { ErrorSummary } from '#app/ui/primitives/error-summary.tsx'
import { Pagination } from '#app/ui/primitives/links.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { answerOf, readForm } from '#app/web/form.server.ts'
import { guard, notFound } from '#app/web/guard.server.ts'
import { statusOf } from '#app/web/respond.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.invoice_county_title() }) }]

const schema = z.union([
  z.object({
    intent: z.literal('issue'),
    requestId: z.uuid(),
    number: z.string().default(''),
    issuedOn: z.string().default(''),
    redNumber: z.string().default(''),
  }),
  z.object({
    intent: z.literal('decline'),
    requestId: z.uuid(),
    reason: z.string().default(''),
  }),
])

const FIELD_OF: Record<string, string> = {
  'invoice-number-unreadable': 'number',
  'invoice-number-used': 'number',
  'issued-on-unreadable': 'issuedOn',
  'issued-on-out-of-range': 'issuedOn',
  'red-number-missing': 'redNumber',
  'red-number-unreadable': 'redNumber',
  'decline-reason-missing': 'reason',
  'decline-reason-long': 'reason',
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'invoice:work' })
  const search = new URL(args.request.url).searchParams
  const asked = search.get('after')
  const after = asked !== null && UUID.test(asked) ? asked : null
  const [waiting, answered, frame] = await Promise.all([
    readOpenInvoices(scope, after, new Date()),
    readAnsweredInvoices(scope),
    readRoomFrame(actor),
  ])
  return json(
    { ...waiting, after, answered, done: search.get('done'), frame },
    { headers: { 'Cache-Control': 'private, no-store' } },
  )
}

export async function action(args: ActionFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'invoice:work' })
  const form = await readForm(args.request, schema)
  if (!form.ok) throw notFound()
  const { value } = form
  const verdict =
    value.intent === 'issue'
      ? await issueInvoice(actor, scope, value)
      : await declineInvoice(actor, scope, value)
  if (verdict.ok) {
    return redirect(paths.countyInvoices({ done: value.intent === 'issue' ? 'issued' : 'declined' }))
  }
  if (verdict.code === 'not-found') throw notFound()
  const field = FIELD_OF[verdict.code]
  const id = field === undefined ? '' : `${field}-${value.requestId}`
  return json(answerOf(form, { [id]: verdict }), { status: statusOf(verdict) })
}

const doneWords: Partial<Record<string, () => string>> = {
  issued: m.invoice_county_done_issued,
  declined: m.invoice_county_done_declined,
}

export default function Invoices() {
  const { openCount, open, nextAfter, after, answered, done, frame } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const said = done === null || answer ? undefined : doneWords[done]
  return (
    <CountyRoom frame={frame}>
      <h1 className="head">{m.invoice_county_title()}</h1>
      <p className="soft">{m.invoice_county_how()}</p>
      {said && (
        <Note tone="ok" announce>
          {said()}
        </Note>
      )}
      <ErrorSummary errors={answer?.errors ?? {}} />
      <section className="stack">
        <OpenInvoices
          caption={m.invoice_county_open({ count: formatCount(openCount) })}
          rows={open}
          action={paths.countyInvoices()}
          answer={answer}
        />
        <Pagination
          nextHref={nextAfter && paths.countyInvoices({ after: nextAfter })}
          firstHref={after && paths.countyInvoices()}
        />
        {openCount > 0 && (
          <p className="flex flex-wrap gap-x-4">
            <TapLink icon={Download} href={paths.countyInvoicesFile('xlsx')}>
              {m.statement_download_xlsx()}
            </TapLink>
            <TapLink icon={Download} href={paths.countyInvoicesFile('csv')}>
              {m.statement_download_csv()}
            </TapLink>
          </p>
        )}
      </section>
      <section>
        <AnsweredInvoices rows={answered} />
      </section>
    </CountyRoom>
  )
}
