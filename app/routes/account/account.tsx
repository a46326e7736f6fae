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
import { changePassword } from '#app/commands/access/change-password.server.ts'
import { signOutEverywhere } from '#app/commands/access/sign-out-everywhere.server.ts'
import { chooseNotices } from '#app/commands/notices/choose-notices.server.ts'
import { makeCalendarFeed } from '#app/commands/pickup/make-calendar-feed.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import { scopeOf } from '#app/domain/access/roles.ts'
import { civilDateOf } from '#app/domain/kernel/calendar.ts'
import { formatDate } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { readOwnAccount } from '#app/queries/access/own-account.server.ts'
import { NewPassword } from '#app/ui/access/new-password.tsx'
import { placeOfRole, roleName } from '#app/ui/access/role-words.ts'
import { roomName } from '#app/ui/access/room-words.ts'
import { PlainLayout } from '#app/ui/layouts/plain-layout.tsx'
import { SignOutForm } from '#app/ui/layouts/sign-out-form.tsx'
import { NoticeSettings } from '#app/ui/notices/notice-settings.tsx'
import { UnreadNotices } from '#app/ui/notices/unread-notices.tsx'
import { CalendarLink } from '#app/ui/pickup/calendar-link.tsx'
import { Button, TapLink } from '#app/ui/primitives/button.tsx'
import { ErrorSummary } from '#app/ui/primitives/error-summary.tsx'
import { Facts } from '#app/ui/primitives/facts.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { TextInput } from '#app/ui/primitives/text-input.tsx'
import { answerOf, type FormAnswer, NOTHING_WRONG, readForm } from '#app/web/form.server.ts'
import { guardSignedIn, notFound } from '#app/web/guard.server.ts'
import { publicOrigin } from '#app/web/public-origin.server.ts'
import { addressOf, forgetTries, takeTry } from '#app/web/rate-limit.server.ts'
import { statusOf } from '#app/web/respond.server.ts'
import { roomsOf } from '#app/web/rooms.ts'
import { closeSession, renewSession } from '#app/web/session.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.account_title() }) }]

type CalendarAnswer = FormAnswer & { calendar?: { url: string | null } }

const schema = z.union([
  z.object({ intent: z.literal('sign-out-everywhere') }),
  z.object({ intent: z.literal('calendar'), formKey: z.uuid({ error: 'operation-id-missing' }) }),
  z.object({ intent: z.literal('notices'), mailWanted: z.string().optional() }),
  z.object({
    intent: z.literal('change-password'),
    currentPassword: z.string({ error: 'password-missing' }),
    password: z.string({ error: 'password-missing' }),
  }),
])

export async function loader(args: LoaderFunctionArgs) {
  const { actor } = await guardSignedIn(args)
  const done = new URL(args.request.url).searchParams.get('done')
  return json({
    account: await readOwnAccount(actor, new Date()),
    rooms: roomsOf(actor),
    mayHelp: can(actor, 'pairing:own'),
    done,
    formKey: randomUUID(),
  })
}

