import type { ShownPhoto } from '#app/domain/catalogue/photo.ts'
import { m } from '#app/i18n/generated/messages.js'
import { LotPhoto } from './lot-photo.tsx'

/** The photos of one offer's goods, side by side under the thumb; without script, each stops where it fits. */
export function PhotoGallery({ photos, alt }: { photos: readonly ShownPhoto[]; alt: string }) {
  return (
    <ul className="shots" aria-label={m.store_photos()} tabIndex={photos.length > 1 ? 0 : undefined}>
      {photos.map((photo, index) => (
        <li key={photo.id}>
          <LotPhoto photo={photo} alt={alt} sizes="(min-width: 60rem) 40rem, 94vw" eager={index === 0} />
        </li>
      ))}
    </ul>
  )
}
