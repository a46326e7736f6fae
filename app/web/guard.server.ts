/** The first line of every loader and action: who asks, and whether they may. */
import { json, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { can, type Permission, rolesWith } from '#app/domain/access/matrix.ts'
import { type Actor, type Scope, scopeOf } from '#app/domain/access/roles.ts'
import { paths } from '#app/paths.ts'
import { readKeptForm } from './kept-form.server.ts'
import { readActor } from './session.server.ts'

type Args = Pick<LoaderFunctionArgs, 'request'>
export type Guarded = { actor: Actor; scope: Scope }

/** The one answer to what does not exist and to what is out of a person's scope. */
export function notFound(): Response {
  return new Response(null, { status: 404 })
}

/**
 * Sends a visitor to sign in and back to this page. A form that was posted after an idle sign-out is answered with the
 * sign-in page itself (root's error boundary draws it), which carries what was typed.
 */
async function signInFirst(request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url)
  if (request.method === 'GET' || request.method === 'HEAD') return redirect(paths.login(pathname + search))
  const kept = await readKeptForm(request)
  return kept === null ? redirect(paths.login(pathname)) : json({ kept }, 401)
}

/**
 * Lets in who holds the permission, with where it reaches. Throws a redirect to sign-in for visitors and 403 for
 * those without the permission; `isByItself` where a page asks and not a person. What an id in the URL names is checked against the scope by the query or command.
 */
export async function guard(
  args: Args,
  options: { can: Permission; isByItself?: boolean },
): Promise<Guarded> {
  const actor = await readActor(args.request, options)
  if (actor === null) throw await signInFirst(args.request)
  if (!can(actor, options.can)) throw new Response(null, { status: 403 })
  return { actor, scope: scopeOf(actor, rolesWith(options.can)) }
}

/** For pages of one's own account, which any signed-in person has. */
export async function guardSignedIn(args: Args): Promise<{ actor: Actor }> {
  const actor = await readActor(args.request)
  if (actor === null) throw await signInFirst(args.request)
  return { actor }
}

/** Says that a route is open to everyone. Returns who is asking, if anybody is signed in. */
export async function publicRoute(args: Args): Promise<{ actor: Actor | null }> {
  return { actor: await readActor(args.request) }
}
