import { randomUUID } from 'node:crypto'
import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { markNoShow } from '#app/commands/handover/mark-no-show.server.ts'
import { returnGoods } from '#app/commands/handover/return-goods.server.ts'
import { settleLine } from '#app/commands/handover/settle-line.server.ts'
import { substituteGoods } from '#app/commands/handover/substitute-goods.server.ts'
import { takePayment } from '#app/commands/handover/take-payment.server.ts'
import { undoDeskOperation } from '#app/commands/handover/undo-desk-operation.server.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import { countedOf, readDeskFigures, readQuantity } from '#app/domain/handover/desk-figures.ts'
import { SUBSTITUTED_REASON } from '#app/domain/handover/shortfall-reasons.ts'
import { type Refusal, refuse } from '#app/domain/kernel/verdict.ts'
import { formatMoney } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { readDeskOrder } from '#app/queries/handover/desk-order.server.ts'
import { readSubstitutes } from '#app/queries/handover/walk-up.server.ts'
import { productName } from '#app/ui/catalogue/words.ts'
import { DeskFrame } from '#app/ui/handover/desk-frame.tsx'
import { GiveBackPanel } from '#app/ui/handover/give-back-panel.tsx'
import { LineList } from '#app/ui/handover/line-list.tsx'
import { Live } from '#app/ui/handover/live.tsx'
import { MendLine, PaymentList } from '#app/ui/handover/mend-panel.tsx'
import { NoShowForm, OrderHead, SettleBar } from '#app/ui/handover/order-parts.tsx'
import { PayPanel } from '#app/ui/handover/pay-panel.tsx'
import { deskRefusalText } from '#app/ui/handover/refusal-words.ts'
import { type AskedWhy, WeighPanel } from '#app/ui/handover/weigh-panel.tsx'
import { ButtonLink } from '#app/ui/primitives/button.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { guard, notFound } from '#app/web/guard.server.ts'
import { statusOf } from '#app/web/respond.server.ts'
import { readId } from '#app/web/store-page.server.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: m.brand_title({ title: m.desk_order_title({ number: data?.order.number ?? 0 }) }) },
]

const ASKS_BUYER = ['over-by-more-than-5-percent', 'piece-above-usual-range']
const ASKS_WHY = ['quantities-do-not-add-up', 'nothing-entered', 'shortfall-without-reason']

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'desk:work' })
  const eventId = readId(args.params.eventId)
  const order =
    eventId === null ? null : await readDeskOrder(actor, scope, eventId, args.params.orderId ?? '')
  if (order === null) throw notFound()
  const query = new URL(args.request.url).searchParams
  const waiting = order.lines.filter((line) => line.state === 'placed')
  const isOpen = order.bar.state === 'running'
  const current = isOpen ? (waiting.find((line) => line.id === query.get('line')) ?? waiting[0]) : undefined
  const why = readWhy(query.get('why'))
  const substitutes =
    current && why === 'short' ? await readSubstitutes(actor, scope, order.bar.eventId, current.offerId) : []
  return json(
    { order, operationId: randomUUID(), currentId: current?.id, why, substitutes },
    { headers: { 'Cache-Control': 'private, no-store' } },
  )
}

function readWhy(asked: string | null): AskedWhy {
  return asked === 'short' || asked === 'refused' ? asked : null
}

export async function action(args: ActionFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'desk:work' })
  const eventId = readId(args.params.eventId)
  const orderId = args.params.orderId ?? ''
  if (eventId === null) throw notFound()
  const form = await args.request.formData().catch(() => new FormData())
  const typed = Object.fromEntries([...form].map(([name, value]) => [name, String(value)]))
  const done = await act(actor, scope, { eventId, orderId, typed })
  if (done.ok) {
    // A sale at the stall that is taken back is no order any more.
    const isGone = typed.act === 'undo' && (await readDeskOrder(actor, scope, eventId, orderId)) === null
    return redirect(isGone ? paths.desk(eventId) : paths.deskOrder(eventId, orderId))
  }
  if (statusOf(done) === 404) throw notFound()
  return json({ refusal: done, typed }, statusOf(done))
}

/** What is done to an order at the desk, and taken back. What the form lacks, the commands refuse. */
async function act(
  actor: Actor,
  scope: Scope,
  sent: { eventId: number; orderId: string; typed: Record<string, string> },
): Promise<{ ok: true } | Refusal> {
  const { eventId, orderId, typed } = sent
  const { operationId = '', line: orderLineId = '', reason = '' } = typed
  const at = { operationId, eventId, orderId }
  if (typed.act === 'no-show') return markNoShow(actor, scope, at)
  if (typed.act === 'pay') {
    const method = typed.method === 'qr' ? 'qr' : 'cash'
    return takePayment(actor, scope, { ...at, method, shownFen: Number(typed[`shown-${method}`]) })
  }
  if (typed.act === 'undo') {
    const { undone: undoneOperationId = '' } = typed
    return undoDeskOperation(actor, scope, { operationId, eventId, undoneOperationId, reason })
  }
  if (typed.act === 'return') {
    const figure = readQuantity(typed.quantity ?? '', countedOf(typed.counted))
    if (figure === null) return refuse('figure-unreadable')
    const { quantity } = figure
    return returnGoods(actor, scope, { ...at, orderLineId, lotId: readId(typed.lot) ?? 0, quantity, reason })
  }
  if (typed.act === 'substitute') return substitute(actor, scope, { ...at, orderLineId }, typed)
  const figures = readDeskFigures(typed)
  return figures.ok ? settleLine(actor, scope, { ...at, orderLineId, ...figures.value }) : figures
}

