import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { signPickupEvent } from '#app/commands/pickup/sign-pickup-event.server.ts'
import { formatInstant, formatPickupTime } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { refusalText } from '#app/i18n/refusals.ts'
import { paths } from '#app/paths.ts'
import { readEventClose } from '#app/queries/handover/event-close.server.ts'
import {
  ChannelTable,
  CloseLineTable,
  CountWords,
  HandedOverTotals,
} from '#app/ui/handover/close-figures.tsx'
import { CloseGaps } from '#app/ui/handover/close-gaps.tsx'
import { YardLayout } from '#app/ui/layouts/yard-layout.tsx'
import { BigMoney } from '#app/ui/primitives/big-figure.tsx'
import { Button } from '#app/ui/primitives/button.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { guard, notFound } from '#app/web/guard.server.ts'
import { statusOf } from '#app/web/respond.server.ts'
import { readId } from '#app/web/store-page.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.sign_title() }) }]

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'event:sign' })
  const eventId = readId(args.params.eventId)
  const close = eventId === null ? null : await readEventClose(scope, eventId, actor.accountId)
  if (close === null) throw notFound()
  return json({ close }, { headers: { 'Cache-Control': 'private, no-store' } })
}

export async function action(args: ActionFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'event:sign' })
  const eventId = readId(args.params.eventId)
  if (eventId === null) throw notFound()
  const signed = await signPickupEvent(actor, scope, { eventId })
  // A second tap finds it closed: the page says by whom.
  if (signed.ok || signed.code === 'event-closed') return redirect(paths.villageSign(eventId))
  if (statusOf(signed) === 404) throw notFound()
  return json({ error: refusalText(signed.code, signed.facts) }, statusOf(signed))
}

export default function Sign() {
  const { close } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const { bar, signature, gaps } = close
  return (
    <YardLayout
      back={{ href: paths.villageHome(), label: m.sign_back() }}
      status={bar.village}
      className="stack"
    >
      <h1 className="head">{m.sign_title()}</h1>
      <p className="soft">
        {m.joined({ first: bar.title, second: formatPickupTime(bar.startsAt, bar.endsAt) })}
      </p>
      <section className="stack" aria-labelledby="handed-over">
        <h2 id="handed-over">{m.sign_handed_over()}</h2>
        <BigMoney amountFen={close.handedOverFen} />
        <HandedOverTotals {...close} />
      </section>
      <ChannelTable rows={close.channels} />
      {close.count && <CountWords count={close.count} />}
      {answer && (
        <Note tone="bad" announce>
          {answer.error}
        </Note>
      )}
      {signature ? (
        <Note tone="ok">{m.desk_close_signed({ by: signature.by, at: formatInstant(signature.at) })}</Note>
      ) : (
        <>
          <CloseGaps gaps={gaps} />
          {gaps.length === 0 && <SignForm />}
        </>
      )}
      <CloseLineTable lines={close.lines} />
    </YardLayout>
  )
}

function SignForm() {
  return (
    <form method="post" className="stack">
      <p>{m.sign_lead()}</p>
      <Button tone="go" size="big" wide>
        {m.sign_do()}
      </Button>
    </form>
  )
}
