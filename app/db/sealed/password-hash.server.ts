/** Passwords as they are kept: argon2id, each with its own salt. Slow on purpose, about a tenth of a second. */
import { hash, verify } from '@node-rs/argon2'

const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** Checked in place of an account that isn't there, so that the answer takes as long. */
let nobody: Promise<string> | undefined

export async function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), COST)
}

/** Whether the password is the one that was hashed. `null` for no such account: takes its time and says no. */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  nobody ??= hashPassword('the password of an account that is not there')
  const isRight = await verify(passwordHash ?? (await nobody), password.normalize('NFKC'))
  return passwordHash !== null && isRight
}
