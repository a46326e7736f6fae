import { isRouteErrorResponse } from '@remix-run/react'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { ButtonLink } from '#app/ui/primitives/button.tsx'
import { EmptyState } from '#app/ui/primitives/empty-state.tsx'
import { PlainLayout } from './plain-layout.tsx'

type ErrorWords = { title: () => string; text: () => string }

const wordsOfStatus: Record<number, ErrorWords> = {
  403: { title: m.error_forbidden_title, text: m.error_forbidden },
  404: { title: m.error_not_found_title, text: m.error_not_found },
  429: { title: m.error_too_often_title, text: m.error_too_often },
}

const wordsOfFault: ErrorWords = { title: m.error_fault_title, text: m.error_fault }

/** What is shown in place of a page that can't be. Says nothing of what went wrong inside. */
export function ErrorPage({ error }: { error: unknown }) {
  const words = (isRouteErrorResponse(error) && wordsOfStatus[error.status]) || wordsOfFault
  return (
    <PlainLayout>
      <h1 className="head">{words.title()}</h1>
      <EmptyState
        title={words.text()}
        action={<ButtonLink href={paths.catalogue()}>{m.error_way_on()}</ButtonLink>}
      />
    </PlainLayout>
  )
}
