/** Whether a buyer may still decide who collects an order at an event. */
import { isHandedOver, type OrderLineState } from './order-states.ts'

/** By the order's lines there: something is left to collect, and the desk has handed over nothing. */
export function isCollectorOpen(lines: readonly OrderLineState[]): boolean {
  return lines.includes('placed') && !lines.some(isHandedOver)
}
