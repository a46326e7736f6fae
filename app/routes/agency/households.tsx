import { json, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { formatDate } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { readStoreFrame } from '#app/queries/access/store-frame.server.ts'
import { readOwnHouseholds } from '#app/queries/people/own-households.server.ts'
import { productName } from '#app/ui/catalogue/words.ts'
import { SiteLayout } from '#app/ui/layouts/site-layout.tsx'
import { TapLink } from '#app/ui/primitives/button.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { guard } from '#app/web/guard.server.ts'
import { storeHeaders, storeViewer } from '#app/web/store-page.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.pairing_own_title() }) }]

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'pairing:own' })
  const [households, frame] = await Promise.all([
    readOwnHouseholds(actor, scope, new Date()),
    readStoreFrame(actor),
  ])
  return json({ households, viewer: storeViewer(actor, frame) }, { headers: storeHeaders(actor) })
}

export default function OwnHouseholds() {
  const { households, viewer } = useLoaderData<typeof loader>()
  return (
    <SiteLayout viewer={viewer}>
      <h1 className="head">{m.pairing_own_title()}</h1>
      <p className="soft mb-4">{m.pairing_own_why()}</p>
      {households.length === 0 && <Note>{m.pairing_own_none()}</Note>}
      {households.map((household) => (
        <section key={household.id} className="stack mt-8" aria-labelledby={`household-${household.id}`}>
          <h2 id={`household-${household.id}`}>{household.alias}</h2>
          <p className="soft">
            <a href={paths.village(household.villageCode)}>{household.village}</a> ·{' '}
            {m.pairing_own_number({ number: household.number })} ·{' '}
            {m.pairing_own_since({ day: formatDate(household.startsOn) })}
          </p>
          {household.goods.length === 0 ? (
            <p>{m.pairing_own_nothing()}</p>
          ) : (
            <ul>
              {household.goods.map((goods) => (
                <li key={goods.offerId}>
                  <TapLink href={paths.offer(goods.offerId)}>{productName(goods)}</TapLink>
                </li>
              ))}
            </ul>
          )}
        </section>
      ))}
    </SiteLayout>
  )
}
