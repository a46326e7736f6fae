import { describe, expect, test } from 'vitest'
import { keptFindings } from './round.ts'
import type { Fault } from './sheet.ts'

function kept(facts: Fault['facts']) {
  const fault: Fault = { row: 7, column: '数量', code: 'quantity-unreadable', facts }
  const findings = keptFindings({
    headerRow: 3,
    refused: [{ ...fault, also: [], heldRows: [8] }],
    warnings: [],
    warningCount: 0,
  })
  return findings.refused[0]?.facts
}

describe('keptFindings', () => {
  test.each(['-2', '2026年13月1日', '1.5斤', '09:70', '8 7 6'])('keeps the figure %j', (value) => {
    expect(kept({ value })).toEqual({ value })
  })

  test.each([
    '王小明',
    '13900000001',
    '510981195607080009',
    '6217 0012 3456 7890123',
    '电话13900000001',
    '约八千',
  ])('does not keep %j', (value) => {
    expect(kept({ value })).toEqual({ value: '…' })
  })

  test('keeps places, goods and counts', () => {
    expect(kept({ village: '不存在的村', product: '大白鹅', stated: 3, fromOn: '2026-12-01' })).toEqual({
      village: '不存在的村',
      product: '大白鹅',
      stated: 3,
      fromOn: '2026-12-01',
    })
  })

  test('keeps each refusal with its row, column, code and the rows held with it', () => {
    const fault: Fault = { row: 7, column: '证件号码', code: 'id-checksum' }
    const findings = keptFindings({
      headerRow: 3,
      refused: [
        { ...fault, also: [{ ...fault, column: '姓名', code: 'person-name-missing' }], heldRows: [8, 9] },
      ],
      warnings: Array.from({ length: 300 }, (_, row) => ({ row, column: '', code: 'row-left-out' as const })),
      warningCount: 5000,
    })
    expect(findings).toEqual({
      headerRow: 3,
      refused: [
        {
          ...fault,
          facts: {},
          also: [{ row: 7, column: '姓名', code: 'person-name-missing', facts: {} }],
          heldRows: [8, 9],
        },
      ],
      warnings: expect.any(Array),
      warningCount: 5000,
    })
    expect(findings.warnings).toHaveLength(200)
  })
})
