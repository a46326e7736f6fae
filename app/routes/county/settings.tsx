import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { changeSettings } from '#app/commands/access/change-settings.server.ts'
import {
  CASH_ROUNDINGS_FEN,
  DEFAULT_SETTINGS,
  HELP_DAY_READINGS,
} from '#app/domain/people/county-settings.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { readCountySettings } from '#app/queries/access/county-settings.server.ts'
import { readRoomFrame } from '#app/queries/access/room-frame.server.ts'
import { CountyRoom } from '#app/ui/county/county-room.tsx'
import { readingName } from '#app/ui/pickup/series-words.ts'
import { Button } from '#app/ui/primitives/button.tsx'
import { Choice } from '#app/ui/primitives/choice.tsx'
import { ErrorSummary } from '#app/ui/primitives/error-summary.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { TextInput } from '#app/ui/primitives/text-input.tsx'
import { answerOf, readForm, wholeNumber } from '#app/web/form.server.ts'
import { guard, notFound } from '#app/web/guard.server.ts'
import { statusOf } from '#app/web/respond.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.account_settings_title() }) }]

const schema = z.object({
  countyCode: z.string(),
  premiumCapPercent: wholeNumber({ missing: 'premium-cap-missing', unreadable: 'premium-cap-missing' }),
  cashRoundingFen: wholeNumber({ missing: 'cash-rounding-unknown', unreadable: 'cash-rounding-unknown' }),
  unpaidOrdersMost: wholeNumber({ missing: 'unpaid-orders-missing', unreadable: 'unpaid-orders-missing' }),
  noShowSharePercent: wholeNumber({ missing: 'no-show-share-missing', unreadable: 'no-show-share-missing' }),
  helpDayReading: z.string().default(DEFAULT_SETTINGS.helpDayReading),
  transferPayee: z.string().trim().max(100).default(''),
  transferBank: z.string().trim().max(100).default(''),
  // Accounts are written in groups of four.
  transferAccount: z
    .string()
    .max(60)
    .default('')
    .transform((text) => text.normalize('NFKC').replace(/[\s-]/g, '')),
})

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'settings:change' })
  const query = new URL(args.request.url).searchParams
  const [county, frame] = await Promise.all([
    readCountySettings(scope, query.get('county')),
    readRoomFrame(actor),
  ])
  if (county === null) throw notFound()
  return json({ ...county, frame, isSaved: query.get('done') === 'saved' })
}

export async function action(args: ActionFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'settings:change' })
  const form = await readForm(args.request, schema)
  if (!form.ok) return json(answerOf(form), 400)
  const changed = await changeSettings(actor, scope, form.value)
  if (changed.ok) return redirect(paths.countySettings({ county: form.value.countyCode, done: 'saved' }))
  if (statusOf(changed) === 404) throw notFound()
  return json(answerOf(form, { [FIELD_OF[changed.code] ?? '']: changed }), statusOf(changed))
}

const FIELD_OF: Record<string, string> = {
  'premium-cap-out-of-range': 'premiumCapPercent',
  'cash-rounding-unknown': 'cashRoundingFen',
  'unpaid-orders-out-of-range': 'unpaidOrdersMost',
  'no-show-share-out-of-range': 'noShowSharePercent',
  'help-day-reading-unknown': 'helpDayReading',
  'transfer-incomplete': 'transferPayee',
  'transfer-account-unreadable': 'transferAccount',
}

export default function Settings() {
  const { frame, countyCode, countyName, settings, isSaved } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const roundingNames = {
    1: m.account_settings_rounding_1(),
    10: m.account_settings_rounding_10(),
    100: m.account_settings_rounding_100(),
  }
  const typed = (name: keyof typeof settings) => answer?.values[name] ?? String(settings[name])
  return (
    <CountyRoom frame={frame}>
      <h1 className="head">{m.joined({ first: countyName, second: m.account_settings_title() })}</h1>
      <p className="soft">{m.account_settings_lead()}</p>
      {isSaved && (
        <Note tone="ok" announce>
          {m.account_settings_saved()}
        </Note>
      )}
      <form method="post" className="stack narrow">
        <ErrorSummary errors={answer?.errors ?? {}} />
        <input type="hidden" name="countyCode" value={countyCode} />
        <TextInput
          label={m.account_settings_cap()}
          hint={m.account_settings_cap_hint()}
          name="premiumCapPercent"
          inputMode="numeric"
          defaultValue={typed('premiumCapPercent')}
          error={answer?.errors.premiumCapPercent}
          required
        />
        <Choice
          legend={m.account_settings_rounding()}
          hint={m.account_settings_rounding_hint()}
          name="cashRoundingFen"
          options={CASH_ROUNDINGS_FEN.map((fen) => ({ value: String(fen), label: roundingNames[fen] }))}
          chosen={typed('cashRoundingFen')}
          error={answer?.errors.cashRoundingFen}
          required
        />
        <TextInput
          label={m.account_settings_unpaid()}
          name="unpaidOrdersMost"
          inputMode="numeric"
          defaultValue={typed('unpaidOrdersMost')}
          error={answer?.errors.unpaidOrdersMost}
          required
        />
        <TextInput
          label={m.account_settings_no_show()}
          hint={m.account_settings_no_show_hint()}
          name="noShowSharePercent"
          inputMode="numeric"
          defaultValue={typed('noShowSharePercent')}
          error={answer?.errors.noShowSharePercent}
          required
        />
        <Choice
          legend={m.series_reading()}
          hint={m.series_reading_hint()}
          name="helpDayReading"
          look="list"
          options={HELP_DAY_READINGS.map((reading) => ({ value: reading, label: readingName(reading) }))}
          chosen={typed('helpDayReading')}
          error={answer?.errors.helpDayReading}
          required
        />
        <fieldset className="stack">
          <legend>{m.county_transfer_title()}</legend>
          <p className="soft">{m.county_transfer_hint()}</p>
          <TextInput
            label={m.county_transfer_payee()}
            name="transferPayee"
            defaultValue={typed('transferPayee')}
            error={answer?.errors.transferPayee}
          />
          <TextInput
            label={m.county_transfer_bank()}
            name="transferBank"
            defaultValue={typed('transferBank')}
          />
          <TextInput
            label={m.county_transfer_account()}
            name="transferAccount"
            inputMode="numeric"
            defaultValue={typed('transferAccount')}
            error={answer?.errors.transferAccount}
          />
        </fieldset>
        <Button>{m.word_save()}</Button>
      </form>
    </CountyRoom>
  )
}