export async function action(args: ActionFunctionArgs) {
  const { actor } = await guardSignedIn(args)
  const form = await readForm(args.request, schema)
  if (!form.ok) return json(answerOf(form), 400)
  const { value } = form
  if (value.intent === 'sign-out-everywhere') {
    await signOutEverywhere(actor)
    return redirect(paths.login(), { headers: { 'Set-Cookie': await closeSession(args.request) } })
  }
  if (value.intent === 'calendar') {
    const made = await makeCalendarFeed(actor, scopeOf(actor, []), { formKey: value.formKey, agencyId: null })
    if (!made.ok) throw notFound()
    const { token } = made.value
    const url = token && publicOrigin(args.request) + paths.ownCalendar(token)
    return json(
      { ...NOTHING_WRONG, calendar: { url } },
      { headers: { 'Cache-Control': 'private, no-store' } },
    )
  }
  if (value.intent === 'notices') {
    await chooseNotices(actor, { mailWanted: value.mailWanted !== undefined })
    return redirect(`${paths.account({ done: 'notices' })}#notices`)
  }
  // Whoever finds a browser left open may not try passwords at will.
  const owner = `account ${actor.accountId}`
  const tried = await takeTry({ name: owner, address: addressOf(args.context) })
  if (!tried.ok) return json(answerOf(form, { '': tried }), 429)
  const changed = await changePassword(actor, { current: value.currentPassword, next: value.password })
  if (!changed.ok) {
    const field = changed.code === 'password-wrong' ? 'currentPassword' : 'password'
    return json(answerOf(form, { [field]: changed }), statusOf(changed))
  }
  await forgetTries(owner)
  return redirect(paths.account({ done: 'password' }), {
    headers: { 'Set-Cookie': await renewSession(args.request, actor.accountId) },
  })
}

export default function Account() {
  const { account, rooms, mayHelp, done, formKey } = useLoaderData<typeof loader>()
  const answer = useActionData<CalendarAnswer>()
  return (
    <PlainLayout>
      <h1 className="head">{account.name}</h1>
      {done === 'password' && (
        <Note tone="ok" announce>
          {m.account_password_changed()}
        </Note>
      )}
      <h2 className="vh">{m.account_roles()}</h2>
      <Facts
        facts={[
          {
            key: 'sign-in',
            name: m.account_signs_in_with(),
            value: [account.phone, account.email].filter((text) => text !== null).join(' · '),
          },
          ...account.roles.map((held) => ({
            key: `role-${held.id}`,
            name: roleName(held.role),
            value: `${placeOfRole(held)} · ${m.account_role_since({ day: formatDate(civilDateOf(new Date(held.fromAt))) })}`,
          })),
        ]}
      />
      {account.roles.length === 0 && <Note tone="look">{m.account_roles_none()}</Note>}
      <nav aria-labelledby="rooms" className="mt-8">
        <h2 id="rooms">{m.account_rooms()}</h2>
        <ul>
          {rooms.map(({ room, href }) => (
            <li key={room}>
              <TapLink href={href}>{roomName(room)}</TapLink>
            </li>
          ))}
          {mayHelp && (
            <li>
              <TapLink href={paths.ownHouseholds()}>{m.pairing_own_title()}</TapLink>
            </li>
          )}
          <li>
            <TapLink href={paths.orders()}>{m.footer_orders()}</TapLink>
          </li>
          <li>
            <TapLink href={paths.notices()}>
              <UnreadNotices count={account.notices.unreadCount} />
            </TapLink>
          </li>
        </ul>
      </nav>
      <NoticeSettings email={account.email} {...account.notices} isSaved={done === 'notices'} />
      <CalendarLink of="person" formKey={formKey} madeAt={account.calendarMadeAt} made={answer?.calendar} />
      <section className="stack mt-8" aria-labelledby="password-title">
        <h2 id="password-title">{m.account_change_password()}</h2>
        <form method="post" className="stack">
          <ErrorSummary errors={answer?.errors ?? {}} />
          <TextInput
            label={m.account_current_password()}
            name="currentPassword"
            type="password"
            autoComplete="current-password"
            error={answer?.errors.currentPassword}
            required
          />
          <NewPassword error={answer?.errors.password} />
          <Button name="intent" value="change-password">
            {m.account_change_password()}
          </Button>
        </form>
      </section>
      <section className="stack mt-8" aria-labelledby="sessions">
        <h2 id="sessions">{m.account_sessions()}</h2>
        <p>{m.account_sessions_count({ count: account.sessionCount })}</p>
        <form method="post">
          <Button name="intent" value="sign-out-everywhere">
            {m.account_sign_out_everywhere()}
          </Button>
        </form>
        <SignOutForm />
      </section>
    </PlainLayout>
  )
}
