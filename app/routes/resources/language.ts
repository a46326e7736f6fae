import { type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { chooseLanguage } from '#app/commands/access/choose-language.server.ts'
import { paths, safeBack } from '#app/paths.ts'
import { publicRoute } from '#app/web/guard.server.ts'
import { languageCookie } from '#app/web/language.server.ts'

/**
 * Changes the language, of somebody's mails too, and goes back to the page it was asked on. The only cookie a visitor
 * is given, and asked for.
 */
export async function loader(args: LoaderFunctionArgs) {
  const { actor } = await publicRoute(args)
  const query = new URL(args.request.url).searchParams
  const language = query.get('to')
  const cookie = languageCookie(language)
  if (actor && language !== null && cookie !== null) await chooseLanguage(actor, { language })
  return redirect(safeBack(query.get('back'), paths.catalogue()), {
    headers: { 'Cache-Control': 'no-store', ...(cookie && { 'Set-Cookie': cookie }) },
  })
}
