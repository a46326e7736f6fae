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
import { putBasketLines } from '#app/commands/ordering/put-basket-lines.server.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import { m } from '#app/i18n/generated/messages.js'
import { refusalText } from '#app/i18n/refusals.ts'
import { paths } from '#app/paths.ts'
import { readStoreFrame } from '#app/queries/access/store-frame.server.ts'
import {
  type ChatLineView,
  type ChatPieceView,
  readChatLines,
  readChatPage,
} from '#app/queries/ordering/chat-page.server.ts'
import { SiteLayout } from '#app/ui/layouts/site-layout.tsx'
import { ChatLine, ChatPieces } from '#app/ui/ordering/chat-confirm.tsx'
import { Button, TapLink } from '#app/ui/primitives/button.tsx'
import { Field } from '#app/ui/primitives/field.tsx'
import { BackLink } from '#app/ui/primitives/links.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { idField } from '#app/web/basket-request.server.ts'
import { readForm } from '#app/web/form.server.ts'
import { guard } from '#app/web/guard.server.ts'
import { storeHeaders, storeViewer } from '#app/web/store-page.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.chat_title() }) }]

const TEXT_MOST = 10_000

const schema = z.discriminatedUnion('intent', [
  z.object({
    intent: z.literal('read'),
    text: z
      .string()
      .max(TEXT_MOST * 4)
      .default(''),
  }),
  z.object({
    intent: z.literal('put'),
    putKey: z.uuid(),
    lines: z
      .array(
        z.object({
          take: z.string().optional(),
          offerId: idField,
          quantity: z.string().max(20).default(''),
          who: z.string().max(40).default(''),
        }),
      )
      .max(1000)
      .default([]),
  }),
])
type Put = Extract<z.output<typeof schema>, { intent: 'put' }>

export async function loader(args: LoaderFunctionArgs) {
  const { actor } = await guard(args, { can: 'order:place' })
  const viewer = storeViewer(actor, await readStoreFrame(actor))
  return json({ viewer, putKey: randomUUID() }, { headers: storeHeaders(actor) })
}

/** What the page shows after a form: a chat read, or lines that could not be put in. */
type Answer = {
  text: string
  error: string | null
  pieces: ChatPieceView[] | null
  notPut: { put: number; why: string | null; lines: { line: ChatLineView; error: string }[] } | null
}
const NOTHING: Answer = { text: '', error: null, pieces: null, notPut: null }

/** The chat is read and shown again; it is neither kept nor logged. */
export async function action(args: ActionFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'order:place' })
  const form = await readForm(args.request, schema)
  if (!form.ok) throw new Response(null, { status: 400 })
  if (form.value.intent === 'put') return putLines(actor, scope, form.value)
  const text = form.value.text.replace(/\r\n?/g, '\n')
  const error = refuseText(text)
  if (error !== null) return json({ ...NOTHING, text, error }, 400)
  return json({ ...NOTHING, text, pieces: await readChatPage(actor, scope, text) })
}

function refuseText(text: string): string | null {
  if (text.trim() === '') return m.chat_text_missing()
  return text.length > TEXT_MOST ? m.chat_text_too_long({ most: TEXT_MOST }) : null
}

async function putLines(actor: Actor, scope: Scope, { putKey, lines }: Put) {
  const taken = lines
    .filter((line) => line.take !== undefined)
    .map(({ offerId, quantity, who }) => ({
      offerId,
      quantity: quantity.normalize('NFKC').trim(),
      who: who.trim(),
    }))
  const verdict = await putBasketLines(actor, scope, {
    putKey,
    lines: taken.map(({ offerId, quantity, who }) => ({
      offerId,
      quantity,
      forWhom: who === '' ? '' : `${who} ${quantity}`,
    })),
  })
  if (!verdict.ok) {
    const shown = await readChatLines(actor, scope, lines)
    const notPut = {
      put: 0,
      why: refusalText(verdict.code),
      lines: shown.map((line) => ({ line: { ...line, isTicked: false }, error: '' })),
    }
    return json({ ...NOTHING, notPut }, 400)
  }
  const { put, refused } = verdict.value
  if (refused.length === 0) return redirect(paths.basket())
  const again = refused.flatMap(({ index }) => taken[index] ?? [])
  const shown = await readChatLines(actor, scope, again)
  const errors = refused.map(({ refusal }) => refusalText(refusal.code, refusal.facts))
  const notPut = { put, why: null, lines: shown.map((line) => ({ line, error: errors[line.index] ?? '' })) }
  return json({ ...NOTHING, notPut }, 400)
}

