import { LogOut } from 'lucide-react'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { Icon } from '#app/ui/primitives/icon.tsx'

/** Signing out changes something, so it is a form and works without a script. */
export function SignOutForm() {
  return (
    <form method="post" action={paths.logout()}>
      <button type="submit" className="site-link">
        <Icon of={LogOut} />
        {m.header_sign_out()}
      </button>
    </form>
  )
}
