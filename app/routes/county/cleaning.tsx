import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { acceptFinding } from '#app/commands/people/accept-finding.server.ts'
import { checkCleaning } from '#app/commands/people/check-cleaning.server.ts'
import { passCleaning } from '#app/commands/people/pass-cleaning.server.ts'
import { civilDateOf, yearOf } from '#app/domain/kernel/calendar.ts'
import { CLEANING_RULES, type CleaningRule, type FindingState } from '#app/domain/people/cleaning-rules.ts'
import { formatCount, formatInstant } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { refusalText } from '#app/i18n/refusals.ts'
import { paths } from '#app/paths.ts'
import { readRoomFrame } from '#app/queries/access/room-frame.server.ts'
import { readCleaning } from '#app/queries/people/cleaning.server.ts'
import { findingStateName, ruleName } from '#app/ui/county/cleaning-words.ts'
import { CountyRoom } from '#app/ui/county/county-room.tsx'
import { FindingTable } from '#app/ui/county/finding-table.tsx'
import { Button } from '#app/ui/primitives/button.tsx'
import { Facts } from '#app/ui/primitives/facts.tsx'
import { FilterLinks, Pagination } from '#app/ui/primitives/links.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { guard, notFound } from '#app/web/guard.server.ts'
import { statusOf } from '#app/web/respond.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.cleaning_title() }) }]

const STATES: readonly FindingState[] = ['open', 'accepted', 'put-right']
type Filter = { rule: CleaningRule | null; state: FindingState; after: number }

function filterOf(request: Request): Filter {
  const { searchParams } = new URL(request.url)
  return {
    rule: CLEANING_RULES.find((rule) => rule === searchParams.get('rule')) ?? null,
    state: STATES.find((state) => state === searchParams.get('state')) ?? 'open',
    after: Math.max(0, Math.trunc(Number(searchParams.get('after')) || 0)),
  }
}

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'cleaning:work' })
  const filter = filterOf(args.request)
  const now = new Date()
  const [page, frame] = await Promise.all([readCleaning(scope, filter, now), readRoomFrame(actor)])
  const year = yearOf(civilDateOf(now))
  return json({ ...page, filter, year, frame }, { headers: { 'Cache-Control': 'private, no-store' } })
}

export async function action(args: ActionFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'cleaning:work' })
  const form = await args.request.formData().catch(() => new FormData())
  const countyCode = (scope.prefixes[0] ?? '').padEnd(12, '0')
  const findingId = Number(form.get('finding'))
  const year = Number(form.get('pass'))
  const done =
    findingId > 0
      ? await acceptFinding(actor, scope, { findingId, reason: String(form.get('reason') ?? '') })
      : year > 0
        ? await passCleaning(actor, scope, { countyCode, year: yearOf(civilDateOf(new Date())) })
        : await checkCleaning(actor, scope, { countyCode })
  if (!done.ok && done.code === 'not-found') throw notFound()
  if (!done.ok) return json({ error: refusalText(done.code, done.facts) }, { status: statusOf(done) })
  return redirect(paths.countyCleaning(filterOf(args.request)))
}

export default function Cleaning() {
  const page = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const { filter, year, passes } = page
  const here = { rule: filter.rule, state: filter.state }
  return (
    <CountyRoom frame={page.frame}>
      <h1 className="head">{m.cleaning_title()}</h1>
      {answer && (
        <Note tone="bad" announce>
          {answer.error}
        </Note>
      )}
      <form method="post" className="stack">
        <Note>{m.cleaning_why()}</Note>
        <Button>{m.cleaning_check()}</Button>
      </form>
      <Filters counts={page.counts} filter={filter} />
      <FindingTable
        caption={filter.rule === null ? m.cleaning_all_rules() : ruleName(filter.rule)}
        findings={page.findings}
      />
      <Pagination
        nextHref={page.next === null ? null : paths.countyCleaning({ ...here, after: page.next })}
        firstHref={filter.after === 0 ? null : paths.countyCleaning(here)}
      />
      <section className="stack">
        {passes.length > 0 && (
          <>
            <h2>{m.cleaning_passed()}</h2>
            <Facts
              facts={passes.map((pass) => ({
                key: `${pass.year}`,
                name: pass.year,
                value: m.cleaning_passed_line({
                  who: pass.passedBy,
                  at: formatInstant(pass.passedAt),
                  count: formatCount(pass.acceptedCount),
                }),
              }))}
            />
          </>
        )}
        {passes.every((pass) => pass.year !== year) && (
          <form method="post" className="stack">
            <Note>{m.cleaning_pass_why()}</Note>
            <Button tone="go" name="pass" value={year}>
              {m.cleaning_pass({ year })}
            </Button>
          </form>
        )}
      </section>
    </CountyRoom>
  )
}

type Count = { rule: CleaningRule; state: FindingState; count: number }

function Filters({ counts, filter }: { counts: readonly Count[]; filter: Filter }) {
  const sumOf = (wanted: Partial<Count>) =>
    counts
      .filter(
        ({ rule, state }) => state === wanted.state && (wanted.rule === undefined || wanted.rule === rule),
      )
      .reduce((sum, { count }) => sum + count, 0)
  const { state } = filter
  return (
    <>
      <FilterLinks
        label={m.cleaning_states()}
        links={STATES.map((each) => ({
          href: paths.countyCleaning({ state: each, rule: filter.rule }),
          label: findingStateName(each),
          count: sumOf({ state: each }),
          current: each === state,
        }))}
      />
      <FilterLinks
        label={m.cleaning_rules()}
        links={[
          {
            href: paths.countyCleaning({ state }),
            label: m.cleaning_all_rules(),
            count: sumOf({ state }),
            current: filter.rule === null,
          },
          ...CLEANING_RULES.map((rule) => ({
            href: paths.countyCleaning({ state, rule }),
            label: ruleName(rule),
            count: sumOf({ state, rule }),
            current: rule === filter.rule,
          })),
        ]}
      />
    </>
  )
}
