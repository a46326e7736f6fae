/**
 * What the store's public pages have in common.
 * A visitor's page holds nothing of the visitor and sets no cookie, so that one copy serves everyone.
 */
import { type AppLoadContext, json, type TypedResponse } from '@remix-run/node'
import type { Actor } from '#app/domain/access/roles.ts'
import { paths } from '#app/paths.ts'
import { notFound } from './guard.server.ts'
import { homePath } from './rooms.ts'

export type StoreViewer = { basketCount: number; unreadCount: number; staffHref: string | null }

/** Who is looking, for the page's header; null for a visitor. */
export function storeViewer(
  actor: Actor | null,
  frame: { basketCount: number; unreadCount: number },
): StoreViewer | null {
  if (actor === null) return null
  const home = homePath(actor)
  return { ...frame, staffHref: home === paths.catalogue() ? null : home }
}

/** A visitor's page may be kept by anyone who asks again each time; a signed-in person's by nobody. */
export function storeHeaders(actor: Actor | null): Record<string, string> {
  return {
    'Cache-Control': actor === null ? 'public, max-age=0, must-revalidate' : 'private, no-store',
    Vary: 'Cookie, Accept-Language',
  }
}

/** Handed to a loader by who renders visitors' pages itself and takes what they are made of as it is. */
export const VISITOR_CONTEXT: AppLoadContext = { clientAddress: 'unknown', takesPlainPages: true }

/** What a page is made of, before it is an answer. */
export type PlainPage = { data: unknown; headers: Record<string, string> }

/** What the loader of a page that anybody may see returns; for `VISITOR_CONTEXT` it is a `PlainPage`. */
export function storePage<Data>(
  context: AppLoadContext,
  actor: Actor | null,
  data: Data,
): TypedResponse<Data> {
  const headers = storeHeaders(actor)
  if (context.takesPlainPages !== true) return json(data, { headers })
  return { data, headers } satisfies PlainPage as unknown as TypedResponse<Data>
}

/** The id of an order in an address; throws "not found" for what is none. */
export function readOrderId(text: string | undefined): string {
  if (!text || !UUID.test(text)) throw notFound()
  return text
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** A number in an address that may be an id of the database; null for anything else. */
export function readId(text: string | undefined | null): number | null {
  if (!text || !/^[1-9]\d{0,9}$/.test(text)) return null
  const id = Number(text)
  return id <= 2_147_483_647 ? id : null
}
