import { photoFiles, type ShownPhoto } from '#app/domain/catalogue/photo.ts'
import { paths } from '#app/paths.ts'

/**
 * A photo of a lot's goods in the widths it is kept in. `alt` names the product and its village; `sizes` is how wide it
 * is shown, as CSS says it.
 */
export function LotPhoto({
  photo,
  alt,
  sizes,
  eager,
}: {
  photo: ShownPhoto
  alt: string
  sizes: string
  /** Above the fold: not loaded lazily. */
  eager?: boolean
}) {
  const files = photoFiles(photo.width)
  return (
    <img
      className="photo"
      src={paths.photo(photo.id, files[0]?.name ?? 320)}
      srcSet={files.map((file) => `${paths.photo(photo.id, file.name)} ${file.width}w`).join(', ')}
      sizes={sizes}
      width={photo.width}
      height={photo.height}
      alt={alt}
      loading={eager ? undefined : 'lazy'}
      decoding="async"
    />
  )
}
