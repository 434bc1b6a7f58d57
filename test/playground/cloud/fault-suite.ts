import { describe, expect, test } from 'vitest'
import type { Endpoint } from '../../../playground/cloud/endpoint.ts'

/** The parts of a running cloud that the suite uses. */
export type FaultStand = {
  simulator: Endpoint
  /** A correct GET. */
  read(): Promise<Response>
  /** A correct POST, which creates a job. */
  create(): Promise<Response>
  jobCount(): number
  /** A field in the response to `read`. */
  field: string
  /** The error codes of the faults `error-in-200` and `throttle`. */
  unexpectedCode: string
  throttledCode: string
  quotaCode: string
}

/** Tests of every kind of fault, for any simulated cloud. */
export function describeFaults(start: () => Promise<FaultStand>): void {
  describe('a fault', () => {
    test('affects a given number of requests, and only those that it is for', async () => {
      const { simulator, read, create } = await start()
      simulator.faults.add({ kind: 'status', status: 503, times: 2, method: 'GET', body: { busy: true } })
      expect((await create()).ok).toBe(true)
      expect([(await read()).status, (await read()).status, (await read()).status]).toEqual([503, 503, 200])
    })

    test('can be cancelled', async () => {
      const { simulator, read } = await start()
      simulator.faults.add({ kind: 'garbage', times: 9 })
      simulator.faults.clear()
      expect((await read()).status).toBe(200)
    })
  })

  describeReplacements(start)
  describeDamage(start)
}

function describeReplacements(start: () => Promise<FaultStand>): void {
  describe('a fault replaces the response with', () => {
    test('a page of HTML', async () => {
      const { simulator, read } = await start()
      simulator.faults.add({ kind: 'garbage' })
      const answer = await read()
      expect([answer.status, answer.headers.get('content-type')]).toEqual([502, 'text/html'])
    })

    test('200 with an error inside', async () => {
      const { simulator, read, unexpectedCode } = await start()
      simulator.faults.add({ kind: 'error-in-200' })
      const answer = await read()
      expect(answer.status).toBe(200)
      expect(await answer.text()).toContain(unexpectedCode)
      expect(simulator.calls()).toMatchObject([{ status: 200, errorCode: unexpectedCode }])
    })

    test('200 with nothing inside', async () => {
      const { simulator, read } = await start()
      simulator.faults.add({ kind: 'empty' })
      const answer = await read()
      expect([answer.status, await answer.text()]).toEqual([200, ''])
    })

    test('a 429 with the time to retry', async () => {
      const { simulator, read, throttledCode } = await start()
      simulator.faults.add({ kind: 'throttle', retryAfterSeconds: 7 })
      const answer = await read()
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '7'])
      expect(simulator.calls()).toMatchObject([{ status: 429, errorCode: throttledCode }])
    })

    test('a 429 without a time to retry', async () => {
      const { simulator, read } = await start()
      simulator.faults.add({ kind: 'throttle', retryAfterSeconds: null })
      const answer = await read()
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, null])
    })

    test('an error for an exhausted quota, and nothing is done', async () => {
      const { simulator, create, jobCount, quotaCode } = await start()
      const before = jobCount()
      simulator.faults.add({ kind: 'quota' })
      expect((await create()).ok).toBe(false)
      expect(simulator.calls()).toMatchObject([{ errorCode: quotaCode }])
      expect(jobCount()).toBe(before)
    })

    test('no response at all, and the cloud can still be stopped', async () => {
      const { simulator, read } = await start()
      simulator.faults.add({ kind: 'hang' })
      const outcome = read().then(
        () => 'answered',
        () => 'cut',
      )
      while (simulator.calls().length === 0) await new Promise(setImmediate)
      expect(simulator.calls()).toMatchObject([{ status: 0 }])
      expect(await Promise.race([outcome, Promise.resolve('waiting')])).toBe('waiting')
    })

    test('a broken connection, before anything happened or after the job was created', async () => {
      const { simulator, create, jobCount } = await start()
      const before = jobCount()
      simulator.faults.add({ kind: 'cut-before-effect' })
      await expect(create()).rejects.toThrow()
      expect(jobCount()).toBe(before)
      simulator.faults.add({ kind: 'cut-after-effect' })
      await expect(create()).rejects.toThrow()
      expect(jobCount()).toBe(before + 1)
      expect(simulator.calls()).toMatchObject([{ status: 0 }, { status: 0 }])
    })
  })
}

function describeDamage(start: () => Promise<FaultStand>): void {
  describe('a fault changes the correct response so that it comes', () => {
    test('late', async () => {
      const { simulator, read } = await start()
      const hourMs = 3_600_000
      for (const ms of [hourMs, 1]) simulator.faults.add({ kind: 'slow', ms })
      let isOver = false
      const end = () => {
        isOver = true
      }
      read().then(end, end)
      expect((await read()).status).toBe(200)
      expect(isOver).toBe(false)
    })

    test('as half of its JSON text', async () => {
      const { simulator, read } = await start()
      simulator.faults.add({ kind: 'malformed' })
      const text = await (await read()).text()
      expect(() => JSON.parse(text)).toThrow(SyntaxError)
    })

    test('with missing fields, or null', async () => {
      const { simulator, read, field } = await start()
      simulator.faults.add({ kind: 'missing-fields', fields: [field] })
      expect(await (await read()).text()).not.toContain(`"${field}"`)
      simulator.faults.add({ kind: 'nulls', fields: [field] })
      expect(await (await read()).text()).toContain(`"${field}":null`)
    })

    test('with a further field in each object', async () => {
      const { simulator, read, field } = await start()
      simulator.faults.add({ kind: 'extra-fields' })
      const text = await (await read()).text()
      expect(text).toContain('"addedLater":{')
      expect(text).toContain(`"${field}":`)
    })

    test('with a number that JavaScript has to round', async () => {
      const { simulator, read, field } = await start()
      simulator.faults.add({ kind: 'huge-numbers', fields: [field] })
      expect(await (await read()).text()).toContain(`"${field}":18446744073709551615`)
    })

    test('repeatedly, whatever has changed since', async () => {
      const { simulator, read, create } = await start()
      simulator.faults.add({ kind: 'repeated-page', method: 'GET', times: 2 })
      const first = await (await read()).text()
      await create()
      expect(await (await read()).text()).toBe(first)
    })
  })
}
