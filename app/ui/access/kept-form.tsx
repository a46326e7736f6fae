import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { PlainLayout } from '#app/ui/layouts/plain-layout.tsx'
import { Button } from '#app/ui/primitives/button.tsx'
import { SignInForm } from './sign-in-form.tsx'

export type KeptFormFields = { action: string; fields: [name: string, value: string][] }

/** Whether what was thrown in place of a page is a form that waits for its sender to sign in again. */
export function isWaitingForm(data: unknown): data is { kept: KeptFormFields } {
  return typeof data === 'object' && data !== null && 'kept' in data
}

/** In place of the page a form was sent to by somebody who had been signed out meanwhile. */
export function SignInAgain({ kept }: { kept: KeptFormFields }) {
  return (
    <PlainLayout>
      <h1 className="head">{m.account_again_title()}</h1>
      <p className="mb-6">{m.account_again_why()}</p>
      <SignInForm action={paths.login(kept.action)} kept={JSON.stringify(kept)} />
    </PlainLayout>
  )
}

/** After signing in: what was typed, ready to be sent once more. */
export function CarryOn({ kept }: { kept: KeptFormFields }) {
  return (
    <PlainLayout>
      <h1 className="head">{m.account_carry_on_title()}</h1>
      <form method="post" action={kept.action}>
        {kept.fields.map(([name, value], index) => (
          // Names may repeat, and nothing here is ever added or moved.
          // biome-ignore lint/suspicious/noArrayIndexKey: the place in the form is what tells two fields apart
          <input key={index} type="hidden" name={name} value={value} />
        ))}
        <p className="mb-6">{m.account_carry_on_why()}</p>
        <Button size="big" wide>
          {m.account_carry_on()}
        </Button>
      </form>
    </PlainLayout>
  )
}
