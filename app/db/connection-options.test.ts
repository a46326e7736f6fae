import { expect, it } from 'vitest'
import { withOptions } from './connection-options.ts'

it('leaves an address as it is and adds what its connections begin with', () => {
  expect(withOptions('postgres://u:p@host:5432/yigou', '-c timezone=UTC')).toEqual({
    connectionString: 'postgres://u:p@host:5432/yigou',
    options: '-c timezone=UTC',
  })
})

it('keeps what the address asks for before ours, which holds', () => {
  const url = 'postgres://u:p@/yigou?host=%2Ftmp%2Fsocket&options=-c%20search_path%3Dx%20-c%20timezone%3DPRC'
  expect(withOptions(url, '-c timezone=UTC')).toEqual({
    connectionString: 'postgres://u:p@/yigou?host=%2Ftmp%2Fsocket',
    options: '-c search_path=x -c timezone=PRC -c timezone=UTC',
  })
})
