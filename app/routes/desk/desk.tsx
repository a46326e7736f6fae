import { randomUUID } from 'node:crypto'
import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { checkInBuyer } from '#app/commands/handover/check-in-buyer.server.ts'
import { plainFigure } from '#app/domain/handover/desk-figures.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { readDeskOrders } from '#app/queries/handover/desk-orders.server.ts'
import { DeskFrame } from '#app/ui/handover/desk-frame.tsx'
import { DeskOrderRows } from '#app/ui/handover/desk-order-rows.tsx'
import { FindOrder } from '#app/ui/handover/find-order.tsx'
import { Live } from '#app/ui/handover/live.tsx'
import { waitingInQueue } from '#app/ui/handover/queue-list.tsx'
import { ThumbBar } from '#app/ui/layouts/thumb-bar.tsx'
import { ButtonLink, TapLink } from '#app/ui/primitives/button.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { guard, notFound } from '#app/web/guard.server.ts'
import { readId } from '#app/web/store-page.server.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: m.brand_title({ title: m.desk_title({ village: data?.bar.village ?? '' }) }) },
]

export async function loader(args: LoaderFunctionArgs) {
  const { scope } = await guard(args, { can: 'desk:work' })
  const eventId = readId(args.params.eventId)
  const asked = new URL(args.request.url).searchParams.get('q')?.slice(0, 60) ?? ''
  const desk = eventId === null ? null : await readDeskOrders(scope, eventId, asked)
  if (desk === null || eventId === null) throw notFound()
  if (desk.found !== null) throw redirect(paths.deskOrder(eventId, desk.found))
  return json(
    { ...desk, asked, operationId: randomUUID() },
    { headers: { 'Cache-Control': 'private, no-store' } },
  )
}

/** A code opens its order and checks its buyer in; anything else is looked for. */
export async function action(args: ActionFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'desk:work' })
  const eventId = readId(args.params.eventId)
  if (eventId === null) throw notFound()
  const form = await args.request.formData().catch(() => new FormData())
  const asked = String(form.get('q') ?? '').slice(0, 60)
  const pickupCode = plainFigure(asked)
  if (/^\d{6}$/.test(pickupCode)) {
    const operationId = String(form.get('operationId') ?? '')
    const came = await checkInBuyer(actor, scope, { operationId, eventId, pickupCode })
    if (came.ok && !came.value.repeated && !came.value.value.isGroup)
      return redirect(paths.deskOrder(eventId, came.value.value.orderId))
  }
  // A group's orders are a list. A desk that is not open, or a form sent before: found all the same, without a number.
  return redirect(paths.desk(eventId, { q: asked }))
}

export default function Desk() {
  const { bar, rows, asked, group, operationId } = useLoaderData<typeof loader>()
  const { eventId } = bar
  return (
    <DeskFrame
      bar={bar}
      back={{ href: paths.organizerEvent(eventId), label: m.desk_to_event() }}
      thumb={
        <ThumbBar
          action={
            <ButtonLink tone="ok" size="big" href={paths.deskWalkUp(eventId)}>
              {m.desk_walk_up()}
            </ButtonLink>
          }
        >
          <TapLink href={paths.deskClose(eventId)}>{m.desk_close()}</TapLink>
        </ThumbBar>
      }
    >
      <div className="find">
        <h1 className="vh">{m.desk_title({ village: bar.village })}</h1>
        <FindOrder asked={asked} operationId={operationId} />
        <div className="two">
          <ButtonLink size="big" href={paths.deskQueue(eventId)}>
            <span data-live="waiting">{m.desk_queue_link({ count: waitingInQueue(rows) })}</span>
          </ButtonLink>
          <ButtonLink size="big" href={paths.deskTopUp(eventId)}>
            {m.desk_top_up()}
          </ButtonLink>
        </div>
      </div>
      <section className="rest stack" aria-labelledby="orders">
        <h2 id="orders">{asked === '' ? m.desk_orders() : m.desk_orders_found()}</h2>
        {group !== null && (
          <Note tone="look" title={m.desk_group({ agency: group })}>
            {m.desk_group_how()}
          </Note>
        )}
        <Live name="orders">
          <DeskOrderRows
            orders={rows.map((row) => ({ ...row, href: paths.deskOrder(eventId, row.orderId) }))}
          />
          {rows.length === 0 && (
            <p className="soft">{asked === '' ? m.desk_orders_none() : m.desk_find_none()}</p>
          )}
        </Live>
        {asked !== '' && <TapLink href={paths.desk(eventId)}>{m.desk_find_all()}</TapLink>}
      </section>
    </DeskFrame>
  )
}
