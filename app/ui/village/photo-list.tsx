import { Trash2 } from 'lucide-react'
import type { ShownPhoto } from '#app/domain/catalogue/photo.ts'
import { m } from '#app/i18n/generated/messages.js'
import { LotPhoto } from '#app/ui/catalogue/lot-photo.tsx'
import { Button } from '#app/ui/primitives/button.tsx'
import { HiddenText } from '#app/ui/primitives/hidden-text.tsx'

/** A lot's photos; where one may, each with the one tap that takes it off. */
export function PhotoList({
  photos,
  product,
  mayRemove = false,
}: {
  photos: readonly ShownPhoto[]
  /** The product's name, for whoever can't see. */
  product: string
  mayRemove?: boolean
}) {
  const nameOf = (index: number) => m.village_photos_of({ number: index + 1, product })
  return (
    <ul className="photos">
      {photos.map((photo, index) => (
        <li key={photo.id}>
          <LotPhoto photo={photo} alt={nameOf(index)} sizes="(min-width: 40rem) 12rem, 30vw" />
          {mayRemove && (
            <form method="post">
              <Button name="remove" value={photo.id} icon={Trash2} wide>
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
