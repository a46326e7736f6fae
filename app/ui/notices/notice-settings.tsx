import { m } from '#app/i18n/generated/messages.js'
import { Button } from '#app/ui/primitives/button.tsx'
import { Tick } from '#app/ui/primitives/choice.tsx'
import { Note } from '#app/ui/primitives/note.tsx'

type NoticeSettingsProps = {
  /** The person's own address, if he has one. */
  email: string | null
  isMailOn: boolean
  isMailWanted: boolean
  isSaved: boolean
}

/** Whether notices are mailed as well, or why they are not. */
export function NoticeSettings({ email, isMailOn, isMailWanted, isSaved }: NoticeSettingsProps) {
  return (
    <section className="stack mt-8" aria-labelledby="notices">
      <h2 id="notices">{m.notices_account_title()}</h2>
      {isSaved && (
        <Note tone="ok" announce>
          {m.notices_account_saved()}
        </Note>
      )}
      <p>{m.notices_account_where()}</p>
      {isMailOn && email !== null ? (
        <form method="post" className="stack">
          <Tick name="mailWanted" label={m.notices_account_mail({ address: email })} checked={isMailWanted} />
          <p>
            <Button name="intent" value="notices">
              {m.word_save()}
            </Button>
          </p>
        </form>
      ) : (
        <p className="soft">{isMailOn ? m.notices_account_no_address() : m.notices_account_mail_off()}</p>
      )}
    </section>
  )
}
