import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dateOfSerial, parseDate, parseDateRange, parseMoment, parseTime, parseTimeRange } from './moments.ts'

describe('dates', () => {
  test.each([
    '2026年11月3日',
    '2026年11月03日',
    '2026 年 11 月 3 日',
    '2026-11-03',
    '2026-11-3',
    '2026/11/3',
    '2026.11.3',
    '20261103',
    '２０２６－１１－０３',
    '2026-11-03 00:00:00',
    '2026-11-03T00:00:00',
    '2026年11月3日 星期二',
    '46329',
  ])('%s is 2026-11-03', (text) => {
    expect(parseDate(text)).toBe('2026-11-03')
  })

  test.each([
    '',
    '2026-02-30',
    '2026年13月1日',
    '11/3/2026',
    '26-11-3',
    '2026-11',
    '明天',
    '2026-11-031',
    '123',
    '2026-11-03 09:00',
  ])('%j is no day', (text) => {
    expect(parseDate(text)).toBeNull()
  })

  test('every day comes back from every way of writing it, and from its serial', () => {
    const days = fc.date({ min: new Date('1955-01-01'), max: new Date('2100-12-31'), noInvalidDate: true })
    fc.assert(
      fc.property(days, (date) => {
        const day = date.toISOString().slice(0, 10)
        const [y, m, d] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()]
        const forms = [day, `${y}年${m}月${d}日`, `${y}/${m}/${d}`, `${y}.${m}.${d}`, day.replaceAll('-', '')]
        // An oracle of its own: days since the base that Excel counts from after February 1900.
        const serial = Math.floor((Date.parse(`${day}T00:00:00Z`) - Date.UTC(1899, 11, 30)) / 86_400_000)
        for (const form of [...forms, String(serial)]) expect(parseDate(form)).toBe(day)
      }),
    )
  })

  test('the first days of the 1900 calendar', () => {
    expect([1, 59, 61].map(dateOfSerial)).toEqual(['1900-01-01', '1900-02-28', '1900-03-01'])
  })

  test('a range of days', () => {
    expect(parseDateRange('2026-11-16至2026-12-27')).toEqual({ from: '2026-11-16', to: '2026-12-27' })
    expect(parseDateRange('2026年11月16日~2026年12月27日')).toEqual({ from: '2026-11-16', to: '2026-12-27' })
    expect(parseDateRange('2026-11-16')).toBeNull()
  })
})

describe('times', () => {
  test.each([
    ['9:00', '09:00'],
    ['09：30', '09:30'],
    ['9点', '09:00'],
    ['9点半', '09:30'],
    ['9时05分', '09:05'],
    ['上午9点', '09:00'],
    ['上午12点', '12:00'],
    ['下午2:30', '14:30'],
    ['下午14:30', '14:30'],
    ['中午12点', '12:00'],
    ['中午1点', '13:00'],
    ['2:30 PM', '14:30'],
    ['12:15am', '00:15'],
    ['18:00:00', '18:00'],
    ['0.375', '09:00'],
  ])('%s is %s', (text, time) => {
    expect(parseTime(text)).toBe(time)
  })

  test.each(['', '25:00', '9:60', '9', '上午', '9:', 'noon'])('%j is none', (text) => {
    expect(parseTime(text)).toBeNull()
  })

  test('a moment has its hour where the cell has one', () => {
    expect(parseMoment('2026-12-04 18:00')).toEqual({ on: '2026-12-04', time: '18:00' })
    expect(parseMoment('2026年12月4日18时')).toEqual({ on: '2026-12-04', time: '18:00' })
    expect(parseMoment('2026年12月4日下午6点')).toEqual({ on: '2026-12-04', time: '18:00' })
    expect(parseMoment('46360.75')).toEqual({ on: '2026-12-04', time: '18:00' })
    expect(parseMoment('2026-12-04')).toEqual({ on: '2026-12-04', time: null })
    expect(parseMoment('2026-12-04 下班前')).toBeNull()
  })

  test('two times of a day', () => {
    expect(parseTimeRange('9:00-11:30')).toEqual({ start: '09:00', end: '11:30' })
    expect(parseTimeRange('上午9点至11点半')).toEqual({ start: '09:00', end: '11:30' })
    expect(parseTimeRange('9:00')).toBeNull()
  })
})
