/** The page in memory behind bare node:http: what a kept page is measured against. */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'

const [file, encoding] = process.argv.slice(2)
const body = readFileSync(file)
const head = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Length': body.length,
  ...(encoding === 'identity' ? {} : { 'Content-Encoding': encoding }),
}
const server = createServer((_request, response) => {
  response.writeHead(200, head)
  response.end(body)
})
server.listen(0, '127.0.0.1', () => process.send?.(server.address().port))
