import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { addGroupMember } from '#app/commands/people/add-group-member.server.ts'
import { endGroup } from '#app/commands/people/end-group.server.ts'
import { can, rolesWith } from '#app/domain/access/matrix.ts'
import { type Actor, scopeOf } from '#app/domain/access/roles.ts'
import { civilDateOf } from '#app/domain/kernel/calendar.ts'
import { refuse } from '#app/domain/kernel/verdict.ts'
import { formatDate } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { readListForm } from '#app/queries/catalogue/list-form.server.ts'
import { readGroup } from '#app/queries/people/groups.server.ts'
import { YardLayout } from '#app/ui/layouts/yard-layout.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { FindHousehold } from '#app/ui/village/find-household.tsx'
import { AddMemberForm, EndGroupForm } from '#app/ui/village/group-forms.tsx'
import { MemberTable } from '#app/ui/village/group-tables.tsx'
import { readForm } from '#app/web/form.server.ts'
import { refusedGroup } from '#app/web/group-form.server.ts'
import { guard, notFound } from '#app/web/guard.server.ts'
import { readId } from '#app/web/store-page.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.group_title() }) }]

const text = z.string().default('')
const schema = z.union([
  z.object({
    intent: z.literal('add'),
    householdId: z.string().transform(readId),
    weight: text,
    startsOn: text,
  }),
  z.object({ intent: z.literal('end'), sure: text }),
])

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'group:read' })
  const id = readId(args.params.id)
  const now = new Date()
  const group = id === null ? null : await readGroup(actor, scope, id, now)
  if (group === null) throw notFound()
  const query = new URL(args.request.url).searchParams
  const mayKeep = can(actor, 'group:keep') && group.endsOn === null
  const asked = query.get('q')?.slice(0, 60) ?? ''
  const search = mayKeep ? await findHousehold(actor, asked, readId(query.get('household'))) : null
  return json(
    { group, mayKeep, asked, ...search, today: civilDateOf(now), done: query.get('done') },
    { headers: { 'Cache-Control': 'private, no-store' } },
  )
}

/** Looked for in the villages whose groups the person keeps, and nowhere else. */
async function findHousehold(actor: Actor, asked: string, householdId: number | null) {
  const scope = scopeOf(actor, rolesWith('group:keep'))
  const page = await readListForm(actor, scope, { asked, householdId, productKey: null })
  if (page === null) throw notFound()
  return { found: page.found, chosen: page.chosen?.household ?? null }
}

export async function action(args: ActionFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'group:keep' })
  const groupId = readId(args.params.id)
  const form = await readForm(args.request, schema)
  if (groupId === null || !form.ok) throw notFound()
  const { value } = form
  if (value.intent === 'end') {
    if (value.sure !== 'on') return refusedGroup('end', form, refuse('group-sure-missing'))
    const ended = await endGroup(actor, scope, { groupId })
    if (ended.ok) return redirect(paths.villageGroup(groupId, { done: 'ended' }))
    if (ended.code === 'not-found') throw notFound()
    return refusedGroup('end', form, ended)
  }
  const { householdId, weight, startsOn } = value
  if (householdId === null) return refusedGroup('add', form, refuse('group-household-missing'))
  const added = await addGroupMember(actor, scope, { groupId, householdId, weight, startsOn })
  if (added.ok) return redirect(paths.villageGroup(groupId, { done: 'added' }))
  if (added.code === 'not-found') throw notFound()
  return refusedGroup('add', form, added)
}

const DONE: Record<string, (() => string) | undefined> = {
  made: m.group_done_made,
  added: m.group_done_added,
  ended: m.group_done_ended,
}

export default function Group() {
  const page = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>() ?? null
  const { group, mayKeep, today } = page
  const said = answer === null ? DONE[page.done ?? '']?.() : undefined
  const href = (householdId: number) => paths.villageGroupMember(group.id, householdId)
  return (
    <YardLayout
      back={{ href: paths.villageGroups(), label: m.group_back() }}
      status={group.village}
      className="stack"
    >
      <h1 className="head">{group.name}</h1>
      <p className="soft">
        {group.endsOn === null
          ? m.group_since({ day: formatDate(group.startsOn) })
          : m.group_over({ day: formatDate(group.endsOn) })}
      </p>
      {said && (
        <Note tone="ok" announce>
          {said}
        </Note>
      )}
      <MemberTable
        caption={m.group_members({ year: group.year })}
        members={group.members.map(({ weight, ...member }) => ({
          ...member,
          weight: { own: weight, total: group.weightTotal },
          href: href(member.household.id),
        }))}
      />
      {group.former.length > 0 && (
        <MemberTable
          caption={m.group_former()}
          members={group.former.map((member) => ({
            ...member,
            weight: null,
            href: href(member.household.id),
          }))}
        />
      )}
      {mayKeep && (
        <>
          <section className="stack">
            <h2>{m.group_add()}</h2>
            {page.chosen ? (
              <AddMemberForm
                household={page.chosen}
                otherHref={paths.villageGroup(group.id)}
                today={today}
                answer={answer}
              />
            ) : (
              <FindHousehold
                asked={page.asked}
                found={page.found ?? null}
                hrefOf={(household) => paths.villageGroup(group.id, { household })}
              />
            )}
          </section>
          <details open={answer?.form === 'end'}>
            <summary>{m.group_end()}</summary>
            <EndGroupForm answer={answer} />
          </details>
        </>
      )}
    </YardLayout>
  )
}
