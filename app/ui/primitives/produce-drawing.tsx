import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

/** Kinds of goods; each has its ground under the drawing. */
const groundOfKind: Record<string, string> = {
  fowl: 't-fowl',
  veg: 't-veg',
  fruit: 't-fruit',
  grain: 't-grain',
  fish: 't-fish',
  jar: 't-jar',
}

/** Drawings in public/produce. */
const drawings: ReadonlySet<string> = new Set([
  'blood-orange',
  'catfish',
  'celtuce',
  'dongjian',
  'eggs',
  'garlic',
  'goose',
  'goose-weighed',
  'hen',
  'rapeseed-oil',
  'rice',
  'scallion',
  'sweet-potato',
  'walnut',
])

/** Where a drawing is served; a basket where there is none of this product. */
export function drawingPath(drawing: string): string {
  return `/produce/${drawings.has(drawing) ? drawing : 'basket'}.svg`
}

/**
 * A product's drawing, or the photo of the lot itself, on the ground of its kind. Beside the product's name
 * a drawing says nothing more, so `alt` is empty unless given.
 */
export function ProduceDrawing({
  drawing,
  kind,
  photo,
  alt = '',
  size = 132,
  eager,
  className,
}: {
  drawing: string
  kind: string
  /** In place of the drawing: the photo of the lot itself. */
  photo?: ReactNode
  alt?: string
  /** The image's own width and height in px; the stylesheet decides how large it is shown. */
  size?: number
  /** Above the fold: not loaded lazily. */
  eager?: boolean
  className?: string
}) {
  return (
    <div className={classNames('pic', groundOfKind[kind], className)}>
      {photo || (
        <img
          src={drawingPath(drawing)}
          width={size}
          height={size}
          alt={alt}
          loading={eager ? undefined : 'lazy'}
          decoding="async"
        />
      )}
    </div>
  )
}
