import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { markNoticesRead } from '#app/commands/notices/mark-notices-read.server.ts'
import { openNotice } from '#app/commands/notices/open-notice.server.ts'
import { m } from '#app/i18n/generated/messages.js'
import { shownNotice } from '#app/i18n/notice-mail.ts'
import { noticeHref } from '#app/i18n/notices.ts'
import { paths } from '#app/paths.ts'
import { readStoreFrame } from '#app/queries/access/store-frame.server.ts'
import { readNoticesPage } from '#app/queries/notices/notices-page.server.ts'
import { SiteLayout } from '#app/ui/layouts/site-layout.tsx'
import { MarkAllRead, NoticeList } from '#app/ui/notices/notice-list.tsx'
import { ButtonLink } from '#app/ui/primitives/button.tsx'
import { EmptyState } from '#app/ui/primitives/empty-state.tsx'
import { Pagination } from '#app/ui/primitives/links.tsx'
import { idField } from '#app/web/basket-request.server.ts'
import { readForm } from '#app/web/form.server.ts'
import { guardSignedIn, notFound } from '#app/web/guard.server.ts'
import { readId, storeHeaders, storeViewer } from '#app/web/store-page.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.notices_title() }) }]

const schema = z.union([
  z.object({ intent: z.literal('open'), id: idField }),
  z.object({ intent: z.literal('all-read'), upTo: idField }),
])

export async function loader(args: LoaderFunctionArgs) {
  const { actor } = await guardSignedIn(args)
  const before = readId(new URL(args.request.url).searchParams.get('before'))
  const [page, frame] = await Promise.all([readNoticesPage(actor, before), readStoreFrame(actor)])
  return json(
    {
      notices: page.notices.map(shownNotice),
      nextBefore: page.nextBefore,
      isFirst: before === null,
      viewer: storeViewer(actor, frame),
    },
    { headers: storeHeaders(actor) },
  )
}

/** Reading is a post, so that nothing that only looks at the page (a preview, a prefetch) reads for somebody. */
export async function action(args: ActionFunctionArgs) {
  const { actor } = await guardSignedIn(args)
  const form = await readForm(args.request, schema)
  if (!form.ok) throw new Response(null, { status: 400 })
  if (form.value.intent === 'all-read') {
    await markNoticesRead(actor, { upToId: form.value.upTo })
    return redirect(paths.notices())
  }
  const opened = await openNotice(actor, { noticeId: form.value.id })
  if (!opened.ok) throw notFound()
  return redirect(noticeHref(opened.value))
}

export default function Notices() {
  const { notices, nextBefore, isFirst, viewer } = useLoaderData<typeof loader>()
  const [newest] = notices
  return (
    <SiteLayout viewer={viewer}>
      <h1 className="head">{m.notices_title()}</h1>
      {newest === undefined ? (
        <EmptyState
          title={m.notices_none_title()}
          action={<ButtonLink href={paths.catalogue()}>{m.footer_goods()}</ButtonLink>}
        >
          {m.notices_none()}
        </EmptyState>
      ) : (
        <>
          {isFirst && viewer !== null && viewer.unreadCount > 0 && <MarkAllRead upToId={newest.id} />}
          <NoticeList notices={notices} />
        </>
      )}
      <Pagination
        nextHref={nextBefore === null ? null : paths.notices({ before: nextBefore })}
        firstHref={isFirst ? null : paths.notices()}
      />
    </SiteLayout>
  )
}
