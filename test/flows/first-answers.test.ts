import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSimulatedClock } from '../../playground/clock.ts'
import { createUpcloud } from '../../playground/upcloud/simulator.ts'
import { happened } from '../happenings.ts'
import type { Person } from './person.ts'
import { readingOf } from './reading.ts'
import { createStage, type Stage } from './stage.ts'
import { until } from './until.ts'

const service = '0ab2f83f-03f3-4c48-9a38-0a3e89c6d024'
const token = 'ucat_example_not_real'

/** An UpCloud whose jobs are answered in one of the ways that no document rules out. */
function createJobs(options: Omit<Parameters<typeof createUpcloud>[0], 'clock' | 'accounts'>) {
  const accounts = [{ username: 'example', token, services: [{ uuid: service, name: 'example' }] }]
  return createUpcloud({ ...options, clock: createSimulatedClock(), accounts })
}

async function connectUpcloud(person: Person, name: string, url: string): Promise<void> {
  await person.types('connect upcloud')
  await person.sends(await person.faces('API token'), {
    'Account name': name,
    'Object Storage service UUID': service,
    'API token': token,
    'Custom API endpoint': url,
  })
  await person.hears(`\`${name}\` is connected`)
}

const jobId = (index: number) => `a1b2c3d4-e5f6-4890-abcd-${String(index).padStart(12, '0')}`
const shared = (person: Person) => person.messages().filter(({ only_for }) => only_for === undefined)
const told = (person: Person, words: string) => shared(person).find((one) => readingOf(one).includes(words))

describe('the first answers of UpCloud', () => {
  const older = createJobs({ quirks: { stateField: 'status' }, behaviour: { jobListAs: 'older envelope' } })
  const unpaged = createJobs({ behaviour: { jobPaging: 'refused', jobOrder: 'oldest first' } })
  const stateless = createJobs({ quirks: { omittedFields: ['state'] } })
  let servers: Awaited<ReturnType<typeof older.listen>>[]
  let stage: Stage

  beforeAll(async () => {
    unpaged.onCall(happened)
    servers = await Promise.all([older, unpaged, stateless].map((cloud) => cloud.listen()))
    stage = await createStage({ hosts: servers.map(({ url }) => new URL(url).host) })
    for (const [index, name] of ['older', 'unpaged', 'stateless'].entries()) {
      await connectUpcloud(stage.person(), name, servers[index]?.url ?? '')
    }
  })
  afterAll(async () => {
    await stage.stop()
    await Promise.all(servers.map((server) => server.stop()))
  })

  test('may be in the envelope of older resources, with the state in `status`: the end is told', async () => {
    const person = stage.newcomer()
    older.addJob(service, { uuid: jobId(1), sourceBucket: 'old-style', bytes: 9e11 })
    await person.types(`watch older/${jobId(1)}`)
    await until('the card', () => told(person, '*Running*'))
    older.finishJob(jobId(1))
    await until('the end', () => told(person, 'Succeeded: old-style →'))
  })

  test('may refuse pages: what the list leaves out is found and followed, and the account says so', async () => {
    const person = stage.newcomer()
    for (let index = 10; index < 24; index += 1) unpaged.addJob(service, { uuid: jobId(index), bytes: 9e11 })
    unpaged.addJob(service, { uuid: jobId(24), sourceBucket: 'beyond-ten', bytes: 9e11 })
    await person.types(`watch unpaged/${jobId(24)}`)
    await until('the card', () => told(person, 'beyond-ten →'))
    const isRead = ({ path, status }: { path: string; status: number }) => path.endsWith(jobId(24)) && status === 200
    const readings = unpaged.calls().filter(isRead).length
    await until('later readings', () => unpaged.calls().filter(isRead).length > readings + 2)
    expect(told(person, 'Deleted')).toBeUndefined()
    await person.types('accounts')
    expect(readingOf(await person.hears('`unpaged`'))).toContain('the cloud may not list all')
    await person.types('list unpaged')
    await person.hears('The cloud may not list all migrations')
    await person.types('status unpaged/ffff…')
    await person.hears('A cloud may not list all of its migrations: try the whole id.')
    // One refusal of the check, and one of the connection that observes: nobody asks for pages again.
    expect(unpaged.calls().filter(({ status }) => status === 400).length).toBeLessThanOrEqual(2)
  })

  test('may have no state: the card says so with the names of the fields, not their values', async () => {
    const person = stage.newcomer()
    stateless.addJob(service, { uuid: jobId(3), name: 'private-name', sourceBucket: 'no-state', bytes: 9e11 })
    await person.types(`watch stateless/${jobId(3)}`)
    const card = readingOf(await until('the card', () => told(person, 'no-state →')))
    expect(card).toContain('sent no state that Ferry can read')
    expect(card).toContain('Fields that it sent: `uuid`, `name`, `type`, `source`, `target`')
    expect(card).not.toContain('private-name')
  })
})
