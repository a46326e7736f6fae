import {
  type FileUpload,
  MaxFileSizeExceededError,
  MaxFilesExceededError,
  parseFormData,
} from '@remix-run/form-data-parser'
import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { addLotPhoto } from '#app/commands/catalogue/add-lot-photo.server.ts'
import { removeLotPhoto } from '#app/commands/catalogue/remove-lot-photo.server.ts'
import { MOST_PHOTO_BYTES, MOST_PHOTOS } from '#app/domain/catalogue/photo.ts'
import { type Refusal, refuse } from '#app/domain/kernel/verdict.ts'
import { m } from '#app/i18n/generated/messages.js'
import { refusalText } from '#app/i18n/refusals.ts'
import { paths } from '#app/paths.ts'
import { readLotPhotos } from '#app/queries/catalogue/lot-photos.server.ts'
import { productName } from '#app/ui/catalogue/words.ts'
import { YardLayout } from '#app/ui/layouts/yard-layout.tsx'
import { ButtonLink } from '#app/ui/primitives/button.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { PhotoForm } from '#app/ui/village/photo-form.tsx'
import { PhotoList } from '#app/ui/village/photo-list.tsx'
import { householdName } from '#app/ui/village/words.ts'
import { guard, notFound } from '#app/web/guard.server.ts'
import { statusOf } from '#app/web/respond.server.ts'
import { readId } from '#app/web/store-page.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.village_photos_title() }) }]

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'lot:list' })
  const id = readId(args.params.id)
  const page = id && (await readLotPhotos(actor, scope, id))
  if (!page) throw notFound()
  const done = new URL(args.request.url).searchParams.get('done')
  return json({ ...page, done }, { headers: { 'Cache-Control': 'private, no-store' } })
}

/** The photo to take off, where that was asked: those forms bring no file. */
async function readRemoval(request: Request): Promise<string | null> {
  if (request.headers.get('content-type')?.startsWith('multipart/')) return null
  const form = await request.formData().catch(() => new FormData())
  return String(form.get('remove') ?? '')
}

/** The pictures that were sent; a field that was left empty arrives as a file without bytes. */
async function readPictures(request: Request): Promise<Uint8Array[] | Refusal> {
  try {
    // Two fields, and as many more as may be chosen in one of them.
    const limits = { maxFileSize: MOST_PHOTO_BYTES, maxFiles: MOST_PHOTOS + 2 }
    const form = await parseFormData(request, limits, (upload: FileUpload) => upload)
    const files = form.getAll('photo').filter((file) => file instanceof File)
    const pictures = await Promise.all(files.map(async (file) => new Uint8Array(await file.arrayBuffer())))
    return pictures.filter((picture) => picture.byteLength > 0)
  } catch (error) {
    if (error instanceof MaxFileSizeExceededError) {
      return refuse('photo-too-large', { mostMegabytes: MOST_PHOTO_BYTES / (1024 * 1024) })
    }
    if (error instanceof MaxFilesExceededError) return refuse('photos-full', { most: MOST_PHOTOS })
    return refuse('photo-missing')
  }
}

export async function action(args: ActionFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'lot:list' })
  const lotId = readId(args.params.id)
  if (lotId === null) throw notFound()
  const photoId = await readRemoval(args.request)
  if (photoId !== null) {
    const removed = await removeLotPhoto(actor, scope, { lotId, photoId })
    if (!removed.ok) throw notFound()
    return redirect(paths.villageLotPhotos(lotId, { done: 'removed' }))
  }
  const pictures = await readPictures(args.request)
  if (!Array.isArray(pictures)) return json({ error: refusalText(pictures.code, pictures.facts) }, 400)
  if (pictures.length === 0) return json({ error: refusalText('photo-missing') }, 400)
  for (const picture of pictures) {
    const added = await addLotPhoto(actor, scope, { lotId, picture })
    if (added.ok) continue
    if (statusOf(added) === 404) throw notFound()
    return json({ error: refusalText(added.code, added.facts) }, statusOf(added))
  }
  return redirect(paths.villageLotPhotos(lotId, { done: 'added' }))
}

const DONE: Record<string, (() => string) | undefined> = {
  listed: m.village_done_listed,
  'listed-above-cap': m.village_done_listed_above_cap,
  added: m.village_done_photo_added,
  removed: m.village_done_photo_removed,
}

export default function LotPhotosPage() {
  const { lot, village, room, done } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const product = productName(lot.product)
  const doneWords = answer === undefined && DONE[done ?? '']?.()
  return (
    <YardLayout
      back={{ href: paths.villageHome(), label: m.village_back_home() }}
      status={village}
      className="stack"
    >
      <h1 className="head">{m.village_photos_title()}</h1>
      {doneWords && (
        <Note tone="ok" announce>
          {doneWords}
        </Note>
      )}
      <p>{m.village_lot_of({ household: householdName(lot.household), product })}</p>
      <p className="soft">{m.village_photos_lead()}</p>
      {lot.photos.length > 0 ? (
        <PhotoList photos={lot.photos} product={product} mayRemove />
      ) : (
        <p className="soft">{m.village_photos_none()}</p>
      )}
      <Room room={room} photoCount={lot.photos.length} />
      {room > 0 && <PhotoForm error={answer?.error} />}
      {room === 0 && answer?.error && (
        <Note tone="bad" announce>
          {answer.error}
        </Note>
      )}
      <p>
        <ButtonLink href={paths.villageHome()} wide size="big">
          {m.village_photos_skip()}
        </ButtonLink>
      </p>
    </YardLayout>
  )
}

function Room({ room, photoCount }: { room: number; photoCount: number }) {
  if (room === 0) {
    return <Note>{photoCount === MOST_PHOTOS ? m.village_photos_full() : m.village_photos_over()}</Note>
  }
  return photoCount > 0 && <p className="soft">{m.village_photos_room({ count: room })}</p>
}
