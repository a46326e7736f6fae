import { type ActionFunctionArgs, redirect } from '@remix-run/node'
import { removeLotPhoto } from '#app/commands/catalogue/remove-lot-photo.server.ts'
import { paths } from '#app/paths.ts'
import { guard, notFound } from '#app/web/guard.server.ts'
import { readId } from '#app/web/store-page.server.ts'

/** One tap takes a photo off its lot. */
export async function action(args: ActionFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'lot:list' })
  const lotId = readId(args.params.id)
  if (lotId === null) throw notFound()
  const removed = await removeLotPhoto(actor, scope, { lotId, photoId: args.params.photoId ?? '' })
  if (!removed.ok) throw notFound()
  return redirect(paths.villageLotPhotos(lotId, { done: 'removed' }))
}
