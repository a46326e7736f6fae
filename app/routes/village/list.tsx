import { randomUUID } from 'node:crypto'
import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { keepEvidence } from '#app/commands/catalogue/keep-evidence.server.ts'
import { listLot } from '#app/commands/catalogue/list-lot.server.ts'
import { AGREEMENT_WAYS } from '#app/domain/catalogue/lot-entry.ts'
import { isCivilDate } from '#app/domain/kernel/calendar.ts'
import { parseYuan } from '#app/domain/kernel/quantity.ts'
import { type Refusal, refuse } from '#app/domain/kernel/verdict.ts'
import { parseQuantity } from '#app/domain/ordering/order-lines.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { type ListForm, readListForm } from '#app/queries/catalogue/list-form.server.ts'
import { productName } from '#app/ui/catalogue/words.ts'
import { ThumbBar } from '#app/ui/layouts/thumb-bar.tsx'
import { YardLayout } from '#app/ui/layouts/yard-layout.tsx'
import { Button } from '#app/ui/primitives/button.tsx'
import { ErrorSummary } from '#app/ui/primitives/error-summary.tsx'
import { ProgressBar } from '#app/ui/primitives/progress-bar.tsx'
import { FindHousehold } from '#app/ui/village/find-household.tsx'
import { LotForm } from '#app/ui/village/lot-form.tsx'
import { ProductLinks } from '#app/ui/village/product-links.tsx'
import { StepDone, StepOpen } from '#app/ui/village/steps.tsx'
import { householdInFull } from '#app/ui/village/words.ts'
import { answerOf, parseForm } from '#app/web/form.server.ts'
import { fileBytes, readFormWithFiles } from '#app/web/form-with-files.server.ts'
import { guard, notFound } from '#app/web/guard.server.ts'
import { statusOf } from '#app/web/respond.server.ts'
import { readId } from '#app/web/store-page.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.village_list_title() }) }]

const day = z.string({ error: 'day-missing' }).refine(isCivilDate, { error: 'day-missing' })
const price = z
  .string({ error: 'price-missing' })
  .transform((text) => parseYuan(text.normalize('NFKC')))
  .pipe(z.number({ error: 'price-unreadable' }))
const schema = z.object({
  formKey: z.string({ error: 'operation-id-missing' }),
  householdId: z.string().transform(readId).pipe(z.number()),
  productKey: z.string({ error: 'product-missing' }),
  countedBy: z.enum(['piece', 'weight']),
  quantity: z.string({ error: 'ordered-quantity-unreadable' }),
  isLeadFarmer: z.literal('on').optional(),
  isOfGroup: z.literal('on').optional(),
  availableFrom: day,
  availableTo: day,
  unitPrice: price,
  floorPrice: price,
  referencePrice: price,
  referenceSource: z.string({ error: 'reference-source-missing' }),
  how: z.enum(AGREEMENT_WAYS, { error: 'agreement-missing' }),
  witness: z.string().default(''),
  agreedOn: day,
  contractId: z
    .string()
    .default('')
    .transform((text) => (text === '' ? null : (readId(text) ?? Number.NaN)))
    .pipe(z.number({ error: 'contract-not-here' }).nullable()),
  lead: z.string().default(''),
  leadFee: z
    .string()
    .default('')
    .transform((text) => (text.trim() === '' ? null : (parseYuan(text.normalize('NFKC')) ?? Number.NaN))),
  referenceId: z
    .string()
    .optional()
    .transform((text) => readId(text ?? null)),
  isSo: z.literal('on').optional(),
  doubtReason: z.string().default(''),
  drawn: z.string().default(''),
  evidenceId: z.string().nullable().default(null),
})
type Typed = z.output<typeof schema>

/** A drawing comes as the picture that the page's canvas made of it, spelt out in the form. */
const DRAWN = /^data:image\/png;base64,([A-Za-z0-9+/=]+)$/

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'lot:list' })
  const query = new URL(args.request.url).searchParams
  const asked = query.get('q')?.slice(0, 60) ?? ''
  const household = query.get('household')
  const householdId = readId(household)
  if (household !== null && householdId === null) throw notFound()
  const page = await readListForm(actor, scope, { asked, householdId, productKey: query.get('product') })
  if (page === null) throw notFound()
  return json(
    { ...page, asked, formKey: randomUUID() },
    { headers: { 'Cache-Control': 'private, no-store' } },
  )
}

export async function action(args: ActionFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'lot:list' })
  const body = await readFormWithFiles(args.request)
  const form = parseForm(body, schema)
  if (!form.ok) return json(answerOf(form), 400)
  const typed = form.value
  const quantity = parseQuantity({ orderedBy: typed.countedBy }, typed.quantity.normalize('NFKC'))
  const { formKey, householdId, how } = typed
  // Kept first, whatever else is wrong: a phone's file field can't be filled in again.
  const kept = await keepEvidence(actor, scope, {
    formKey,
    householdId,
    how,
    sent: await sentEvidence(body, typed),
  })
  if (!kept.ok && statusOf(kept) === 404) throw notFound()
  const evidenceId = kept.ok ? (kept.value.evidenceId ?? typed.evidenceId) : null
  const listed = quantity === null ? null : await listLot(actor, scope, lotInput(typed, quantity, evidenceId))
  if (listed?.ok) {
    const { lotId, isAboveCap } = listed.value
    return redirect(paths.villageLotPhotos(lotId, { done: isAboveCap ? 'listed-above-cap' : 'listed' }))
  }
  if (listed && statusOf(listed) === 404) throw notFound()
  const refused: Record<string, Refusal> = {
    ...(listed ? faultsOf(listed) : { quantity: refuse('ordered-quantity-unreadable') }),
    ...(kept.ok ? {} : { evidence: kept }),
  }
  const answer = answerOf(form, refused)
  const values = { ...answer.values, evidenceId: evidenceId ?? '' }
  return json({ ...answer, values }, listed ? statusOf(listed) : 400)
}

