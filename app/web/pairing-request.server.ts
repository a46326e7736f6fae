/** What of the pairing register an address asks for: the page and its files alike. */
import { PAIRING_STATES, type PairingsFilter } from '#app/domain/people/pairing-register.ts'

const LONGEST = 60

export function pairingsFilter(request: Request): PairingsFilter {
  const { searchParams } = new URL(request.url)
  const text = (name: string) =>
    (searchParams.get(name) ?? '').normalize('NFKC').replaceAll('\0', '').trim().slice(0, LONGEST)
  return {
    agency: text('agency'),
    village: text('village'),
    number: text('number'),
    state: PAIRING_STATES.find((state) => state === searchParams.get('state')) ?? 'now',
  }
}
