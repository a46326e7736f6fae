import { randomUUID } from 'node:crypto'
import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { setMemberLimit } from '#app/commands/access/set-member-limit.server.ts'
import { decideChargeRequest } from '#app/commands/payment/decide-charge-request.server.ts'
import { makeCalendarFeed } from '#app/commands/pickup/make-calendar-feed.server.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import { formatAmount, formatCount, formatInstantDay } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { refusalText } from '#app/i18n/refusals.ts'
import { paths } from '#app/paths.ts'
import { type AgencyOrderRow, readAgencyHome } from '#app/queries/access/agency-home.server.ts'
import { readRoomFrame } from '#app/queries/access/room-frame.server.ts'
import { AgencyRoom } from '#app/ui/access/agency-room.tsx'
import { ChargeRequests } from '#app/ui/payment/charge-requests.tsx'
import { CalendarLink } from '#app/ui/pickup/calendar-link.tsx'
import { BigMoney } from '#app/ui/primitives/big-figure.tsx'
import { Button } from '#app/ui/primitives/button.tsx'
import { ErrorSummary } from '#app/ui/primitives/error-summary.tsx'
import { Pagination } from '#app/ui/primitives/links.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { Table } from '#app/ui/primitives/table.tsx'
import { TextInput } from '#app/ui/primitives/text-input.tsx'
import { answerOf, type FormAnswer, NOTHING_WRONG, readForm, wholeNumber } from '#app/web/form.server.ts'
import { guard, notFound } from '#app/web/guard.server.ts'
import { publicOrigin } from '#app/web/public-origin.server.ts'
import { statusOf } from '#app/web/respond.server.ts'
import { readId } from '#app/web/store-page.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.account_agency_room() }) }]

type CalendarAnswer = FormAnswer & { calendar?: { url: string | null } }

const FEN_PER_YUAN = 100
const calendarSchema = z.object({ intent: z.literal('calendar'), agencyId: z.string(), formKey: z.uuid() })
const limitSchema = z.object({
  agencyId: z.string(),
  limitYuan: wholeNumber({ missing: 'member-limit-missing', unreadable: 'member-limit-missing' }),
})
const chargeSchema = z.object({
  intent: z.enum(['charge', 'decline']),
  agencyId: z.string(),
  orderId: z.uuid(),
  version: z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number),
})

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'agency:read' })
  const query = new URL(args.request.url).searchParams
  const filter = { agencyId: readId(query.get('agency')), before: readId(query.get('before')) }
  const [home, frame] = await Promise.all([
    readAgencyHome(actor, scope, filter, new Date()),
    readRoomFrame(actor),
  ])
  if (home === null) throw notFound()
  return json({ ...home, frame, before: filter.before, done: query.get('done'), formKey: randomUUID() })
}

export async function action(args: ActionFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'agency:limit' })
  const charge = await readForm(args.request.clone(), chargeSchema)
  if (charge.ok) return decide(actor, scope, charge.value)
  const calendar = await readForm(args.request.clone(), calendarSchema)
  if (calendar.ok) return makeCalendar(args.request, actor, scope, calendar.value)
  const form = await readForm(args.request, limitSchema)
  if (!form.ok) return json(answerOf(form), 400)
  const agencyId = readId(form.value.agencyId)
  if (agencyId === null) throw notFound()
  const set = await setMemberLimit(actor, scope, { agencyId, limitFen: form.value.limitYuan * FEN_PER_YUAN })
  if (set.ok) return redirect(paths.agency({ agency: agencyId, done: 'limit' }))
  if (statusOf(set) === 404) throw notFound()
  return json(answerOf(form, { limitYuan: set }), statusOf(set))
}

async function makeCalendar(
  request: Request,
  actor: Actor,
  scope: Scope,
  { formKey, ...value }: z.infer<typeof calendarSchema>,
) {
  const agencyId = readId(value.agencyId)
  const made = agencyId === null ? null : await makeCalendarFeed(actor, scope, { formKey, agencyId })
  if (!made?.ok) throw notFound()
  const { token } = made.value
  const url = token && publicOrigin(request) + paths.ownCalendar(token)
  return json({ ...NOTHING_WRONG, calendar: { url } }, { headers: { 'Cache-Control': 'private, no-store' } })
}

