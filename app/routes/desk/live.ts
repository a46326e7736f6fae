import type { LoaderFunctionArgs } from '@remix-run/node'
import { readDeskVersion } from '#app/queries/handover/desk-version.server.ts'
import { guard, notFound } from '#app/web/guard.server.ts'
import { readId } from '#app/web/store-page.server.ts'

/** What an open page of a desk asks every second: a few bytes, another answer as soon as another desk has done something. */
export async function loader(args: LoaderFunctionArgs) {
  const { scope } = await guard(args, { can: 'desk:work', isByItself: true })
  const eventId = readId(args.params.eventId)
  const version = eventId === null ? null : await readDeskVersion(scope, eventId)
  if (version === null) throw notFound()
  return new Response(version, {
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'private, no-store' },
  })
}
