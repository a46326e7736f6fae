import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AgainEvent, AgainRequest } from '#app/domain/dispatch/again.ts'
import { type AgainPlan, planAgain, type Solve } from '#app/domain/dispatch/plan-again.ts'
import { propertyTimeoutMs } from '#tests/oracles/dispatch.ts'
import { againRequests, bestTermsAgain, faultOf, termsOfAgain } from '#tests/oracles/dispatch-again.ts'
import { loadSolve } from './highs.server.ts'

const solve = await loadSolve()
const LIMIT = { timeout: propertyTimeoutMs }

function sendsOf(request: AgainRequest, plan: AgainPlan): (AgainEvent | null)[] {
  return request.lines.map((line) => {
    const sent = plan.sent.find((one) => one.line === line.key)
    return request.events.find((event) => event.number === sent?.event) ?? null
  })
}

/** A plausible planner: line by line, the soonest event that breaks nothing with those sent before. */
function planGreedily(request: AgainRequest): (AgainEvent | null)[] {
  const soonest = request.events.toSorted((a, b) => a.startsAtMs - b.startsAtMs || a.number - b.number)
  const sends: (AgainEvent | null)[] = []
  for (const _ of request.lines) {
    sends.push(soonest.find((event) => faultOf(request, [...sends, event]) === null) ?? null)
  }
  return sends
}

describe('planAgain, against every way to send the lines', () => {
  it('is as good as the best in every term, keeps to all limits, and proves it', LIMIT, () => {
    fc.assert(
      fc.property(againRequests, (request) => {
        const plan = planAgain(request, solve)
        const sends = sendsOf(request, plan)
        expect(faultOf(request, sends)).toBeNull()
        const best = bestTermsAgain(request)
        expect(termsOfAgain(request, sends)).toEqual(best)
        expect(plan.terms.map(({ value }) => value)).toEqual(best)
        expect(plan.terms.map(({ bound }) => bound)).toEqual(best)
      }),
      { numRuns: 200 },
    )
  })

  it('fails the same check when it plans greedily', () => {
    const verdicts = fc
      .sample(againRequests, { numRuns: 200, seed: 20261201 })
      .map(
        (request) => termsOfAgain(request, planGreedily(request)).join() === bestTermsAgain(request).join(),
      )
    expect(verdicts.filter((isBest) => !isBest).length).toBeGreaterThan(20)
    expect(verdicts).toContain(true)
  })
})

describe('planAgain, for any request', () => {
  it('says which lots bring what is sent, within what they have', LIMIT, () => {
    fc.assert(
      fc.property(againRequests, (request) => {
        const { sent, supplies } = planAgain(request, solve)
        for (const goods of request.goods) {
          for (const event of request.events) {
            const own = request.lines.filter((line) => line.goods === goods.key)
            const asked = own.filter(
              (line) => sent.find((one) => one.line === line.key)?.event === event.number,
            )
            const brought = supplies.filter((one) => one.goods === goods.key && one.event === event.number)
            expect(totalOf(brought)).toBe(totalOf(asked))
            const lotIds = new Set(brought.flatMap((one) => one.lotIds))
            for (const lot of goods.lots)
              if (lotIds.has(lot.lotId)) expect(lot.events).toContain(event.number)
          }
        }
        for (const key of new Set(supplies.map(({ lotIds }) => lotIds.join()))) {
          const lots = request.goods
            .flatMap(({ lots }) => lots)
            .filter(({ lotId }) => key.split(',').includes(`${lotId}`))
          expect(totalOf(supplies.filter(({ lotIds }) => lotIds.join() === key))).toBeLessThanOrEqual(
            totalOf(lots),
          )
        }
      }),
      { numRuns: 100 },
    )
  })

  it('gives the same plan however the request is ordered, and again', LIMIT, () => {
    fc.assert(
      fc.property(againRequests, (request) => {
        const plan = planAgain(request, solve)
        expect(planAgain(request, solve)).toEqual(plan)
        const turned = {
          ...request,
          events: request.events.toReversed(),
          orders: request.orders.toReversed(),
          goods: request.goods.map((goods) => ({ ...goods, lots: goods.lots.toReversed() })).toReversed(),
          lines: request.lines.toReversed(),
        }
        expect(planAgain(turned, solve)).toEqual(plan)
      }),
      { numRuns: 100 },
    )
  })

  it('keeps to all limits and claims no more than is proven with a solver that gives up', LIMIT, () => {
    const givesUp: Solve = (model, costs, how) =>
      how.relaxed ? solve(model, costs, how) : { values: null, bound: Number.NEGATIVE_INFINITY }
    fc.assert(
      fc.property(againRequests, (request) => {
        const plan = planAgain(request, givesUp)
        const sends = sendsOf(request, plan)
        expect(faultOf(request, sends)).toBeNull()
        expect(plan.terms.map(({ value }) => value)).toEqual(termsOfAgain(request, sends))
        const [linesLeft] = plan.terms
        expect(linesLeft?.bound).toBeLessThanOrEqual(bestTermsAgain(request)[0] ?? 0)
      }),
      { numRuns: 100 },
    )
  })
})

function totalOf(parts: readonly { quantity: number }[]): number {
  return parts.reduce((sum, { quantity }) => sum + quantity, 0)
}