export default function BasketPaste() {
  const { viewer, putKey } = useLoaderData<typeof loader>()
  const { text, error, pieces, notPut }: Answer = useActionData<typeof action>() ?? NOTHING
  return (
    <SiteLayout viewer={viewer} className="narrow">
      <BackLink href={paths.basket()}>{m.ordering_basket_title()}</BackLink>
      <h1 className="head">{m.chat_title()}</h1>
      {notPut && <NotPut {...notPut} putKey={putKey} />}
      {pieces && <Found pieces={pieces} putKey={putKey} />}
      <PasteForm text={text} error={error} isAgain={pieces !== null} />
    </SiteLayout>
  )
}

function PasteForm({ text, error, isAgain }: { text: string; error: string | null; isAgain: boolean }) {
  return (
    <form method="post" className="stack" aria-label={m.chat_text()}>
      {!isAgain && <p>{m.chat_lead()}</p>}
      <Field
        id="text"
        label={isAgain ? m.chat_again() : m.chat_text()}
        hint={m.chat_text_hint()}
        error={error}
      >
        {(control) => (
          <textarea className="input" name="text" rows={8} required defaultValue={text} {...control} />
        )}
      </Field>
      <p className="soft">{m.chat_private()}</p>
      <Button name="intent" value="read" tone={isAgain ? 'plain' : 'go'} size="big" wide>
        {m.chat_read()}
      </Button>
    </form>
  )
}

function Found({ pieces, putKey }: { pieces: ChatPieceView[]; putKey: string }) {
  const lines = pieces.flatMap((piece) => (piece.kind === 'order' ? piece.lines : []))
  const rest = pieces.filter((piece) => piece.kind === 'rest').length
  return (
    <form method="post" className="stack" aria-label={m.chat_put()}>
      <input type="hidden" name="putKey" value={putKey} />
      {lines.length === 0 ? (
        <Note tone="look" title={m.chat_found_none()} announce>
          <p>{m.chat_found_none_why()}</p>
          <TapLink href={paths.catalogue()}>{m.footer_goods()}</TapLink>
        </Note>
      ) : (
        <h2>{m.chat_found({ lines: lines.length, rest })}</h2>
      )}
      <ChatPieces pieces={pieces} />
      {lines.length > 0 && <PutButton />}
    </form>
  )
}

function NotPut({ put, why, lines, putKey }: NonNullable<Answer['notPut']> & { putKey: string }) {
  return (
    <form method="post" className="stack" aria-label={m.chat_put()}>
      <input type="hidden" name="putKey" value={putKey} />
      <Note tone="bad" title={put > 0 ? m.chat_put_some({ count: put }) : m.chat_put_none()} announce>
        <p>{why ?? m.chat_put_fix()}</p>
        {put > 0 && <TapLink href={paths.basket()}>{m.ordering_basket_title()}</TapLink>}
      </Note>
      <ol className="ask">
        {lines.map(({ line, error }) => (
          <li key={line.index}>
            <ChatLine line={line} error={error} />
          </li>
        ))}
      </ol>
      <PutButton />
    </form>
  )
}

function PutButton() {
  return (
    <>
      <Button name="intent" value="put" tone="go" size="big" wide>
        {m.chat_put()}
      </Button>
      <p className="soft">{m.chat_put_next()}</p>
    </>
  )
}
