import { randomUUID } from 'node:crypto'
import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { countCash } from '#app/commands/handover/count-cash.server.ts'
import { ownUnpaidOrder } from '#app/commands/handover/own-unpaid-order.server.ts'
import { movePickupEvent } from '#app/commands/pickup/move-pickup-event.server.ts'
import { type CashPieces, DENOMINATIONS_FEN } from '#app/domain/handover/cash-box.ts'
import { plainFigure } from '#app/domain/handover/desk-figures.ts'
import { type Refusal, refuse } from '#app/domain/kernel/verdict.ts'
import { formatInstant } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { refusalText } from '#app/i18n/refusals.ts'
import { paths } from '#app/paths.ts'
import { type EventClose, readEventClose } from '#app/queries/handover/event-close.server.ts'
import { CashForm, piecesName } from '#app/ui/handover/cash-form.tsx'
import {
  ChannelTable,
  CloseLineTable,
  CountWords,
  HandedOverTotals,
} from '#app/ui/handover/close-figures.tsx'
import { CloseGaps } from '#app/ui/handover/close-gaps.tsx'
import { DeskFrame } from '#app/ui/handover/desk-frame.tsx'
import { UnpaidOrders } from '#app/ui/handover/exception-forms.tsx'
import { ExceptionList } from '#app/ui/handover/exception-list.tsx'
import { Live } from '#app/ui/handover/live.tsx'
import { Button } from '#app/ui/primitives/button.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { guard, notFound } from '#app/web/guard.server.ts'
import { statusOf } from '#app/web/respond.server.ts'
import { readId } from '#app/web/store-page.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.desk_close_title() }) }]

export async function loader(args: LoaderFunctionArgs) {
  const { scope } = await guard(args, { can: 'desk:work' })
  const eventId = readId(args.params.eventId)
  const close = eventId === null ? null : await readEventClose(scope, eventId, null)
  if (close === null) throw notFound()
  const operationIds = Object.fromEntries(close.unpaid.map(({ orderId }) => [orderId, randomUUID()]))
  return json(
    { close, operationId: randomUUID(), operationIds },
    { headers: { 'Cache-Control': 'private, no-store' } },
  )
}

export async function action(args: ActionFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'desk:work' })
  const eventId = readId(args.params.eventId)
  if (eventId === null) throw notFound()
  const form = await args.request.formData().catch(() => new FormData())
  const typed = Object.fromEntries([...form].map(([name, value]) => [name, String(value)]))
  const refused = (field: string, refusal: Refusal) => {
    if (statusOf(refusal) === 404) throw notFound()
    const errors = { [field]: refusalText(refusal.code, refusal.facts) }
    return json({ errors, typed }, statusOf(refusal))
  }
  if (typed.act === 'close' || typed.act === 'reopen') {
    const step = typed.act === 'close' ? CLOSE : REOPEN
    const moved = await movePickupEvent(actor, scope, { eventId, ...step })
    if (!moved.ok) return refused('', moved)
    return redirect(typed.act === 'close' ? paths.deskClose(eventId) : paths.desk(eventId))
  }
  const ownerId = /^\d{1,9}$/.test(typed.ownerId ?? '') ? Number(typed.ownerId) : null
  if (typed.act === 'own') {
    const { operationId = '', orderId = '', reason = '' } = typed
    const owned = await ownUnpaidOrder(actor, scope, { operationId, eventId, orderId, reason, ownerId })
    return owned.ok ? redirect(paths.deskClose(eventId)) : refused('', owned)
  }
  const read = readPieces(typed)
  if ('unreadable' in read) return refused(read.unreadable, refuse('count-unreadable'))
  const { operationId = '', differenceReason = '' } = typed
  const counted = await countCash(actor, scope, {
    operationId,
    eventId,
    pieces: read.pieces,
    differenceReason,
    ownerId,
  })
  if (counted.ok) return redirect(paths.deskClose(eventId))
  return refused(counted.code === 'cash-difference-unexplained' ? 'differenceReason' : '', counted)
}

const CLOSE = { from: 'running', to: 'closing' } as const
const REOPEN = { from: 'closing', to: 'running' } as const

/** Whole numbers of notes and coins; what is left empty is none. */
function readPieces(typed: Record<string, string>): { pieces: CashPieces } | { unreadable: string } {
  const pieces: CashPieces = {}
  for (const fen of DENOMINATIONS_FEN) {
    const name = piecesName(fen)
    const figure = plainFigure(typed[name] ?? '')
    if (!/^\d{0,5}$/.test(figure)) return { unreadable: name }
    if (figure !== '') pieces[fen] = Number(figure)
  }
  return { pieces }
}

export default function Close() {
  const { close, operationId, operationIds } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const { bar } = close
  return (
    <DeskFrame bar={bar} back={{ href: paths.desk(bar.eventId), label: m.desk_back() }} isCloseHere>
      <div className="find stack">
        <h1>{m.desk_close_title()}</h1>
        <Live name="standing">
          <Standing close={close} />
        </Live>
        {answer?.errors[''] && (
          <Note tone="bad" announce>
            {answer.errors['']}
          </Note>
        )}
      </div>
      <Live name="work" workKey={`${bar.state}:${close.count?.at}`}>
        {bar.state === 'running' && <CloseForm />}
        {bar.state === 'closing' && (
          <section className="weigh stack">
            <CashForm
              operationId={operationId}
              expectedFen={close.channels[0]?.expectedFen ?? 0}
              typed={answer?.typed ?? {}}
              errors={answer?.errors ?? {}}
              isAgain={close.count !== null}
              owners={close.owners}
            />
            <ReopenForm />
          </section>
        )}
      </Live>
      {bar.state === 'closing' && close.unpaid.length > 0 && (
        <Live name="unpaid" workKey={close.unpaid.map(({ orderId }) => orderId).join()}>
          <UnpaidOrders orders={close.unpaid} owners={close.owners} operationIds={operationIds} />
        </Live>
      )}
      <div className="rest stack">
        <Live name="tables">
          <ChannelTable rows={close.channels} />
          {close.count && <CountWords count={close.count} />}
          <HandedOverTotals {...close} />
          {close.exceptions.length > 0 && (
            <section className="stack" aria-labelledby="exceptions">
              <h2 id="exceptions">{m.exception_title()}</h2>
              <ExceptionList exceptions={close.exceptions} canSettle={false} />
            </section>
          )}
          <CloseLineTable lines={close.lines} />
        </Live>
      </div>
    </DeskFrame>
  )
}

/** How far the close is: signed, ready to be signed, or what is missing. */
function Standing({ close }: { close: Pick<EventClose, 'signature' | 'gaps'> }) {
  const { signature, gaps } = close
  if (signature) {
    return <Note tone="ok">{m.desk_close_signed({ by: signature.by, at: formatInstant(signature.at) })}</Note>
  }
  // The signature is not the desk's to give: without it all is there.
  const missing = gaps.filter((gap) => gap.code !== 'signature-missing')
  return (
    <>
      <CloseGaps gaps={missing} />
      <p className="soft">{m.desk_close_signer()}</p>
    </>
  )
}

function CloseForm() {
  return (
    <section className="weigh">
      <form method="post" className="stack">
        <Button name="act" value="close" tone="go" size="big" wide>
          {m.desk_close_start()}
        </Button>
        <p className="hint">{m.desk_close_start_hint()}</p>
      </form>
    </section>
  )
}

function ReopenForm() {
  return (
    <form method="post">
      <Button name="act" value="reopen">
        {m.desk_close_reopen()}
      </Button>
    </form>
  )
}
