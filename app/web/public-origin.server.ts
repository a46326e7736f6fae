import { settings } from '#app/config/env.server.ts'

/** Where links that are printed lead: the public address, or while there is none the one this page was asked at. */
export function publicOrigin(request: Request): string {
  return settings().publicUrl?.origin ?? new URL(request.url).origin
}
