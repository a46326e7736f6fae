import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { requestInvoice } from '#app/commands/payment/request-invoice.server.ts'
import { rolesWith } from '#app/domain/access/matrix.ts'
import { scopeOf } from '#app/domain/access/roles.ts'
import { titleKinds } from '#app/domain/payment/invoice-request.ts'
import { formatMoney } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { refusalText } from '#app/i18n/refusals.ts'
import { paths } from '#app/paths.ts'
import { readStoreFrame } from '#app/queries/access/store-frame.server.ts'
import { type InvoicePage, readInvoicePage } from '#app/queries/payment/invoice-page.server.ts'
import { SiteLayout } from '#app/ui/layouts/site-layout.tsx'
import { InvoiceForm } from '#app/ui/payment/invoice-form.tsx'
import { InvoiceVersions } from '#app/ui/payment/invoice-versions.tsx'
import { BigMoney } from '#app/ui/primitives/big-figure.tsx'
import { ErrorSummary } from '#app/ui/primitives/error-summary.tsx'
import { BackLink } from '#app/ui/primitives/links.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { answerOf, type FormAnswer, readForm } from '#app/web/form.server.ts'
import { guardSignedIn, notFound } from '#app/web/guard.server.ts'
import { statusOf } from '#app/web/respond.server.ts'
import { readOrderId, storeHeaders, storeViewer } from '#app/web/store-page.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.invoice_title() }) }]

const schema = z.object({
  seenVersion: z.coerce.number().int().min(0).max(1_000_000).default(0),
  titleKind: z.enum(titleKinds).default('organisation'),
  title: z.string().default(''),
  taxNumber: z.string().default(''),
  email: z.string().default(''),
  note: z.string().default(''),
})

const FIELD_OF: Record<string, string> = {
  'invoice-title-missing': 'title',
  'invoice-title-long': 'title',
  'invoice-note-long': 'note',
  'invoice-email-unreadable': 'email',
  'tax-number-missing': 'taxNumber',
  'tax-number-characters': 'taxNumber',
  'tax-number-length': 'taxNumber',
  'tax-number-check': 'taxNumber',
}

/** Of anyone signed in, but only his own order. */
async function own(args: LoaderFunctionArgs | ActionFunctionArgs) {
  const { actor } = await guardSignedIn(args)
  const orderId = readOrderId(args.params.id)
  return { actor, scope: scopeOf(actor, rolesWith('order:read')), orderId }
}

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope, orderId } = await own(args)
  const [page, frame] = await Promise.all([readInvoicePage(actor, scope, orderId), readStoreFrame(actor)])
  if (!page) throw notFound()
  const { amount } = page
  const refused = amount.ok ? null : refusalText(amount.code, amount.facts)
  const isAsked = new URL(args.request.url).searchParams.get('done') === 'asked'
  return json({ page, refused, isAsked, viewer: storeViewer(actor, frame) }, { headers: storeHeaders(actor) })
}

export async function action(args: ActionFunctionArgs) {
  const { actor, scope, orderId } = await own(args)
  const form = await readForm(args.request, schema)
  if (!form.ok) return json(answerOf(form), { status: 400 })
  const verdict = await requestInvoice(actor, scope, { orderId, ...form.value })
  if (verdict.ok) return redirect(paths.orderInvoice(orderId, { done: 'asked' }))
  if (verdict.code === 'not-found') throw notFound()
  return json(answerOf(form, { [FIELD_OF[verdict.code] ?? '']: verdict }), { status: statusOf(verdict) })
}

export default function OrderInvoice() {
  const { page, refused, isAsked, viewer } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const { orderNumber, amount, versions, standing } = page
  const [last] = versions
  const nowFen = amount.ok ? amount.value : null
  return (
    <SiteLayout viewer={viewer} className="report">
      <BackLink href={paths.order(page.orderId)}>
        {m.ordering_orders_number({ number: orderNumber })}
      </BackLink>
      <h1 className="head">{m.invoice_title()}</h1>
      {isAsked && !answer && (
        <Note tone="ok" announce>
          {m.invoice_asked()}
        </Note>
      )}
      <ErrorSummary errors={answer?.errors ?? {}} />
      {nowFen === null ? (
        <Note tone="look" title={m.invoice_not_now()}>
          {refused}
        </Note>
      ) : (
        <section className="stack" aria-labelledby="invoice-amount">
          <h2 id="invoice-amount">{m.invoice_amount_now()}</h2>
          <BigMoney amountFen={nowFen} />
          <p className="soft">{m.invoice_amount_how()}</p>
        </section>
      )}
      {last && last.state !== 'declined' && nowFen !== null && nowFen !== last.amountFen && (
        <Note tone="look" title={m.invoice_changed()}>
          {m.invoice_changed_why({ asked: formatMoney(last.amountFen), now: formatMoney(nowFen) })}
        </Note>
      )}
      {standing && (
        <Note title={m.invoice_red_first()}>
          {m.invoice_red_first_why({ version: standing.version, number: standing.number ?? '' })}
        </Note>
      )}
      <section>
        <InvoiceVersions versions={versions} />
      </section>
      {nowFen !== null && <Ask page={page} answer={answer} />}
    </SiteLayout>
  )
}

function Ask({ page, answer }: { page: InvoicePage; answer: FormAnswer | undefined }) {
  const [last] = page.versions
  const form = (
    <InvoiceForm
      action={paths.orderInvoice(page.orderId)}
      seenVersion={last?.version ?? 0}
      offered={page.offered}
      values={answer?.values}
      errors={answer?.errors ?? {}}
    />
  )
  if (!last) {
    return (
      <section className="stack">
        {page.offered.title !== '' && <p className="soft">{m.invoice_offered()}</p>}
        {form}
      </section>
    )
  }
  return (
    <details open={answer !== undefined || last.state === 'declined'}>
      <summary>{m.invoice_ask_again()}</summary>
      <p className="soft">{m.invoice_ask_again_how()}</p>
      {form}
    </details>
  )
}
