import { describe, expect, test } from 'vitest'
import { addressKey, forgetTries, takeTry } from './rate-limit.server.ts'

async function countTaken(tries: number, tried: (n: number) => { name: string | null; address: string }) {
  let taken = 0
  for (let n = 0; n < tries; n++) if ((await takeTry(tried(n))).ok) taken += 1
  return taken
}

describe('takeTry', () => {
  test('of a thousand tries at one account ten get through, from however many addresses', async () => {
    expect(await countTaken(1000, (n) => ({ name: '13800000001', address: `10.0.${n % 250}.1` }))).toBe(10)
  })

  test('an account written another way is the same account', async () => {
    const written = [
      '13800000003',
      '+86 138 0000 0003',
      '138-0000-0003',
      '１３８０００００００３',
      '008613800000003',
    ]
    expect(await countTaken(20, (n) => ({ name: written[n % 5] ?? '', address: '10.1.0.1' }))).toBe(10)
    expect(await takeTry({ name: '13800000003', address: '10.1.0.1' })).toEqual({
      ok: false,
      code: 'too-often',
      facts: { minutes: 15 },
    })
  })

  test('an address has twenty times as many, over all accounts', async () => {
    expect(await countTaken(500, (n) => ({ name: `1390000${n}`, address: '10.2.0.1' }))).toBe(200)
    expect((await takeTry({ name: '13900009999', address: '10.2.0.2' })).ok).toBe(true)
  })

  test('signing in clears the account’s tries, not the address’s', async () => {
    expect(await countTaken(9, () => ({ name: '13800000002', address: '10.3.0.1' }))).toBe(9)
    await forgetTries('13800000002')
    expect(await countTaken(50, () => ({ name: '13800000002', address: '10.3.0.1' }))).toBe(10)
  })
})

describe('addressKey', () => {
  test.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8:1:2::9', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
  ])('%s counts as %s', (address, key) => {
    expect(addressKey(address)).toBe(key)
  })
})
