import { json, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { readListForm } from '#app/queries/catalogue/list-form.server.ts'
import { YardLayout } from '#app/ui/layouts/yard-layout.tsx'
import { FindHousehold } from '#app/ui/village/find-household.tsx'
import { guard } from '#app/web/guard.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.record_title() }) }]

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'lot:read' })
  const asked = new URL(args.request.url).searchParams.get('q')?.slice(0, 60) ?? ''
  const page = await readListForm(actor, scope, { asked, householdId: null, productKey: null })
  return json({ asked, found: page?.found ?? null }, { headers: { 'Cache-Control': 'private, no-store' } })
}

export default function Households() {
  const { asked, found } = useLoaderData<typeof loader>()
  return (
    <YardLayout back={{ href: paths.villageHome(), label: m.village_back_home() }} className="stack">
      <h1 className="head">{m.record_title()}</h1>
      <p className="soft">{m.record_lead()}</p>
      <FindHousehold asked={asked} found={found} hrefOf={(id) => paths.villageHousehold(id)} />
    </YardLayout>
  )
}
