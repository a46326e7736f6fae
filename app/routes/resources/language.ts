import { type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { paths, safeBack } from '#app/paths.ts'
import { publicRoute } from '#app/web/guard.server.ts'
import { languageCookie } from '#app/web/language.server.ts'

/** Changes the language and goes back to the page it was asked on. The only cookie a visitor is given, and asked for. */
export async function loader(args: LoaderFunctionArgs) {
  await publicRoute(args)
  const query = new URL(args.request.url).searchParams
  const cookie = languageCookie(query.get('to'))
  return redirect(safeBack(query.get('back'), paths.catalogue()), {
    headers: { 'Cache-Control': 'no-store', ...(cookie && { 'Set-Cookie': cookie }) },
  })
}
