import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { resetPassword } from '#app/commands/access/reset-password.server.ts'
import { readCode } from '#app/domain/access/one-time-code.ts'
import { m } from '#app/i18n/generated/messages.js'
import { NewPassword } from '#app/ui/access/new-password.tsx'
import { PlainLayout } from '#app/ui/layouts/plain-layout.tsx'
import { Button } from '#app/ui/primitives/button.tsx'
import { ErrorSummary } from '#app/ui/primitives/error-summary.tsx'
import { TextInput } from '#app/ui/primitives/text-input.tsx'
import { answerOf, readForm } from '#app/web/form.server.ts'
import { publicRoute } from '#app/web/guard.server.ts'
import { addressOf, takeTry } from '#app/web/rate-limit.server.ts'
import { statusOf } from '#app/web/respond.server.ts'
import { homePath } from '#app/web/rooms.ts'
import { actorOf, renewSession } from '#app/web/session.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.account_reset_title() }) }]

const schema = z.object({
  code: z.string({ error: 'code-missing' }),
  password: z.string({ error: 'password-missing' }),
})

export async function loader(args: LoaderFunctionArgs) {
  await publicRoute(args)
  return json({ code: readCode(new URL(args.request.url).searchParams.get('code') ?? '') })
}

export async function action(args: ActionFunctionArgs) {
  await publicRoute(args)
  const form = await readForm(args.request, schema)
  if (!form.ok) return json(answerOf(form), 400)
  const tried = await takeTry({ name: null, address: addressOf(args.context) })
  if (!tried.ok) return json(answerOf(form, { '': tried }), 429)
  const code = readCode(form.value.code)
  if (code === null) return json(answerOf(form, { code: { ok: false, code: 'code-unreadable' } }), 400)
  const done = await resetPassword({ code, password: form.value.password })
  if (!done.ok) {
    const field = done.code === 'reset-gone' ? 'code' : 'password'
    return json(answerOf(form, { [field]: done }), statusOf(done))
  }
  const { accountId } = done.value
  return redirect(homePath(await actorOf(accountId)), {
    headers: { 'Set-Cookie': await renewSession(args.request, accountId) },
  })
}

export default function Reset() {
  const { code } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  return (
    <PlainLayout>
      <h1 className="head">{m.account_reset_title()}</h1>
      <form method="post" className="stack">
        <ErrorSummary errors={answer?.errors ?? {}} />
        <TextInput
          label={m.account_reset_code()}
          hint={m.account_reset_code_hint()}
          name="code"
          autoComplete="one-time-code"
          autoCapitalize="characters"
          spellCheck={false}
          defaultValue={answer?.values.code ?? code ?? undefined}
          error={answer?.errors.code}
          required
        />
        <NewPassword error={answer?.errors.password} />
        <p className="soft">{m.account_reset_after()}</p>
        <Button size="big" wide>
          {m.account_reset_do()}
        </Button>
      </form>
      <section className="stack mt-8" aria-labelledby="how">
        <h2 id="how">{m.account_reset_how_title()}</h2>
        <p>{m.account_reset_how()}</p>
      </section>
    </PlainLayout>
  )
}
