import { statSync, utimesSync } from 'node:fs'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { emojiCharacters, pictureOf } from '../../../playground/page/emoji/names.ts'
import { servePage } from '../../../playground/page-files.ts'

const page = servePage()
const server = createServer((asked, response) => {
  if (!page(asked, response)) response.writeHead(418).end()
})
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
afterAll(() => new Promise((resolve) => server.close(resolve)))

describe("the page's server", () => {
  test('serves the page with a policy that only allows its own code', async () => {
    const { status, headers, body } = await get('/')
    expect(status).toBe(200)
    expect(headers['content-type']).toBe('text/html; charset=utf-8')
    expect(headers['cache-control']).toBe('no-store')
    expect(headers['content-security-policy']).toContain("script-src 'self';")
    expect(body).toContain('<div id="root">')
  })

  test('lets the browser cache the page’s files until one is edited', async () => {
    const { body } = await get('/')
    const [main] = /\/page\/v-[0-9a-f]+\/main\.js/.exec(body) ?? []
    const { headers } = await get(main ?? '')
    expect(headers['cache-control']).toBe('max-age=86400, immutable')
    const edited = new URL('../../../playground/page/main.ts', import.meta.url)
    const { atime, mtime } = statSync(edited)
    utimesSync(edited, atime, new Date(mtime.getTime() + 1000))
    onTestFinished(() => utimesSync(edited, atime, mtime))
    expect((await get('/')).body).not.toContain(main)
  })

  test('lets no browser cache a file without a version', async () => {
    expect((await get('/page/main.js')).headers['cache-control']).toBe('no-store')
  })

  test('serves the code as one file without types, with a map to its sources', async () => {
    const { headers, body } = await get('/page/main.js')
    expect(headers['content-type']).toBe('text/javascript; charset=utf-8')
    expect(body).toContain('function parseMrkdwn(source')
    expect(body).not.toMatch(/^import |source: string/m)
    expect((await get('/page/main.js.map')).body).toContain('mrkdwn.ts')
  })

  test.each([
    ['/page/style/tokens.css', 'text/css; charset=utf-8'],
    ['/page/style/mark.svg', 'image/svg+xml'],
    ['/vendor/lato-400.ttf', 'font/ttf'],
    ['/vendor/emoji/26a0.svg', 'image/svg+xml'],
  ])('serves %s as %s', async (path, type) => {
    const { status, headers } = await get(path)
    expect([status, headers['content-type']]).toEqual([200, type])
  })

  test.each(['/page/nowhere.css', '/vendor/emoji/abcdef.svg'])(
    'answers 404 for %s, which does not exist',
    async (path) => {
      expect((await get(path)).status).toBe(404)
    },
  )

  test('has a picture of each emoji with a name', async () => {
    const paths = emojiCharacters().map(pictureOf)
    const statuses = await Promise.all(paths.map(async (path) => [path, (await get(path)).status]))
    expect(statuses.filter(([, status]) => status !== 200)).toEqual([])
  })

  test.each([
    '/page/../page-files.ts',
    '/page/..%2fpage-files.ts',
    '/page/%2e%2e/main.ts',
    '/page/main.ts',
    '/page//etc/passwd',
    '/page/tsconfig.json',
    '/page/style/../../../package.json',
    '/vendor/constructor',
    '/vendor/emoji/package.json',
    '/vendor/emoji/../../package.json',
    '/vendor/emoji/..%2fpackage.svg',
    '/vendor/../package.json',
    '/control/state',
  ])('does not serve %s, because only the page’s files are public', async (path) => {
    expect((await get(path)).status).toBe(418)
  })

  test('serves only reads', async () => {
    expect((await get('/', 'POST')).status).toBe(418)
  })
})

/** Sends the path unchanged. `fetch` would normalize it. */
async function get(path: string, method = 'GET') {
  const { promise, resolve, reject } = Promise.withResolvers<import('node:http').IncomingMessage>()
  request({ host: '127.0.0.1', port: portOf(server.address()), path, method }, resolve)
    .on('error', reject)
    .end()
  const response = await promise
  return { status: response.statusCode, headers: response.headers, body: await text(response) }
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('The server listens on no port')
  return address.port
}
