import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { acceptInvitation } from '#app/commands/access/accept-invitation.server.ts'
import { takeUpRole } from '#app/commands/access/take-up-role.server.ts'
import { readCode } from '#app/domain/access/one-time-code.ts'
import type { Refusal } from '#app/domain/kernel/verdict.ts'
import { formatInstant } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { readInvitation } from '#app/queries/access/invitation.server.ts'
import { readRoomFrame } from '#app/queries/access/room-frame.server.ts'
import { NewPassword } from '#app/ui/access/new-password.tsx'
import { placeOfRole, roleName } from '#app/ui/access/role-words.ts'
import { PlainLayout } from '#app/ui/layouts/plain-layout.tsx'
import { SignOutForm } from '#app/ui/layouts/sign-out-form.tsx'
import { Button, ButtonLink } from '#app/ui/primitives/button.tsx'
import { EmptyState } from '#app/ui/primitives/empty-state.tsx'
import { ErrorSummary } from '#app/ui/primitives/error-summary.tsx'
import { TextInput } from '#app/ui/primitives/text-input.tsx'
import { answerOf, type FormAnswer, readForm } from '#app/web/form.server.ts'
import { publicRoute } from '#app/web/guard.server.ts'
import { addressOf, takeTry } from '#app/web/rate-limit.server.ts'
import { statusOf } from '#app/web/respond.server.ts'
import { homePath } from '#app/web/rooms.ts'
import { actorOf, renewSession } from '#app/web/session.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.account_invite_title() }) }]

const newAccount = z.object({
  intent: z.literal('accept'),
  name: z.string({ error: 'name-missing' }),
  signInName: z.string({ error: 'sign-in-name-missing' }),
  password: z.string({ error: 'password-missing' }),
})
const schema = z.union([z.object({ intent: z.literal('take-up') }), newAccount])

export async function loader(args: LoaderFunctionArgs) {
  const { actor } = await publicRoute(args)
  const code = readCode(args.params.code ?? '')
  const [invitation, frame] = await Promise.all([
    code === null ? null : readInvitation(code, new Date()),
    actor && readRoomFrame(actor),
  ])
  // Only misses count: a whole village hall may open its invitations at once.
  const missed = invitation === null && !(await takeTry({ name: null, address: addressOf(args.context) })).ok
  if (missed) throw new Response(null, { status: 429 })
  return json({ code, invitation, signedInAs: frame?.who ?? null })
}

export async function action(args: ActionFunctionArgs) {
  const { actor } = await publicRoute(args)
  const form = await readForm(args.request, schema)
  const tried = await takeTry({ name: null, address: addressOf(args.context) })
  if (!tried.ok) return json(answerOf(form, { '': tried }), 429)
  const code = readCode(args.params.code ?? '')
  if (code === null) return json(answerOf(form, { '': { ok: false, code: 'invitation-gone' } }), 400)
  if (!form.ok) return json(answerOf(form), 400)
  const { value } = form
  if (value.intent === 'take-up') {
    if (actor === null) return redirect(paths.login(paths.invite(code)))
    const taken = await takeUpRole(actor, { code })
    if (!taken.ok) return json(answerOf(form, { '': taken }), statusOf(taken))
    return redirect(homePath(await actorOf(actor.accountId)))
  }
  const made = await acceptInvitation({ ...value, code })
  if (!made.ok) return json(answerOf(form, { [fieldOf(made)]: made }), statusOf(made))
  const { accountId } = made.value
  return redirect(homePath(await actorOf(accountId)), {
    headers: { 'Set-Cookie': await renewSession(args.request, accountId) },
  })
}

function fieldOf({ code }: Refusal): string {
  if (code.startsWith('password-')) return 'password'
  if (code.startsWith('sign-in-name-')) return 'signInName'
  return code === 'name-missing' ? 'name' : ''
}

export default function Invite() {
  const { code, invitation, signedInAs } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  if (code === null || invitation === null) {
    return (
      <PlainLayout>
        <h1 className="head">{m.account_invite_gone_title()}</h1>
        <EmptyState
          title={m.account_invite_gone()}
          action={<ButtonLink href={paths.login()}>{m.account_sign_in_title()}</ButtonLink>}
        />
      </PlainLayout>
    )
  }
  return (
    <PlainLayout>
      <h1 className="head">{m.account_invite_head({ role: roleName(invitation.role) })}</h1>
      <p>
        <b>{placeOfRole(invitation)}</b>
      </p>
      <p className="soft">{m.account_invite_until({ instant: formatInstant(invitation.expiresAt) })}</p>
      {signedInAs === null ? (
        <NewAccountForm code={code} answer={answer} />
      ) : (
        <TakeUp name={signedInAs} answer={answer} />
      )}
    </PlainLayout>
  )
}

function TakeUp({ name, answer }: { name: string; answer: FormAnswer | undefined }) {
  return (
    <>
      <form method="post" className="stack mt-6">
        <ErrorSummary errors={answer?.errors ?? {}} />
        <p>{m.account_invite_as({ name })}</p>
        <Button name="intent" value="take-up" size="big" wide>
          {m.account_invite_take_up()}
        </Button>
      </form>
      <p className="soft mt-6">{m.account_invite_other()}</p>
      <SignOutForm />
    </>
  )
}

function NewAccountForm({ code, answer }: { code: string; answer: FormAnswer | undefined }) {
  return (
    <>
      <form method="post" className="stack mt-6">
        <ErrorSummary errors={answer?.errors ?? {}} />
        <TextInput
          label={m.account_invite_name()}
          hint={m.account_invite_name_hint()}
          name="name"
          autoComplete="name"
          defaultValue={answer?.values.name}
          error={answer?.errors.name}
          required
        />
        <TextInput
          label={m.account_sign_in_name()}
          hint={m.account_invite_sign_in_name_hint()}
          name="signInName"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          defaultValue={answer?.values.signInName}
          error={answer?.errors.signInName}
          required
        />
        <NewPassword label={m.account_password()} error={answer?.errors.password} />
        <Button name="intent" value="accept" size="big" wide>
          {m.account_invite_accept()}
        </Button>
      </form>
      <section className="stack mt-8" aria-labelledby="has-account">
        <h2 id="has-account">{m.account_invite_has_account_title()}</h2>
        <p>
          <a href={paths.login(paths.invite(code))}>{m.account_invite_has_account()}</a>
        </p>
      </section>
    </>
  )
}
