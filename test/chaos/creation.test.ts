import { describe, expect, test } from 'vitest'
import type { Fault } from '../../playground/cloud/faults.ts'
import { createVerifier } from '../../src/access/audit.ts'
import { breaks } from '../providers/breaks.ts'
import { operationsOf } from '../providers/operations.ts'
import { approved, deathOf, live, resume } from '../requests/lives.ts'
import { createOfficeFor, type Office } from '../requests/office.ts'
import { draw, stepsTo } from './draw.ts'
import { type Making, makings, openCloud, type SimulatedCloud } from './simulated-cloud.ts'

/*
 * An approved migration is created exactly once at each cloud: at whatever step the process dies, whatever happens to
 * the answer of the cloud, and however many processes continue.
 */

/** A way in which the cloud treats the orders, and the outcome that everybody can see at the end. */
type Ending = { name: string; fault?: Fault; outcome: Outcome }
type Outcome = Awaited<ReturnType<typeof lookAround>>

const madeOnce: Outcome = {
  made: [{ isTheOne: true, hasBegun: true }],
  status: 'created',
  watches: ['its own'],
  audit: ['done', 'whole'],
}
const madeAndWaiting: Outcome = { ...madeOnce, made: [{ isTheOne: true, hasBegun: false }] }
const refused: Outcome = { made: [], status: 'failed', watches: [], audit: ['refused', 'whole'] }

const create = { method: 'POST' }
const start = { method: 'POST', path: '/start' }
const always = { times: 100 }
const lost: Ending = { name: 'the answer is lost', fault: { ...breaks.lost, ...create }, outcome: madeOnce }
const endings: readonly Ending[] = [
  { name: 'all is well', outcome: madeOnce },
  { name: 'the order never arrives', fault: { ...breaks.cut, ...create }, outcome: madeOnce },
  lost,
  { name: 'the cloud refuses it', fault: { ...breaks.refused, ...create, ...always }, outcome: refused },
]
const startEndings: readonly Ending[] = [
  { name: 'the start never arrives', fault: { ...breaks.cut, ...start }, outcome: madeOnce },
  { name: 'the answer to the start is lost', fault: { ...breaks.lost, ...start }, outcome: madeOnce },
  { name: 'the start is refused', fault: { ...breaks.refused, ...start, ...always }, outcome: madeAndWaiting },
]

describe.each(makings)('a $kind of $provider.label is created once', (making) => {
  const isStartedByItself = making.kind !== 'policy'

  test.each(isStartedByItself ? endings : [...endings, ...startEndings])(
    'wherever the process dies, if $name',
    (ending) => dieEverywhere(making, ending),
  )

  test('by two replicas that continue at once, wherever the first process died', () =>
    dieEverywhere(making, lost, { replicas: 2 }))
})

/** Kills the process once at each step, or at some of the steps, of a life that would have finished the creation. */
async function dieEverywhere(making: Making, ending: Ending, how: { replicas?: number } = {}): Promise<void> {
  const { office } = await begin(making, ending)
  const steps = (await live(office, { isSilent })).steps()
  expect(steps).toBeGreaterThan(20)
  for (const lastStep of draw(stepsTo(steps), 3)) {
    const { outcome, death } = await outcomeOf(making, ending, { ...how, lastStep })
    expect(outcome, death).toEqual(ending.outcome)
  }
}

/** Leaves out the messages, which have their own tests. */
const isSilent = true

async function begin(making: Making, { fault }: Ending) {
  const office = await createOfficeFor(await openCloud(making))
  if (fault !== undefined) office.cloud.world.simulator.faults.add(fault)
  return approved(office)
}

async function outcomeOf(making: Making, ending: Ending, how: { lastStep: number; replicas?: number }) {
  const { office, id } = await begin(making, ending)
  const life = await live(office, { ...how, isSilent })
  await resume(office, id, { ...how, isSilent })
  return { outcome: await lookAround(office, id), death: deathOf(life) }
}

async function lookAround(office: Office<SimulatedCloud>, id: string) {
  const { cloud, workspace } = office
  const { kind } = cloud.order.spec
  const { status, token } = await office.request(id)
  const madeId = status.type === 'created' ? status.migrationId : undefined
  const connection = cloud.connect()
  const found = await operationsOf(connection).findCreated({ ...cloud.order, token, since: 0 }, {})
  const made = cloud.world.idsOf(kind).map(async (own) => {
    const state = (await connection.show({ kind, id: own }, {}))?.state
    return { isTheOne: own === madeId && own === found?.id, hasBegun: state === 'running' || state === 'succeeded' }
  })
  const watches = (await workspace.watches.list()).items
  return {
    made: await Promise.all(made),
    status: status.type,
    watches: watches.map((watch) => (watch.migrationId === madeId && watch.takesOver === id ? 'its own' : watch.id)),
    audit: await endOfTrail(office),
  }
}

/** The outcome of the creation according to the audit, and whether the audit is complete. */
async function endOfTrail({ audit, workspace }: Office<SimulatedCloud>) {
  const verifier = createVerifier()
  const records = await audit()
  const isBroken = records.some((record) => verifier.check(record) !== undefined)
  const head = await workspace.audit.head()
  const isCut = head !== undefined && head.seq > verifier.last().seq
  return [records.findLast(({ verb }) => verb === 'create')?.outcome, isBroken || isCut ? 'broken' : 'whole']
}
