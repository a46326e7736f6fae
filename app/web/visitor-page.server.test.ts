import { describe, expect, it } from 'vitest'
import { visitorAddress, visitorMatch } from './visitor-page.server.ts'

describe('visitorAddress', () => {
  it.each([
    ['/', '/'],
    ['/?', '/'],
    ['/?utm_source=wx&fbclid=1', '/'],
    ['/?month=12&q=%E9%B9%85&kind=fowl', '/?q=%E9%B9%85&kind=fowl&month=12'],
    ['/?q=+%E9%B9%85+&month=13&village=x', '/?q=%E9%B9%85'],
    ['/?village=510981100212&after=0_1__510981100212_3', '/?village=510981100212&after=0_1__510981100212_3'],
    ['/?after=nothing', '/'],
    ['/offers/12?from=poster', '/offers/12'],
    ['/villages/510981100212?x=1', '/villages/510981100212'],
    ['/events?after=5&after=6', '/events?after=5'],
    ['/events?after=x', '/events'],
    ['/events/7?after=0_1__510981100212_3&page=2', '/events/7?after=0_1__510981100212_3'],
  ])('writes %s as %s', (url, address) => {
    expect(visitorAddress(url)).toBe(address)
    expect(visitorAddress(address)).toBe(address)
  })

  it.each([
    '',
    '*',
    '//',
    '//evil.example/',
    'http://localhost/',
    '/events/',
    '/offers/0',
    '/offers/99999999999',
    '/offers/1e3',
    '/offers/12/more',
    '/villages/51098110021',
    '/villages/510981100212%00',
    '/events/7.ics',
    '/login',
    '/orders',
    '/enhance.js',
    '/?_data=routes/store/catalogue',
    `/?q=${'x'.repeat(2_000)}`,
  ])('leaves %j to the router', (url) => {
    expect(visitorAddress(url)).toBeNull()
  })
})

describe('visitorMatch', () => {
  it.each([
    ['/', { route: '', params: {} }],
    ['/?q=%E9%B9%85&kind=fowl', { route: '', params: {} }],
    ['/offers/12', { route: 'offers/:id', params: { id: '12' } }],
    ['/villages/510981100212', { route: 'villages/:code', params: { code: '510981100212' } }],
    ['/events?after=5', { route: 'events', params: {} }],
    ['/events/7?after=0_1__510981100212_3', { route: 'events/:id', params: { id: '7' } }],
    ['/orders', null],
  ])('finds what answers %s', (address, match) => {
    expect(visitorMatch(address)).toEqual(match)
  })
})
