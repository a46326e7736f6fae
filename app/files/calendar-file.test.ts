import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calendarFile, foldLine } from './calendar-file.ts'

const appointment = {
  uid: 'pickup-event-12@510981.yigou',
  stampedAt: new Date('2026-11-20T01:02:03.456Z'),
  startsAt: new Date('2026-12-07T09:00:00+08:00'),
  endsAt: new Date('2026-12-07T11:30:00+08:00'),
  summary: '取货：文武村; 武安镇',
  location: '村委会广场, 文武',
  description: '第一行\n第二行 \\ 完',
  url: 'https://example.test/events/12',
  isCancelled: false,
  sequence: 0,
}

describe('calendarFile', () => {
  it('says the appointment in UTC, with marks escaped', () => {
    expect(calendarFile([appointment]).split('\r\n')).toEqual([
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//Yigou//Pickup events//EN',
      'CALSCALE:GREGORIAN',
      'METHOD:PUBLISH',
      'BEGIN:VEVENT',
      'UID:pickup-event-12@510981.yigou',
      'DTSTAMP:20261120T010203Z',
      'DTSTART:20261207T010000Z',
      'DTEND:20261207T033000Z',
      'SUMMARY:取货：文武村\\; 武安镇',
      'LOCATION:村委会广场\\, 文武',
      'DESCRIPTION:第一行\\n第二行 \\\\ 完',
      'URL:https://example.test/events/12',
      'STATUS:CONFIRMED',
      'SEQUENCE:0',
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ])
  })

  it('takes a cancelled appointment back', () => {
    const file = calendarFile([{ ...appointment, isCancelled: true, sequence: 3 }])
    expect(file).toContain('\r\nSTATUS:CANCELLED\r\nSEQUENCE:3\r\n')
  })

  it('holds many under one name, and is a calendar with none as well', () => {
    const file = calendarFile([appointment, { ...appointment, uid: 'other' }], '白鹿垭, 取货')
    expect(file.match(/BEGIN:VEVENT/g)).toHaveLength(2)
    expect(file).toContain('\r\nNAME:白鹿垭\\, 取货\r\nX-WR-CALNAME:白鹿垭\\, 取货\r\n')
    expect(calendarFile([], '空').split('\r\n').slice(-4)).toEqual([
      'REFRESH-INTERVAL;VALUE=DURATION:PT6H',
      'X-PUBLISHED-TTL:PT6H',
      'END:VCALENDAR',
      '',
    ])
  })
})

describe('foldLine', () => {
  it('keeps every character and no line longer than 75 bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        const line = text.replace(/[\r\n]/g, '')
        const folded = foldLine(line)
        expect(folded.replaceAll('\r\n ', '')).toBe(line)
        for (const part of folded.split('\r\n')) expect(Buffer.byteLength(part)).toBeLessThanOrEqual(75)
      }),
    )
  })

  it('folds after 75 bytes and after 74 more', () => {
    expect(foldLine('a'.repeat(150))).toBe(`${'a'.repeat(75)}\r\n ${'a'.repeat(74)}\r\n a`)
  })
})
