import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { failure, get } from './cloud.ts'
import { startServer } from './local-server.ts'
import { openHttp } from './open-http.ts'

describe('a text of any length', () => {
  test('is read by the request’s reader while it arrives, and again from the start if it breaks off', async () => {
    let calls = 0
    const server = await startServer((_, response) => {
      calls += 1
      if (calls > 1) return { body: 'the whole text' }
      response.writeHead(200, { 'content-length': 99 })
      response.write('half of', () => response.destroy())
      return undefined
    })
    const read = async (body: AsyncIterable<Uint8Array>) => {
      const pieces: Uint8Array[] = []
      for await (const piece of body) pieces.push(piece)
      return Buffer.concat(pieces).toString()
    }
    const answer = await openHttp().fetchJson({ ...get(server.url), schema: z.string(), read })
    expect([answer.body, calls]).toEqual(['the whole text', 2])
  })

  test('is not read by that reader if it is an error', async () => {
    const server = await startServer(() => ({ status: 404, body: '<Code>NoSuchKey</Code>' }))
    const read = async () => expect.unreachable()
    const readError = ({ text = '' }: { text: string | undefined }) => ({ code: text })
    const error = await failure(openHttp().fetchJson({ ...get(server.url), schema: z.string(), read, readError }))
    expect(error.details.code).toBe('<Code>NoSuchKey</Code>')
  })
})