async function sentEvidence(body: FormData, { drawn }: Typed) {
  const [photo, voice] = await Promise.all([
    fileBytes(body, 'evidencePhoto'),
    fileBytes(body, 'evidenceVoice'),
  ])
  const [, picture] = DRAWN.exec(drawn) ?? []
  return { photo, voice, ...(picture === undefined ? {} : { drawn: Buffer.from(picture, 'base64') }) }
}

function lotInput(typed: Typed, quantity: number, evidenceId: string | null): Parameters<typeof listLot>[2] {
  const { unitPrice, floorPrice, referencePrice, how, witness, agreedOn, isSo, doubtReason, ...rest } = typed
  const { lead, leadFee, ...entry } = rest
  return {
    ...entry,
    quantity,
    evidenceId,
    isLeadFarmer: entry.isLeadFarmer === 'on',
    isOfGroup: entry.isOfGroup === 'on',
    // Nobody collects it where neither is answered; one without the other is refused at the one that lacks.
    lead: lead === '' && leadFee === null ? null : { householdNumber: lead, feeFen: leadFee ?? Number.NaN },
    unitPriceFen: unitPrice,
    floorPriceFen: floorPrice,
    referencePriceFen: referencePrice,
    agreement: { how, witness, agreedOn },
    doubt: { isSo: isSo === 'on', reason: doubtReason },
  }
}

function faultsOf(refused: Refusal & { faults?: { field: string; refusal: Refusal }[] }) {
  if (refused.faults === undefined) return { '': refused }
  return Object.fromEntries(refused.faults.map(({ field, refusal }) => [field, refusal]))
}

export default function ListLotPage() {
  const page = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>() ?? null
  const { asked, found, chosen } = page
  const product = chosen?.product ?? null
  const done = chosen === null ? 0 : product === null ? 1 : 2
  return (
    <YardLayout
      back={{ href: paths.villageHome(), label: m.village_back_home() }}
      thumb={
        product && (
          <ThumbBar
            narrow
            action={
              <Button form="lot" tone="go" size="big">
                {m.village_list_send()}
              </Button>
            }
          >
            <span>{m.village_list_thumb()}</span>
          </ThumbBar>
        )
      }
    >
      <div className="stack">
        <h1 className="head">{m.village_list_title()}</h1>
        <ProgressBar done={done} of={6} label={m.village_list_progress({ done: String(done) })} />
        <ErrorSummary errors={answer?.errors ?? {}} />
      </div>
      {chosen === null ? (
        <StepOpen id="step-household" number={1} title={m.village_step_household()} isNow>
          <FindHousehold
            asked={asked}
            found={found}
            hrefOf={(household) => paths.villageList({ household })}
          />
        </StepOpen>
      ) : (
        <Chosen chosen={chosen} today={page.today} formKey={page.formKey} answer={answer} />
      )}
    </YardLayout>
  )
}

type Answer = { values: Record<string, string>; errors: Record<string, string> }

/** The steps after the first: what is sold, then the rest of the form. */
function Chosen({
  chosen,
  today,
  formKey,
  answer,
}: {
  chosen: NonNullable<ListForm['chosen']>
  today: string
  formKey: string
  answer: Answer | null
}) {
  const { household, products, usualKeys, product, reference, capPercent } = chosen
  return (
    <>
      <StepDone
        title={m.village_step_household()}
        value={householdInFull(household)}
        changeHref={paths.villageList()}
      />
      {product === null ? (
        <StepOpen id="step-product" number={2} title={m.village_step_product()} isNow>
          <ProductLinks
            products={products}
            usualKeys={usualKeys}
            hrefOf={(key) => paths.villageList({ household: household.id, product: key })}
          />
        </StepOpen>
      ) : (
        <>
          <StepDone
            title={m.village_step_product()}
            value={productName(product)}
            changeHref={paths.villageList({ household: household.id })}
          />
          <LotForm
            id="lot"
            hidden={{
              // The same form, sent again after its errors are mended, is still the same lot.
              formKey: answer?.values.formKey ?? formKey,
              householdId: String(household.id),
              productKey: product.key,
              countedBy: product.orderedBy,
              referenceId: answer?.values.referenceId ?? (reference ? String(reference.id) : ''),
            }}
            product={product}
            today={today}
            usualTo={chosen.usualTo}
            capPercent={capPercent}
            reference={reference}
            group={chosen.group}
            contracts={chosen.contracts}
            leads={chosen.leads}
            answer={answer ?? { values: knownValues(chosen), errors: {} }}
          />
        </>
      )}
    </>
  )
}

/** What the county noted and the village said of the same product this week, as it would be typed. */
function knownValues({ latest, reference }: NonNullable<ListForm['chosen']>): Record<string, string> {
  const yuan = (fen: number) => (fen / 100).toFixed(2)
  return {
    ...(latest && {
      unitPrice: yuan(latest.unitPriceFen),
      referencePrice: yuan(latest.referencePriceFen),
      referenceSource: latest.referenceSource,
    }),
    ...(reference && {
      referencePrice: yuan(reference.priceFen),
      referenceSource: reference.source,
    }),
  }
}
