import { json, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { readDeskOrders } from '#app/queries/handover/desk-orders.server.ts'
import { DeskFrame } from '#app/ui/handover/desk-frame.tsx'
import { DeskOrderRows } from '#app/ui/handover/desk-order-rows.tsx'
import { FindOrder } from '#app/ui/handover/find-order.tsx'
import { Live } from '#app/ui/handover/live.tsx'
import { ThumbBar } from '#app/ui/layouts/thumb-bar.tsx'
import { ButtonLink, TapLink } from '#app/ui/primitives/button.tsx'
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
  return json({ ...desk, asked }, { headers: { 'Cache-Control': 'private, no-store' } })
}

export default function Desk() {
  const { bar, rows, asked } = useLoaderData<typeof loader>()
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
        <FindOrder asked={asked} />
      </div>
      <section className="rest stack" aria-labelledby="orders">
        <h2 id="orders">{asked === '' ? m.desk_orders() : m.desk_orders_found()}</h2>
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
