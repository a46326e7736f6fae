import type { LoaderFunctionArgs } from '@remix-run/node'
import { readPhotoFileName } from '#app/domain/catalogue/photo.ts'
import { readPhoto } from '#app/queries/catalogue/photo.server.ts'
import { notFound, publicRoute } from '#app/web/guard.server.ts'
import { photoHeaders, readPhotoFile } from '#app/web/photo-file.server.ts'

/** A photo of a lot, in one width. Found only while it is shown. */
export async function loader(args: LoaderFunctionArgs) {
  const { actor } = await publicRoute(args)
  const id = args.params.id ?? ''
  const width = readPhotoFileName(args.params.file ?? '')
  const photo = width && (await readPhoto(actor, id))
  const file = photo && (await readPhotoFile(id, width))
  if (!photo || !file) throw notFound()
  return new Response(file, { headers: photoHeaders(photo.isPublic) })
}
