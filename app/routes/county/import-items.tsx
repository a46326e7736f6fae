import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { tickImportItems } from '#app/commands/intake/tick-import-items.server.ts'
import { ITEM_GROUPS, ITEM_KINDS, type ItemGroup, type ItemKind } from '#app/domain/people/roster-items.ts'
import { m } from '#app/i18n/generated/messages.js'
import { refusalText } from '#app/i18n/refusals.ts'
import { paths } from '#app/paths.ts'
import { readRoomFrame } from '#app/queries/access/room-frame.server.ts'
import { type ItemsPage, readItemsPage } from '#app/queries/intake/import-items.server.ts'
import { CountyRoom } from '#app/ui/county/county-room.tsx'
import { ItemTable } from '#app/ui/intake/item-table.tsx'
import { groupName, itemKindName } from '#app/ui/intake/round-words.ts'
import { Button } from '#app/ui/primitives/button.tsx'
import { BackLink, FilterLinks, Pagination } from '#app/ui/primitives/links.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { guard, notFound } from '#app/web/guard.server.ts'
import { statusOf } from '#app/web/respond.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.round_items() }) }]

type Filter = { group: ItemGroup; kind: ItemKind | null; after: number }

function filterOf(request: Request): Filter {
  const { searchParams } = new URL(request.url)
  return {
    group: ITEM_GROUPS.find((group) => group === searchParams.get('group')) ?? 'changed',
    kind: ITEM_KINDS.find((kind) => kind === searchParams.get('kind')) ?? null,
    after: Math.max(0, Math.trunc(Number(searchParams.get('after')) || 0)),
  }
}

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'import:preview' })
  const filter = filterOf(args.request)
  const roundId = args.params.id ?? ''
  const [page, frame] = await Promise.all([
    readItemsPage(actor, scope, roundId, filter),
    readRoomFrame(actor),
  ])
  if (page === null) throw notFound()
  return json({ ...page, filter, roundId, frame }, { headers: { 'Cache-Control': 'private, no-store' } })
}

export async function action(args: ActionFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'import:apply' })
  const roundId = args.params.id ?? ''
  const filter = filterOf(args.request)
  const form = await args.request.formData().catch(() => new FormData())
  const numbers = (name: string) => form.getAll(name).map(Number).filter(Number.isSafeInteger)
  const all = form.get('all')
  const saved = await tickImportItems(
    actor,
    scope,
    all === null
      ? { roundId, shown: numbers('shown'), ticked: numbers('ticked') }
      : { roundId, group: filter.group, kind: filter.kind, isTicked: all === 'yes' },
  )
  if (!saved.ok && saved.code === 'not-found') throw notFound()
  if (!saved.ok) return json({ error: refusalText(saved.code, saved.facts) }, { status: statusOf(saved) })
  const next = Number(form.get('next'))
  return redirect(
    paths.countyImportItems(roundId, {
      ...filter,
      after: Number.isSafeInteger(next) && next ? next : filter.after,
    }),
  )
}

export default function ImportItems() {
  const page = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const { filter, roundId } = page
  const isOpen = page.state === 'previewed'
  const here = { group: filter.group, kind: filter.kind }
  return (
    <CountyRoom frame={page.frame}>
      <BackLink href={paths.countyImportRound(roundId)}>{m.round_back()}</BackLink>
      <h1 className="head">{groupName(filter.group)}</h1>
      {answer && (
        <Note tone="bad" announce>
          {answer.error}
        </Note>
      )}
      <ItemFilters counts={page.counts} filter={filter} roundId={roundId} />
      {filter.group === 'removed' && <Note>{m.round_removed_why()}</Note>}
      <form method="post" className="stack">
        <ItemTable caption={groupName(filter.group)} items={page.items} isOpen={isOpen} />
        {isOpen && page.items.length > 0 && (
          <div className="exports">
            <Button>{m.round_save()}</Button>
            {page.next !== null && (
              <Button name="next" value={page.next}>
                {m.round_save_next()}
              </Button>
            )}
            <Button name="all" value="yes">
              {m.round_all()}
            </Button>
            <Button name="all" value="no">
              {m.round_none()}
            </Button>
          </div>
        )}
      </form>
      <Pagination
        nextHref={page.next === null ? null : paths.countyImportItems(roundId, { ...here, after: page.next })}
        firstHref={filter.after === 0 ? null : paths.countyImportItems(roundId, here)}
      />
    </CountyRoom>
  )
}

type FiltersProps = { counts: ItemsPage['counts']; filter: Filter; roundId: string }

/** Headings, and below the one that is shown its kinds. */
function ItemFilters({ counts, filter, roundId }: FiltersProps) {
  const countOf = (group: ItemGroup) =>
    counts.filter((each) => each.group === group).reduce((sum, { count }) => sum + count, 0)
  const kinds = counts.filter((each) => each.group === filter.group)
  return (
    <>
      <FilterLinks
        label={m.round_groups()}
        links={ITEM_GROUPS.map((group) => ({
          href: paths.countyImportItems(roundId, { group }),
          label: groupName(group),
          count: countOf(group),
          current: group === filter.group,
        }))}
      />
      {kinds.length > 1 && (
        <FilterLinks
          label={m.round_what()}
          links={[
            {
              href: paths.countyImportItems(roundId, { group: filter.group }),
              label: m.round_all_kinds(),
              current: filter.kind === null,
            },
            ...kinds.map(({ kind, count }) => ({
              href: paths.countyImportItems(roundId, { group: filter.group, kind }),
              label: itemKindName(kind),
              count,
              current: kind === filter.kind,
            })),
          ]}
        />
      )}
    </>
  )
}
