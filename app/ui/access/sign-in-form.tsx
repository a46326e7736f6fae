import { m } from '#app/i18n/generated/messages.js'
import { Button } from '#app/ui/primitives/button.tsx'
import { ErrorSummary } from '#app/ui/primitives/error-summary.tsx'
import { TextInput } from '#app/ui/primitives/text-input.tsx'

type SignInFormProps = {
  /** The sign-in page's address, with where to go back to; this page itself, if left out. */
  action?: string
  /** What the person had typed elsewhere when they were signed out, as JSON. */
  kept?: string | null
  signInName?: string
  errors?: Record<string, string>
}

/** A mobile number or e-mail address and its password. */
export function SignInForm({ action, kept, signInName, errors = {} }: SignInFormProps) {
  return (
    <form method="post" action={action} className="stack">
      <ErrorSummary errors={errors} />
      {kept && <input type="hidden" name="kept" value={kept} />}
      <TextInput
        label={m.account_sign_in_name()}
        name="signInName"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        defaultValue={signInName}
        error={errors.signInName}
        required
      />
      <TextInput
        label={m.account_password()}
        name="password"
        type="password"
        autoComplete="current-password"
        error={errors.password}
        required
      />
      <Button size="big" wide>
        {m.account_sign_in_do()}
      </Button>
    </form>
  )
}
