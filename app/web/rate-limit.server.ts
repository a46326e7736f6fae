/**
 * How often something may be tried: by account, and by address only at twenty times that, for a village hall is one
 * address. Counted in this process.
 */
import { createHash } from 'node:crypto'
import type { AppLoadContext } from '@remix-run/node'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { readSignInName } from '#app/domain/access/sign-in-name.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

const WINDOW_MINUTES = 15
const TRIES = 10
const ADDRESS_FACTOR = 20

const window = { duration: WINDOW_MINUTES * 60, blockDuration: WINDOW_MINUTES * 60 }
const byName = new RateLimiterMemory({ keyPrefix: 'name', points: TRIES, ...window })
const atAddress = { points: TRIES * ADDRESS_FACTOR, ...window }
const byAddress = new RateLimiterMemory({ keyPrefix: 'address', ...atAddress })
// Calendars ask for ever, also for an address that is no more: they may not shut out who signs in beside them.
const calendarsByAddress = new RateLimiterMemory({ keyPrefix: 'calendar', ...atAddress })

/** Whose tries are counted: what was typed to sign in, an account's id; null where there is only the address. */
export type Tried = { name: string | null; address: string }

/** What a network hands out as one: an IPv4 address, or the first half of an IPv6 address. */
export function addressKey(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/, '')
  if (!plain.includes(':')) return plain
  const [head = '', tail = ''] = plain.split('::')
  const groups = head === '' ? [] : head.split(':')
  const missing = plain.includes('::') ? 8 - groups.length - (tail === '' ? 0 : tail.split(':').length) : 0
  return [...groups, ...Array.from({ length: Math.max(0, missing) }, () => '0'), ...tail.split(':')]
    .slice(0, 4)
    .join(':')
}

/** Where a request came from, as the server in front of Remix saw it. */
export function addressOf(context: AppLoadContext): string {
  return addressKey(typeof context.clientAddress === 'string' ? context.clientAddress : 'unknown')
}

/** One key for every way of writing a number or an address. Hashed, so that none is held in memory for long. */
function nameKey(name: string): string {
  const written = readSignInName(name)?.value ?? name.normalize('NFKC').trim().toLowerCase()
  return createHash('sha256').update(written).digest('hex')
}

/** Counts a try, before it is made. Refused once there were too many; what is refused is not tried at all. */
export function takeTry(tried: Tried): Promise<Verdict<null, 'too-often'>> {
  return counted(async () => {
    await byAddress.consume(tried.address)
    if (tried.name !== null) await byName.consume(nameKey(tried.name))
  })
}

/** Counts a calendar that was asked for and is not there, apart from what is tried to sign in. */
export function takeCalendarMiss(address: string): Promise<Verdict<null, 'too-often'>> {
  return counted(() => calendarsByAddress.consume(address))
}

async function counted(consume: () => Promise<unknown>): Promise<Verdict<null, 'too-often'>> {
  try {
    await consume()
    return accept(null)
  } catch (error) {
    if (error instanceof RateLimiterRes)
      return refuse('too-often', { minutes: Math.ceil(error.msBeforeNext / 60_000) })
    throw error
  }
}

/** Forgets the tries of a name that has proved itself. */
export async function forgetTries(name: string): Promise<void> {
  await byName.delete(nameKey(name))
}
