import { Search } from 'lucide-react'
import { formatCount } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { Button } from '#app/ui/primitives/button.tsx'
import { Field } from '#app/ui/primitives/field.tsx'
import { Table } from '#app/ui/primitives/table.tsx'

type Found = {
  id: number
  number: string
  name: string
  village: string
  gridCode: string | null
  headcount: number
}

/** A household of the whole county or town, by what is known of it in full. `answer` is null until it was asked for. */
export function FindAnywhere({
  asked,
  answer,
  error,
}: {
  asked: string
  answer: { found: readonly Found[]; hasMore: boolean } | null
  error: string | null
}) {
  return (
    <div className="stack">
      <search>
        <form method="post">
          <Field id="asked" label={m.wider_label()} hint={m.wider_hint()} error={error}>
            {(control) => (
              <div className="scanrow grid-cols-[2fr_1fr]">
                <input
                  {...control}
                  className="input"
                  name="asked"
                  defaultValue={asked}
                  maxLength={60}
                  autoComplete="off"
                  required
                />
                <Button icon={Search}>{m.word_search()}</Button>
              </div>
            )}
          </Field>
        </form>
      </search>
      {answer?.found.length === 0 && <p role="status">{m.wider_none()}</p>}
      {answer && answer.found.length > 0 && (
        <Table
          caption={m.wider_found({ count: formatCount(answer.found.length) })}
          rows={answer.found}
          rowKey={(one) => one.id}
          columns={[
            {
              key: 'who',
              heading: m.wider_who(),
              isRowHeading: true,
              cell: (one) => (
                <>
                  {one.name} <small>{one.number}</small>
                </>
              ),
            },
            {
              key: 'where',
              heading: m.wider_where(),
              cell: (one) => (
                <>
                  {one.village}
                  {one.gridCode !== null && (
                    <>
                      {' '}
                      <small>{m.wider_grid({ grid: one.gridCode.slice(-2) })}</small>
                    </>
                  )}
                </>
              ),
            },
            {
              key: 'headcount',
              heading: m.wider_headcount(),
              numeric: true,
              cell: (one) => formatCount(one.headcount),
            },
          ]}
        />
      )}
      {answer?.hasMore && <p className="soft">{m.wider_more()}</p>}
    </div>
  )
}