async function decide(actor: Actor, scope: Scope, value: z.infer<typeof chargeSchema>) {
  const { intent, orderId, version } = value
  const isApproved = intent === 'charge'
  const decided = await decideChargeRequest(actor, scope, { orderId, isApproved, version })
  if (decided.ok) {
    const done = isApproved ? 'charged' : 'declined'
    return redirect(paths.agency({ agency: readId(value.agencyId), done }))
  }
  if (decided.code === 'not-found') throw notFound()
  return json(
    { values: {}, errors: { '': refusalText(decided.code, decided.facts) } },
    { status: statusOf(decided) },
  )
}

export default function AgencyHomePage() {
  const {
    frame,
    agency,
    agencies,
    year,
    yearAmountFen,
    yearOrderCount,
    memberCount,
    orders,
    before,
    nextBefore,
    chargeRequests,
    done,
    calendarMadeAt,
    formKey,
  } = useLoaderData<typeof loader>()
  const answer = useActionData<CalendarAnswer>()
  return (
    <AgencyRoom
      frame={frame}
      agencies={agencies.map((each) => ({
        ...each,
        href: paths.agency({ agency: each.id }),
        isCurrent: each.id === agency.id,
      }))}
    >
      <h1 className="head">{agency.name}</h1>
      {(done === 'charged' || done === 'declined') && !answer && (
        <Note tone="ok" announce>
          {done === 'charged' ? m.charge_done_charged() : m.charge_done_declined()}
        </Note>
      )}
      <ErrorSummary errors={answer?.errors[''] ? { '': answer.errors[''] } : {}} />
      {chargeRequests.length > 0 && <ChargeRequests agencyId={agency.id} requests={chargeRequests} />}
      <section>
        <p>{m.account_agency_year({ year })}</p>
        <BigMoney amountFen={yearAmountFen} />
        <p className="soft">
          {m.account_agency_year_orders({
            orders: formatCount(yearOrderCount),
            members: formatCount(memberCount),
          })}
        </p>
      </section>
      <section className="stack">
        <OrderTable orders={orders} />
        <Pagination
          nextHref={nextBefore === null ? null : paths.agency({ agency: agency.id, before: nextBefore })}
          firstHref={before === null ? null : paths.agency({ agency: agency.id })}
        />
      </section>
      <CalendarLink
        of="agency"
        agencyId={agency.id}
        formKey={formKey}
        madeAt={calendarMadeAt}
        made={answer?.calendar}
      />
      <LimitForm agency={agency} answer={answer} isSaved={done === 'limit'} />
    </AgencyRoom>
  )
}

function OrderTable({ orders }: { orders: AgencyOrderRow[] }) {
  return (
    <Table
      caption={m.account_agency_orders()}
      rows={orders}
      rowKey={(row) => row.number}
      empty={m.account_agency_orders_empty()}
      columns={[
        {
          key: 'number',
          heading: m.account_column_number(),
          isRowHeading: true,
          cell: (row) => row.number,
        },
        {
          key: 'member',
          heading: m.account_column_member(),
          cell: (row) => row.memberName ?? m.account_order_nobody(),
        },
        {
          key: 'event',
          heading: m.account_column_event(),
          cell: (row) =>
            row.isCancelled
              ? m.account_order_cancelled()
              : row.events.map((event) => (
                  <span key={event.startsAt} className="block">
                    {formatInstantDay(event.startsAt)} <span className="hidden sm:inline">{event.place}</span>
                  </span>
                )),
        },
        {
          key: 'amount',
          heading: m.account_column_amount(),
          numeric: true,
          cell: (row) => formatAmount(row.amountFen),
        },
      ]}
    />
  )
}

function LimitForm({
  agency,
  answer,
  isSaved,
}: {
  agency: { id: number; memberLimitFen: number }
  answer: FormAnswer | undefined
  isSaved: boolean
}) {
  return (
    <section className="stack narrow" aria-labelledby="limit">
      <h2 id="limit">{m.account_agency_limit()}</h2>
      <p>{m.account_agency_limit_why()}</p>
      {isSaved && (
        <Note tone="ok" announce>
          {m.account_agency_limit_saved()}
        </Note>
      )}
      <form method="post" className="stack">
        <input type="hidden" name="agencyId" value={agency.id} />
        <TextInput
          label={m.account_agency_limit_yuan()}
          name="limitYuan"
          inputMode="numeric"
          defaultValue={answer?.values.limitYuan ?? String(Math.floor(agency.memberLimitFen / FEN_PER_YUAN))}
          error={answer?.errors.limitYuan}
          required
        />
        <Button>{m.word_save()}</Button>
      </form>
    </section>
  )
}
