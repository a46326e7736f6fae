import { Trash2 } from 'lucide-react'
import type { ShownPhoto } from '#app/domain/catalogue/photo.ts'
import { m } from '#app/i18n/generated/messages.js'
import { LotPhoto } from '#app/ui/catalogue/lot-photo.tsx'
import { Button } from '#app/ui/primitives/button.tsx'
import { HiddenText } from '#app/ui/primitives/hidden-text.tsx'

/** A lot's photos; with `removeHref`, each with the one tap that takes it off. */
export function PhotoList({
  photos,
  product,
  removeHref,
}: {
  photos: readonly ShownPhoto[]
  /** The product's name, for whoever can't see. */
  product: string
  removeHref?: (photoId: string) => string
}) {
  const nameOf = (index: number) => m.village_photos_of({ number: index + 1, product })
  return (
    <ul className="photos">
      {photos.map((photo, index) => (
        <li key={photo.id}>
          <LotPhoto photo={photo} alt={nameOf(index)} sizes="(min-width: 40rem) 12rem, 30vw" />
          {removeHref && (
            <form method="post" action={removeHref(photo.id)}>
              <Button icon={Trash2} wide>
                {m.village_photos_remove()}
                <HiddenText>{nameOf(index)}</HiddenText>
              </Button>
            </form>
          )}
        </li>
      ))}
    </ul>
  )
}
