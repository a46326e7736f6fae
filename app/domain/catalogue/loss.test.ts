import { expect, it } from 'vitest'
import { canShorten, isLossReason, kindOfLoss, LOSS_REASONS } from './loss.ts'

const at = (state: string, isPastCutOff = state !== 'open') => ({ state, isPastCutOff })

it('goods that died are written off, and what a household keeps is withdrawn', () => {
  expect(LOSS_REASONS.map(kindOfLoss)).toEqual([
    'written-off',
    'written-off',
    'written-off',
    'withdrawn',
    'withdrawn',
    'withdrawn',
  ])
  expect([isLossReason('died'), isLossReason('王大爷的鹅死了')]).toEqual([true, false])
})

it('before the cut-off for any reason, then for what is gone, at the desk for none', () => {
  expect([canShorten('kept', at('open')), canShorten('died', at('open'))]).toEqual([true, true])
  expect([canShorten('kept', at('open', true)), canShorten('died', at('open', true))]).toEqual([false, true])
  expect([canShorten('sold', at('cut-off')), canShorten('spoiled', at('cut-off'))]).toEqual([false, true])
  for (const state of ['running', 'closing', 'closed', 'cancelled', 'draft']) {
    expect([canShorten('died', at(state)), canShorten('changed', at(state))]).toEqual([false, false])
  }
})
