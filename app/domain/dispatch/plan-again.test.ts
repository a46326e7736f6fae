import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadSolve } from '#app/gateways/highs.server.ts'
import { propertyTimeoutMs } from '#tests/oracles/dispatch.ts'
import { againRequests, bestTermsAgain, faultOf, termsOfAgain } from '#tests/oracles/dispatch-again.ts'
import type { AgainEvent, AgainRequest } from './again.ts'
import { type AgainPlan, planAgain } from './plan-again.ts'

const solve = await loadSolve()

function sendsOf(request: AgainRequest, plan: AgainPlan): (AgainEvent | null)[] {
  return request.lines.map((line) => {
    const sent = plan.sent.find((one) => one.line === line.key)
    return request.events.find((event) => event.number === sent?.event) ?? null
  })
}

describe('planAgain, against every way to send the lines', () => {
  it('is as good as the best in every term, keeps to all limits, and proves it', {
    timeout: propertyTimeoutMs,
  }, () => {
    fc.assert(
      fc.property(againRequests, (request) => {
        const plan = planAgain(request, solve)
        const sends = sendsOf(request, plan)
        expect(faultOf(request, sends)).toBeNull()
        expect(termsOfAgain(request, sends)).toEqual(bestTermsAgain(request))
        expect(plan.terms.map(({ value }) => value)).toEqual(bestTermsAgain(request))
        expect(plan.terms.map(({ bound }) => bound)).toEqual(bestTermsAgain(request))
      }),
      { numRuns: 200 },
    )
  })
})
