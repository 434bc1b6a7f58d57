import { describe, expect, onTestFinished, test } from 'vitest'
import { listenLocally } from '../../playground/cloud/http.ts'
import { createHeartbeat } from '../../src/operate/heartbeat.ts'
import { until } from '../flows/until.ts'
import { happened } from '../happenings.ts'
import { createManualClock } from '../manual-clock.ts'

const well = { unread: 0 }
const punctual = () => ({ oldestAgeMs: 60_000 })

const unknown = () => {
  throw new Error('the store is away')
}

async function createMonitor(path = '/ping/secret-of-nobody') {
  const asked: string[] = []
  let status = 200
  let left: () => { oldestAgeMs: number } = punctual
  const monitor = await listenLocally((request, response) => {
    asked.push(request.url ?? '')
    happened()
    response.writeHead(status).end()
  })
  onTestFinished(monitor.stop)
  const clock = createManualClock()
  const logged: [object, string][] = []
  const write = (...line: [object, string]) => {
    logged.push(line)
    happened()
  }
  const log = { info: write, warn: write }
  const heartbeat = createHeartbeat({
    url: `${monitor.url}${path}`,
    name: 'ferry-1',
    pending: async () => left(),
    clock,
    log,
  })
  onTestFinished(heartbeat.stop)
  const round = (pending = punctual, outcome = well) => {
    left = pending
    heartbeat.noteRound(outcome)
  }
  const answerWith = (next: number) => {
    status = next
  }
  return { asked, clock, logged, heartbeat, round, answerWith }
}

describe('the heartbeat', () => {
  test('calls the monitor after a round in which all was read and nothing is late, with the name of the replica', async () => {
    const { asked, round } = await createMonitor()
    round()
    await until('the call', () => asked.length > 0)
    expect(asked).toEqual(['/ping/secret-of-nobody?replica=ferry-1'])
  })

  test('puts the name where the address says', async () => {
    const { asked, round } = await createMonitor('/ping/{replica}/secret')
    round()
    await until('the call', () => asked.length > 0)
    expect(asked).toEqual(['/ping/ferry-1/secret'])
  })

  test('comes once a minute at most', async () => {
    const { asked, round, clock } = await createMonitor()
    round()
    await clock.advance(59_000)
    round()
    await clock.advance(1000)
    round()
    await until('the second call', () => asked.length > 1)
    expect(asked).toHaveLength(2)
  })

  test.each([
    ['an account could not be read', punctual, { unread: 1 }],
    ['nobody knows what is left to be told', unknown, well],
    ['something waits a minute longer than it was meant to', () => ({ oldestAgeMs: 60_001 }), well],
  ])('stays away while %s', async (_, pending, outcome) => {
    const { asked, round, clock } = await createMonitor()
    round(pending, outcome)
    await clock.advance(60_000)
    round()
    await until('the call of the good round', () => asked.length > 0)
    expect(asked).toHaveLength(1)
  })

  test('that the monitor refuses is logged once, without the address, and again when it is accepted', async () => {
    const { asked, round, clock, logged, answerWith } = await createMonitor()
    answerWith(404)
    round()
    await until('the warning', () => logged.length > 0)
    await clock.advance(60_000)
    round()
    await until('the second call', () => asked.length > 1)
    answerWith(200)
    await clock.advance(60_000)
    round()
    await until('the recovery', () => logged.length > 1)
    expect(logged.map(([details, message]) => [details, message])).toEqual([
      [{ reason: 'HTTP 404' }, 'The heartbeat is not accepted: check HEARTBEAT_URL'],
      [{}, 'The heartbeat is accepted again'],
    ])
    expect(JSON.stringify(logged)).not.toContain('secret')
  })
})
