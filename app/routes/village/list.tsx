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
import { listLot } from '#app/commands/catalogue/list-lot.server.ts'
import { AGREEMENT_WAYS } from '#app/domain/catalogue/lot-entry.ts'
import { isCivilDate } from '#app/domain/kernel/calendar.ts'
import { parseYuan } from '#app/domain/kernel/quantity.ts'
import { refuse } from '#app/domain/kernel/verdict.ts'
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
import { answerOf, readForm } from '#app/web/form.server.ts'
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
  availableFrom: day,
  availableTo: day,
  unitPrice: price,
  floorPrice: price,
  referencePrice: price,
  referenceSource: z.string({ error: 'reference-source-missing' }),
  how: z.enum(AGREEMENT_WAYS, { error: 'agreement-missing' }),
  witness: z.string().default(''),
  agreedOn: day,
})

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
  const form = await readForm(args.request, schema)
  if (!form.ok) return json(answerOf(form), 400)
  const { countedBy, unitPrice, floorPrice, referencePrice, how, witness, agreedOn, ...entry } = form.value
  const quantity = parseQuantity({ orderedBy: countedBy }, entry.quantity.normalize('NFKC'))
  if (quantity === null) {
    return json(answerOf(form, { quantity: refuse('ordered-quantity-unreadable') }), 400)
  }
  const listed = await listLot(actor, scope, {
    ...entry,
    quantity,
    isLeadFarmer: entry.isLeadFarmer === 'on',
    unitPriceFen: unitPrice,
    floorPriceFen: floorPrice,
    referencePriceFen: referencePrice,
    agreement: { how, witness, agreedOn },
  })
  if (listed.ok) {
    const { lotId, isAboveCap } = listed.value
    return redirect(paths.villageLotPhotos(lotId, { done: isAboveCap ? 'listed-above-cap' : 'listed' }))
  }
  if (statusOf(listed) === 404) throw notFound()
  const refused =
    'faults' in listed
      ? Object.fromEntries(listed.faults.map(({ field, refusal }) => [field, refusal]))
      : { '': listed }
  return json(answerOf(form, refused), statusOf(listed))
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
  const { household, products, product, latest, capPercent } = chosen
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
            }}
            product={product}
            today={today}
            capPercent={capPercent}
            answer={answer ?? { values: knownValues(latest), errors: {} }}
          />
        </>
      )}
    </>
  )
}

/** What the village said of the same product this week, as it would be typed. */
function knownValues(latest: NonNullable<ListForm['chosen']>['latest']): Record<string, string> {
  if (latest === null) return {}
  const yuan = (fen: number) => (fen / 100).toFixed(2)
  return {
    unitPrice: yuan(latest.unitPriceFen),
    referencePrice: yuan(latest.referencePriceFen),
    referenceSource: latest.referenceSource,
  }
}
