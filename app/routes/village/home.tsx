import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { PenLine } from 'lucide-react'
import { withdrawLot } from '#app/commands/catalogue/withdraw-lot.server.ts'
import { refuse } from '#app/domain/kernel/verdict.ts'
import { formatCount, formatPickupTime } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { refusalText } from '#app/i18n/refusals.ts'
import { paths } from '#app/paths.ts'
import { readRoomFrame } from '#app/queries/access/room-frame.server.ts'
import { readVillageHome } from '#app/queries/catalogue/village-home.server.ts'
import { YardLayout } from '#app/ui/layouts/yard-layout.tsx'
import { ButtonLink, TapLink } from '#app/ui/primitives/button.tsx'
import { EmptyState } from '#app/ui/primitives/empty-state.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { LotRow, type ShownLot, type WithdrawAnswer } from '#app/ui/village/lot-row.tsx'
import { guard, notFound } from '#app/web/guard.server.ts'
import { statusOf } from '#app/web/respond.server.ts'
import { readId } from '#app/web/store-page.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.village_home_title() }) }]

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'lot:read' })
  const done = new URL(args.request.url).searchParams.get('done')
  const [home, frame] = await Promise.all([readVillageHome(actor, scope), readRoomFrame(actor)])
  return json({ ...home, frame, done }, { headers: { 'Cache-Control': 'private, no-store' } })
}

export async function action(args: ActionFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'lot:withdraw' })
  const form = await args.request.formData().catch(() => new FormData())
  const lotId = readId(String(form.get('lotId') ?? ''))
  const reason = String(form.get('reason') ?? '')
  const done = lotId === null ? refuse('lot-missing') : await withdrawLot(actor, scope, { lotId, reason })
  if (done.ok) {
    return redirect(paths.villageHome({ done: done.value.reserved > 0 ? 'withdrawn-in-part' : 'withdrawn' }))
  }
  if (statusOf(done) === 404) throw notFound()
  return json({ lotId: lotId ?? 0, reason, error: refusalText(done.code, done.facts) }, statusOf(done))
}

const DONE: Record<string, (() => string) | undefined> = {
  withdrawn: m.village_done_withdrawn,
  'withdrawn-in-part': m.village_done_withdrawn_in_part,
  changed: m.listing_done_changed,
  'counted-same': m.listing_done_counted_same,
  lost: m.listing_done_lost,
}

export default function VillageHomePage() {
  const { pending, onSale, over, hasMoreOnSale, toSign, frame, done } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>() ?? null
  const doneWords = DONE[done ?? '']?.()
  const mayList = frame.may.includes('lot:list')
  const isElsewhere = answer !== null && ![...pending, ...onSale].some((lot) => lot.id === answer.lotId)
  return (
    <YardLayout status={frame.where} className="stack">
      <h1 className="head">{m.village_home_title()}</h1>
      <p className="soft">{m.village_home_lead()}</p>
      {doneWords && (
        <Note tone="ok" announce>
          {doneWords}
        </Note>
      )}
      {isElsewhere && (
        <Note tone="bad" announce>
          {answer.error}
        </Note>
      )}
      {mayList && (
        <ButtonLink href={paths.villageList()} tone="go" size="big" wide icon={PenLine}>
          {m.village_list_do()}
        </ButtonLink>
      )}
      <p>
        <TapLink href={paths.villageBring()}>{m.bring_home_link()}</TapLink>
      </p>
      <p>
        <TapLink href={paths.villageHouseholds()}>{m.record_title()}</TapLink>
      </p>
      {frame.may.includes('group:read') && (
        <p>
          <TapLink href={paths.villageGroups()}>{m.group_title()}</TapLink>
        </p>
      )}
      {toSign.map((event) => (
        <p key={event.id}>
          <TapLink href={paths.villageSign(event.id)}>
            {m.village_sign_waiting({
              event: m.joined({ first: event.title, second: formatPickupTime(event.startsAt, event.endsAt) }),
            })}
          </TapLink>
        </p>
      ))}
      {frame.may.includes('lot:approve') && pending.length > 0 && (
        <p>
          <TapLink href={paths.villageApprovals()}>
            {m.village_approvals_waiting({ count: formatCount(pending.length) })}
          </TapLink>
        </p>
      )}
      {frame.may.includes('income:read') && (
        <p>
          <TapLink href={paths.countyIncome()}>{m.village_income_link()}</TapLink>
        </p>
      )}
      <Lots title={m.village_pending()} lots={pending} answer={answer} mayPhotograph={mayList} />
      <Lots title={m.village_on_sale()} lots={onSale} answer={answer} mayPhotograph={mayList} />
      {onSale.length === 0 && (
        <EmptyState title={m.village_none_on_sale()}>{m.village_none_on_sale_why()}</EmptyState>
      )}
      {hasMoreOnSale && (
        <p className="soft">{m.village_more_on_sale({ count: formatCount(onSale.length) })}</p>
      )}
      <Lots title={m.village_over()} lots={over} answer={null} />
    </YardLayout>
  )
}

function Lots({
  title,
  lots,
  answer,
  mayPhotograph = false,
}: {
  title: string
  lots: readonly ShownLot[]
  answer: WithdrawAnswer | null
  mayPhotograph?: boolean
}) {
  if (lots.length === 0) return null
  return (
    <section>
      <h2>{title}</h2>
      {lots.map((lot) => (
        <LotRow
          key={lot.id}
          lot={lot}
          answer={answer?.lotId === lot.id ? answer : null}
          changeHref={lot.mayWithdraw ? paths.villageLotChange(lot.id) : null}
          photosHref={mayPhotograph ? paths.villageLotPhotos(lot.id) : null}
        />
      ))}
    </section>
  )
}
