import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { paths } from '#app/paths.ts'
import { publicRoute } from '#app/web/guard.server.ts'
import { closeSession } from '#app/web/session.server.ts'

/** Signing out changes something, so an address alone doesn't do it. */
export async function loader(args: LoaderFunctionArgs) {
  await publicRoute(args)
  return redirect(paths.catalogue())
}

export async function action(args: ActionFunctionArgs) {
  await publicRoute(args)
  return redirect(paths.catalogue(), { headers: { 'Set-Cookie': await closeSession(args.request) } })
}
