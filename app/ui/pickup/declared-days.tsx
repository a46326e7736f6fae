import type { CivilDate } from '#app/domain/kernel/calendar.ts'
import { DECLARED_KINDS, type DeclaredKind } from '#app/domain/pickup/public-holiday.ts'
import { formatDate, formatWeekday } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { Button } from '#app/ui/primitives/button.tsx'
import { Choice } from '#app/ui/primitives/choice.tsx'
import { ErrorSummary } from '#app/ui/primitives/error-summary.tsx'
import { Table } from '#app/ui/primitives/table.tsx'
import { TextInput } from '#app/ui/primitives/text-input.tsx'
import { declaredKindName } from './series-words.ts'

/** Days to be declared. Field ids are their names; what was typed stays. */
export function DeclareForm({
  answer,
}: {
  answer: { values: Record<string, string>; errors: Record<string, string> } | null
}) {
  const field = (name: string) => ({
    name,
    error: answer?.errors[name],
    defaultValue: answer?.values[name] ?? '',
  })
  return (
    <section>
      <h2>{m.calendar_enter()}</h2>
      <form method="post" className="stack narrow">
        <ErrorSummary errors={answer?.errors ?? {}} />
        <TextInput {...field('fromDay')} label={m.calendar_from()} type="date" required />
        <TextInput
          {...field('toDay')}
          label={m.calendar_to()}
          hint={m.calendar_to_hint()}
          type="date"
          required
        />
        <Choice
          legend={m.calendar_kind()}
          hint={m.calendar_kind_hint()}
          name="kind"
          look="list"
          options={DECLARED_KINDS.map((kind) => ({ value: kind, label: declaredKindName(kind) }))}
          chosen={answer?.values.kind ?? 'holiday'}
          error={answer?.errors.kind}
          required
        />
        <TextInput
          {...field('name')}
          label={m.calendar_name()}
          hint={m.calendar_name_hint()}
          maxLength={60}
          required
        />
        <TextInput
          {...field('source')}
          label={m.calendar_source()}
          hint={m.calendar_source_hint()}
          maxLength={60}
          required
        />
        <Button tone="go">{m.calendar_add()}</Button>
      </form>
    </section>
  )
}

type ShownDay = { day: CivilDate; kind: DeclaredKind; name: string; source: string; isNational: boolean }

export function CalendarDays({ days }: { days: readonly ShownDay[] }) {
  return (
    <section>
      <Table
        caption={m.calendar_days()}
        rows={days}
        rowKey={(row) => row.day}
        empty={m.calendar_days_none()}
        columns={[
          {
            key: 'day',
            heading: m.calendar_column_day(),
            isRowHeading: true,
            cell: (row) => (
              <>
                {formatDate(row.day)} {formatWeekday(row.day)}
                <br />
                <span className="soft">{row.name}</span>
              </>
            ),
          },
          {
            key: 'kind',
            heading: m.calendar_column_kind(),
            cell: (row) => declaredKindName(row.kind),
          },
          {
            key: 'source',
            heading: m.calendar_column_source(),
            onlyWide: true,
            apart: true,
            cell: (row) =>
              row.isNational ? m.joined({ first: m.calendar_by_nation(), second: row.source }) : row.source,
          },
        ]}
      />
    </section>
  )
}