/** What was brought of the line, and what is given for the rest. */
async function substitute(
  actor: Actor,
  scope: Scope,
  at: { operationId: string; eventId: number; orderId: string; orderLineId: string },
  typed: Record<string, string>,
): Promise<{ ok: true } | Refusal> {
  const figures = readDeskFigures({ ...typed, missing: `short:${SUBSTITUTED_REASON}` })
  if (!figures.ok) return figures
  const [lot, counted] = (typed.substitute ?? '').split(':')
  const lotId = readId(lot)
  if (lotId === null) return refuse('lot-missing')
  const figure = readQuantity(typed.substituteQuantity ?? '', countedOf(counted))
  if (figure === null) return refuse('figure-unreadable')
  return substituteGoods(actor, scope, {
    ...at,
    parts: figures.value.parts,
    substitute: { lotId, ...figure },
  })
}

export default function DeskOrderPage() {
  const { order, operationId, currentId, why, substitutes } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const { bar, money } = order
  const currentLine = answer?.typed.line ?? currentId
  const current = order.lines.find((line) => line.id === currentLine && line.state === 'placed')
  const named = order.lines.find((line) => line.id === answer?.typed.line)
  // What is missing of a substitute is said in what that is counted in.
  const substitute = substitutes.find((lot) => lot.lotId === answer?.refusal.facts?.lotId)
  const error = answer ? deskRefusalText(answer.refusal, substitute ?? named ?? current ?? null) : null
  const isOfScale =
    current !== undefined && (answer?.typed.act === 'settle' || answer?.typed.act === 'substitute')
  const asked = answer && ASKS_WHY.includes(answer.refusal.code) ? (why ?? 'both') : why
  const isOpen = bar.state === 'running'
  const isDue = isOpen && !order.isOnAccount && money.qr.dueFen > 0
  const isOwedBack = isOpen && (money.qr.dueFen < 0 || money.cash.dueFen < 0)
  const dueKey = isDue || isOwedBack ? money.qr.dueFen : money.isComplete
  const workKey = current ? `line:${current.id}` : `due:${dueKey}`
  // What is being taken back stays open until something else became of the lines.
  const linesKey = [
    current?.id,
    ...order.lines.map((line) => `${line.id}:${line.state}:${line.settledBy}`),
  ].join()
  const paymentsKey = JSON.stringify(order.payments)
  const hrefTo = (query?: { line?: string; why?: 'short' | 'refused' }) =>
    paths.deskOrder(bar.eventId, order.id, query)
  return (
    <DeskFrame
      bar={bar}
      back={{ href: paths.desk(bar.eventId), label: m.desk_back() }}
      thumb={
        <Live name="acts" workKey={workKey}>
          {current && (
            <SettleBar
              asked={asked}
              shortHref={hrefTo({ line: current.id, why: 'short' })}
              refusedHref={hrefTo({ line: current.id, why: 'refused' })}
              backHref={hrefTo({ line: current.id })}
            />
          )}
        </Live>
      }
    >
      <div className="find">
        <Live name="head">
          <OrderHead order={order} />
        </Live>
        {error !== null && !isOfScale && (
          <Note tone="bad" announce>
            {error}
          </Note>
        )}
      </div>
      <Live
        name="work"
        workKey={workKey}
        overtaken={
          current ? m.desk_live_line_taken({ product: productName(current) }) : m.desk_live_money_changed()
        }
      >
        {current && (
          <WeighPanel
            line={current}
            lines={order.lines}
            operationId={operationId}
            why={asked}
            substitutes={asked === 'short' ? substitutes : []}
            typed={answer?.typed ?? {}}
            error={isOfScale ? error : null}
            asksBuyer={
              answer !== undefined && (ASKS_BUYER.includes(answer.refusal.code) || 'accepted' in answer.typed)
            }
          />
        )}
        {!current && isDue && <PayPanel money={money} operationId={operationId} />}
        {!current && isOwedBack && <GiveBackPanel money={money} operationId={operationId} />}
        {!current && !isDue && !isOwedBack && (
          <section className="weigh stack">
            <h2>{money.isComplete ? m.desk_done_title() : m.desk_pay_nothing()}</h2>
            <ButtonLink tone="ok" size="big" href={paths.desk(bar.eventId)}>
              {m.desk_done_next()}
            </ButtonLink>
            <ButtonLink size="big" href={paths.deskQueue(bar.eventId)}>
              {m.desk_queue_title()}
            </ButtonLink>
          </section>
        )}
      </Live>
      <section className="rest stack" aria-label={m.desk_lines_title()}>
        <Live name="lines" workKey={linesKey}>
          <LineList
            lines={order.lines.map((line) => ({
              ...line,
              href: hrefTo({ line: line.id }),
              mend: isOpen && line.settledBy !== null && (
                <MendLine line={{ ...line, settledBy: line.settledBy }} operationId={operationId} />
              ),
            }))}
            currentId={current?.id ?? null}
          />
        </Live>
        <Live name="pay-first" workKey={current && isDue ? `due:${money.qr.dueFen}` : 'none'}>
          {current && isDue && (
            <details>
              <summary className="linkish">
                {m.desk_pay_first({ amount: formatMoney(money.cash.dueFen) })}
              </summary>
              <PayPanel money={money} operationId={operationId} />
            </details>
          )}
        </Live>
        <Live name="payments" workKey={paymentsKey}>
          <PaymentList payments={order.payments} operationId={operationId} isOpen={isOpen} />
        </Live>
        <Live name="no-show" workKey={String(current !== undefined)}>
          {current && <NoShowForm operationId={operationId} />}
        </Live>
      </section>
    </DeskFrame>
  )
}
