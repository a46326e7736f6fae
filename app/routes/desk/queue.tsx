import { randomUUID } from 'node:crypto'
import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { ArrowRight } from 'lucide-react'
import { callNextBuyer } from '#app/commands/handover/call-next-buyer.server.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { readDeskOrders } from '#app/queries/handover/desk-orders.server.ts'
import { DeskFrame } from '#app/ui/handover/desk-frame.tsx'
import { Live } from '#app/ui/handover/live.tsx'
import { isWaiting, type QueuedOrder, QueueList } from '#app/ui/handover/queue-list.tsx'
import { deskRefusalText } from '#app/ui/handover/refusal-words.ts'
import { Button } from '#app/ui/primitives/button.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { guard, notFound } from '#app/web/guard.server.ts'
import { statusOf } from '#app/web/respond.server.ts'
import { readId } from '#app/web/store-page.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.desk_queue_title() }) }]

export async function loader(args: LoaderFunctionArgs) {
  const { scope } = await guard(args, { can: 'desk:work' })
  const eventId = readId(args.params.eventId)
  const desk = eventId === null ? null : await readDeskOrders(scope, eventId, '')
  if (desk === null) throw notFound()
  const { bar } = desk
  const rows = desk.rows
    .filter(({ queue }) => queue !== null)
    .sort((a, b) => (a.queue?.number ?? 0) - (b.queue?.number ?? 0))
  return json({ bar, rows, operationId: randomUUID() }, { headers: { 'Cache-Control': 'private, no-store' } })
}

export async function action(args: ActionFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'desk:work' })
  const eventId = readId(args.params.eventId)
  if (eventId === null) throw notFound()
  const form = await args.request.formData().catch(() => new FormData())
  const operationId = String(form.get('operationId') ?? '')
  const called = await callNextBuyer(actor, scope, { operationId, eventId })
  if (called.ok) {
    const { value } = called
    return redirect(value ? paths.deskOrder(eventId, value.orderId) : paths.deskQueue(eventId))
  }
  if (statusOf(called) === 404) throw notFound()
  return json({ refusal: called }, statusOf(called))
}

export default function QueuePage() {
  const { bar, rows, operationId } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const orders = rows.map((row) => ({ ...row, href: paths.deskOrder(bar.eventId, row.orderId) }))
  const waiting = orders.filter(isWaiting)
  const called = orders.filter((order) => order.waitingCount > 0 && !isWaiting(order))
  const served = orders.filter((order) => order.waitingCount === 0)
  const [first] = waiting
  return (
    <DeskFrame bar={bar} back={{ href: paths.desk(bar.eventId), label: m.desk_back() }}>
      <div className="find stack">
        <h1>{m.desk_queue_title()}</h1>
        {answer && (
          <Note tone="bad" announce>
            {deskRefusalText(answer.refusal, null)}
          </Note>
        )}
      </div>
      <section className="weigh stack">
        <form method="post" className="stack">
          <input type="hidden" name="operationId" value={operationId} />
          <Live name="next">
            {first?.queue ? (
              <Button tone="ok" size="big" wide icon={ArrowRight} disabled={bar.state !== 'running'}>
                {m.desk_queue_next({ number: first.queue.number })}
              </Button>
            ) : (
              <p className="soft">{m.desk_queue_empty()}</p>
            )}
          </Live>
        </form>
      </section>
      <div className="rest stack">
        <Live name="queue">
          <Part title={m.desk_queue_waiting({ count: waiting.length })} orders={waiting} />
          <Part title={m.desk_queue_called({ count: called.length })} orders={called} />
          <Part title={m.desk_queue_served({ count: served.length })} orders={served.reverse()} />
        </Live>
      </div>
    </DeskFrame>
  )
}

function Part({ title, orders }: { title: string; orders: readonly QueuedOrder[] }) {
  return orders.length === 0 ? null : (
    <section>
      <h2>{title}</h2>
      <QueueList orders={orders} />
    </section>
  )
}
