import { json, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { rolesWith } from '#app/domain/access/matrix.ts'
import { scopeOf } from '#app/domain/access/roles.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { readStoreFrame } from '#app/queries/access/store-frame.server.ts'
import { readOrdersPage } from '#app/queries/ordering/orders-page.server.ts'
import { SiteLayout } from '#app/ui/layouts/site-layout.tsx'
import { OrderRows } from '#app/ui/ordering/order-rows.tsx'
import { ButtonLink } from '#app/ui/primitives/button.tsx'
import { EmptyState } from '#app/ui/primitives/empty-state.tsx'
import { Pagination } from '#app/ui/primitives/links.tsx'
import { guardSignedIn } from '#app/web/guard.server.ts'
import { readId, storeHeaders, storeViewer } from '#app/web/store-page.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.ordering_orders_title() }) }]

/** Of anyone signed in: who has left his agency still has the orders he pays himself. */
export async function loader(args: LoaderFunctionArgs) {
  const { actor } = await guardSignedIn(args)
  const scope = scopeOf(actor, rolesWith('order:read'))
  const after = readId(new URL(args.request.url).searchParams.get('after'))
  const [page, frame] = await Promise.all([readOrdersPage(actor, scope, after), readStoreFrame(actor)])
  return json(
    { ...page, isFirst: after === null, viewer: storeViewer(actor, frame) },
    { headers: storeHeaders(actor) },
  )
}

export default function Orders() {
  const { orders, nextAfter, isFirst, viewer } = useLoaderData<typeof loader>()
  return (
    <SiteLayout viewer={viewer}>
      <h1 className="head">{m.ordering_orders_title()}</h1>
      {orders.length === 0 ? (
        <EmptyState
          title={m.ordering_orders_empty_title()}
          action={<ButtonLink href={paths.catalogue()}>{m.footer_goods()}</ButtonLink>}
        >
          {m.ordering_orders_empty()}
        </EmptyState>
      ) : (
        <OrderRows orders={orders} />
      )}
      <Pagination
        nextHref={nextAfter === null ? null : paths.orders({ after: nextAfter })}
        firstHref={isFirst ? null : paths.orders()}
      />
    </SiteLayout>
  )
}
