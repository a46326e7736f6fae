import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useActionData } from '@remix-run/react'
import { z } from 'zod'
import { signIn } from '#app/commands/access/sign-in.server.ts'
import { readCode } from '#app/domain/access/one-time-code.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths, safeBack } from '#app/paths.ts'
import { CarryOn } from '#app/ui/access/kept-form.tsx'
import { SignInForm } from '#app/ui/access/sign-in-form.tsx'
import { PlainLayout } from '#app/ui/layouts/plain-layout.tsx'
import { Button, TapLink } from '#app/ui/primitives/button.tsx'
import { TextInput } from '#app/ui/primitives/text-input.tsx'
import { answerOf, readForm } from '#app/web/form.server.ts'
import { publicRoute } from '#app/web/guard.server.ts'
import { parseKeptForm } from '#app/web/kept-form.server.ts'
import { addressOf, forgetTries, takeTry } from '#app/web/rate-limit.server.ts'
import { statusOf } from '#app/web/respond.server.ts'
import { homePath } from '#app/web/rooms.ts'
import { actorOf, renewSession } from '#app/web/session.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.account_sign_in_title() }) }]

const schema = z.object({
  signInName: z.string({ error: 'sign-in-name-missing' }),
  password: z.string({ error: 'password-missing' }),
  kept: z.string().optional(),
})

export async function loader(args: LoaderFunctionArgs) {
  const { actor } = await publicRoute(args)
  const query = new URL(args.request.url).searchParams
  // Typed from paper: the invitation itself says what is wrong with a code that can't be read.
  const code = query.get('code')
  if (code) throw redirect(paths.invite(readCode(code) ?? encodeURIComponent(code.slice(0, 40))))
  if (actor) throw redirect(safeBack(query.get('back'), homePath(actor)))
  return json(null)
}

export async function action(args: ActionFunctionArgs) {
  await publicRoute(args)
  const form = await readForm(args.request, schema)
  if (!form.ok) return json({ ...answerOf(form), carryOn: null }, 400)
  const tried = await takeTry({ name: form.value.signInName, address: addressOf(args.context) })
  if (!tried.ok) return json({ ...answerOf(form, { '': tried }), carryOn: null }, 429)
  const signedIn = await signIn(form.value)
  if (!signedIn.ok) return json({ ...answerOf(form, { '': signedIn }), carryOn: null }, statusOf(signedIn))
  await forgetTries(form.value.signInName)
  const { accountId } = signedIn.value
  const headers = { 'Set-Cookie': await renewSession(args.request, accountId) }
  const carryOn = parseKeptForm(form.value.kept)
  if (carryOn) return json({ values: {}, errors: {}, carryOn }, { headers })
  const back = new URL(args.request.url).searchParams.get('back')
  return redirect(safeBack(back, homePath(await actorOf(accountId))), { headers })
}

export default function Login() {
  const answer = useActionData<typeof action>()
  if (answer?.carryOn) return <CarryOn kept={answer.carryOn} />
  return (
    <PlainLayout>
      <h1 className="head">{m.account_sign_in_title()}</h1>
      <SignInForm kept={answer?.values.kept} signInName={answer?.values.signInName} errors={answer?.errors} />
      <p>
        <TapLink href={paths.loginReset()}>{m.account_forgot()}</TapLink>
      </p>
      <section className="stack mt-8" aria-labelledby="has-code">
        <h2 id="has-code">{m.account_has_code_title()}</h2>
        <form method="get" action={paths.login()} className="stack">
          <TextInput
            label={m.account_has_code()}
            hint={m.account_has_code_hint()}
            name="code"
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            required
          />
          <Button>{m.account_has_code_do()}</Button>
        </form>
        <p className="soft">{m.account_no_account()}</p>
      </section>
    </PlainLayout>
  )
}
