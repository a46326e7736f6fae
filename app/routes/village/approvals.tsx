import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { approveLot } from '#app/commands/catalogue/approve-lot.server.ts'
import { sendBackLot } from '#app/commands/catalogue/send-back-lot.server.ts'
import { type Refusal, refuse } from '#app/domain/kernel/verdict.ts'
import { m } from '#app/i18n/generated/messages.js'
import { refusalText } from '#app/i18n/refusals.ts'
import { paths } from '#app/paths.ts'
import { readApprovals } from '#app/queries/catalogue/approvals.server.ts'
import { YardLayout } from '#app/ui/layouts/yard-layout.tsx'
import { EmptyState } from '#app/ui/primitives/empty-state.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { type PendingAnswer, PendingLotCard } from '#app/ui/village/pending-lot.tsx'
import { guard, notFound } from '#app/web/guard.server.ts'
import { statusOf } from '#app/web/respond.server.ts'
import { readId } from '#app/web/store-page.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.village_approvals_title() }) }]

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'lot:approve' })
  const done = new URL(args.request.url).searchParams.get('done')
  const lots = await readApprovals(actor, scope)
  return json({ lots, done }, { headers: { 'Cache-Control': 'private, no-store' } })
}

export async function action(args: ActionFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'lot:approve' })
  const form = await args.request.formData().catch(() => new FormData())
  const lotId = readId(String(form.get('lotId') ?? ''))
  const reason = String(form.get('reason') ?? '')
  const isSendBack = form.get('act') === 'send-back'
  const aboveCapAccepted = form.get('aboveCapAccepted') === 'on'
  if (lotId === null) return refused(0, refuse('lot-missing'), reason)
  const answered = isSendBack
    ? await sendBackLot(actor, scope, { lotId, reason })
    : await approveLot(actor, scope, { lotId, aboveCapAccepted })
  if (!answered.ok) return refused(lotId, answered, reason)
  return redirect(paths.villageApprovals({ done: isSendBack ? 'sent-back' : 'approved' }))
}

function refused(lotId: number, refusal: Refusal, reason: string) {
  if (statusOf(refusal) === 404) throw notFound()
  return json({ lotId, ...fieldOf(refusal), reason } satisfies PendingAnswer, statusOf(refusal))
}

/** The field that a refusal stands under, and its sentence. */
function fieldOf({ code, facts }: Refusal): Pick<PendingAnswer, 'field' | 'error'> {
  if (code === 'premium-above-cap') return { field: 'aboveCapAccepted', error: m.village_above_cap_missing() }
  const isReason = code === 'reason-missing' || code === 'text-too-long'
  return { field: isReason ? 'reason' : '', error: refusalText(code, facts) }
}

export default function ApprovalsPage() {
  const { lots, done } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>() ?? null
  const isElsewhere = answer !== null && !lots.some((lot) => lot.id === answer.lotId)
  return (
    <YardLayout back={{ href: paths.villageHome(), label: m.village_back_home() }} className="stack">
      <h1 className="head">{m.village_approvals_title()}</h1>
      <p className="soft">{m.village_approvals_lead()}</p>
      {done !== null && answer === null && <DoneNote done={done} />}
      {isElsewhere && (
        <Note tone="bad" announce>
          {answer.error}
        </Note>
      )}
      {lots.map((lot) => (
        <PendingLotCard
          key={lot.id}
          lot={lot}
          evidenceHref={paths.villageLotEvidence(lot.id)}
          answer={answer?.lotId === lot.id ? answer : null}
        />
      ))}
      {lots.length === 0 && (
        <EmptyState title={m.village_approvals_empty()}>{m.village_approvals_empty_why()}</EmptyState>
      )}
    </YardLayout>
  )
}

function DoneNote({ done }: { done: string }) {
  if (done !== 'approved' && done !== 'sent-back') return null
  return (
    <Note tone="ok" announce>
      {done === 'approved' ? m.village_done_approved() : m.village_done_sent_back()}
    </Note>
  )
}
