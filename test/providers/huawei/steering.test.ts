import { describe, expect, test } from 'vitest'
import { AppError } from '../../../src/errors/errors.ts'
import type { Migration } from '../../../src/migrations/migration.ts'
import { huawei } from '../../../src/providers/huawei/index.ts'
import type { Connection, Target, TargetOutcome } from '../../../src/providers/provider.ts'
import { sample } from '../../migrations/sample.ts'
import { failure } from '../cloud.ts'
import { connect } from '../contract-world.ts'
import { openHttp } from '../open-http.ts'
import { operationsOf } from '../operations.ts'
import { callsOf, openAccount, projectId, refusal } from './open-account.ts'
import { byKey, openSimulated, type SimulatedWorld } from './simulated.ts'

const daytime = [{ start: '09:00', end: '18:00', bytesPerSecond: 50_000_000 }]
const policy = [{ start: '09:00', end: '18:00', max_bandwidth: 50_000_000 }]
const night = [{ start: '20:00', end: '23:59', max_bandwidth: 2_000_000 }]

async function open() {
  const world = await openSimulated(byKey)
  const { fetchJson } = openHttp({ clock: world.clock })
  return { world, connection: connect(huawei, world, fetchJson), ...looking(world) }
}

function looking({ simulator }: SimulatedWorld) {
  return {
    /** A call such as `POST /tasks/batch-update`. */
    changes: () =>
      simulator
        .calls()
        .filter(({ method }) => method !== 'GET')
        .map(({ method, path }) => `${method} ${path.replace(`/v2/${projectId}`, '')}`),
    task: (id: string) => simulator.tasks(projectId).find((task) => String(task.id) === id),
    addTask: (seed: Parameters<typeof simulator.addTask>[1]): Target => ({
      kind: 'task',
      id: simulator.addTask(projectId, seed),
    }),
  }
}

async function shown(connection: Connection, targets: readonly Target[]): Promise<Migration[]> {
  const each = await Promise.all(targets.map((target) => connection.show(target, {})))
  return each.filter((migration) => migration !== undefined)
}

async function limit(connection: Connection, targets: readonly Target[], limits = daytime) {
  return withoutIds(await operationsOf(connection).limit({ targets, limits }, {}))
}

async function prioritize(connection: Connection, migrations: readonly Migration[]) {
  return withoutIds(await operationsOf(connection).prioritize({ migrations, priority: 'high' }, {}))
}

function withoutIds(outcomes: readonly TargetOutcome[] = []): TargetOutcome[] {
  return outcomes.map(({ kind, id, error }) => ({ kind, id, ...(error === undefined ? {} : { error }) }))
}

describe('limiting', () => {
  test('makes one call for twenty tasks and one for each group, and returns the outcomes in order', async () => {
    const { world, connection, changes, task } = await open()
    const tasks = Array.from({ length: 21 }, () => world.add('running'))
    const group = { kind: 'group', id: world.simulator.addGroup(projectId) } as const
    expect(await limit(connection, tasks)).toEqual(tasks)
    expect(await limit(connection, [group])).toEqual([group])
    const [last] = tasks.slice(-1)
    expect(changes()).toEqual([
      'POST /tasks/batch-update',
      `PUT /tasks/${last?.id}/bandwidth-policy`,
      `PUT /taskgroups/${group.id}/update`,
    ])
    expect(tasks.every(({ id }) => task(id)?.bandwidth_policy[0]?.max_bandwidth === 50_000_000)).toBe(true)
    expect(world.simulator.groups(projectId)[0]?.bandwidth_policy).toEqual(policy)
  })

  test('fails for exactly the tasks of a failed batch', async () => {
    const { world, connection, task } = await open()
    const tasks = Array.from({ length: 22 }, () => world.add('running'))
    world.simulator.faults.add({ kind: 'cut-after-effect', method: 'POST' })
    const outcomes = await limit(connection, tasks)
    expect(outcomes.map(({ error }) => error?.code)).toEqual([
      ...Array(20).fill('provider_outcome_unknown'),
      undefined,
      undefined,
    ])
    expect(outcomes.map(({ error }) => error?.details.ref).slice(0, 20)).toEqual(
      tasks.slice(0, 20).map(({ id }) => `prod/${id}`),
    )
    expect(task(tasks[21]?.id ?? '')?.bandwidth_policy).toEqual(policy)
  })

  test('makes no call for an impossible id, and limits the others', async () => {
    const { world, connection, changes } = await open()
    const task = world.add('running')
    const strange = ['../tasks', ''].map((id) => ({ kind: 'task', id }) as const)
    const outcomes = await limit(connection, [...strange, task])
    expect(outcomes.map(({ error }) => error?.code)).toEqual(['migration_not_found', 'migration_not_found', undefined])
    expect(changes()).toEqual([`PUT /tasks/${task.id}/bandwidth-policy`])
  })

  test('is refused as a whole, before any call, if OMS could not accept the rules', async () => {
    const { world, connection, changes } = await open()
    const targets = [world.add('running')]
    const overnight = [{ start: '22:00', end: '06:00', bytesPerSecond: 50_000_000 }]
    expect((await failure(limit(connection, targets, overnight))).code).toBe('form_invalid')
    expect(changes()).toEqual([])
  })

  // Repeated refusals lock the key for everybody.
  test('does not try refused keys again', async () => {
    const { connection, server } = await openAccount(() => refusal('APIGW.0301', 401))
    const targets = Array.from({ length: 41 }, (_, id) => ({ kind: 'task', id: String(id) }) as const)
    const outcomes = await limit(connection, targets)
    expect(outcomes.every(({ error }) => error?.code === 'provider_denied')).toBe(true)
    expect(server.received).toHaveLength(1)
  })

  test('makes a call of its own for a task with an id that a batch cannot name exactly', async () => {
    const { connection, server } = await openAccount(() => ({ body: '' }))
    const ids = ['1', '9007199254740993', '2']
    await limit(
      connection,
      ids.map((id) => ({ kind: 'task', id })),
    )
    expect(callsOf(server)).toEqual(['POST /tasks/batch-update', 'PUT /tasks/9007199254740993/bandwidth-policy'])
    expect(JSON.parse(server.received[0]?.body ?? '')).toEqual({ ids: [1, 2], bandwidth_policy: policy })
  })
})

describe('setting the priority', () => {
  test('batches tasks with equal rules, and changes none of the rules', async () => {
    const { connection, changes, addTask, task } = await open()
    const targets = [
      addTask({ status: 3, bandwidthPolicy: policy }),
      addTask({ status: 1 }),
      addTask({ status: 4, bandwidthPolicy: policy }),
      addTask({ status: 3, bandwidthPolicy: night }),
    ]
    expect(await prioritize(connection, await shown(connection, targets))).toEqual(targets)
    expect(changes()).toEqual(Array(3).fill('POST /tasks/batch-update'))
    expect(targets.map(({ id }) => task(id))).toMatchObject([
      { task_priority: 'HIGH', bandwidth_policy: policy },
      { task_priority: 'HIGH', bandwidth_policy: [] },
      { task_priority: 'HIGH', bandwidth_policy: policy },
      { task_priority: 'HIGH', bandwidth_policy: night },
    ])
  })

  test('reads the present rules if they are unknown', async () => {
    const { connection, addTask, task } = await open()
    const target = addTask({ status: 3, bandwidthPolicy: policy })
    const { limits: _, ...untold } = (await shown(connection, [target]))[0] ?? sample()
    expect(await prioritize(connection, [untold])).toEqual([target])
    expect(task(target.id)).toMatchObject({ task_priority: 'HIGH', bandwidth_policy: policy })
  })

  // It would remove limits that somebody set.
  test.each([
    ['are unknown', { bandwidth_policy: null }],
    ['cross midnight', { bandwidth_policy: [{ start: '22:00', end: '06:00', max_bandwidth: 50_000_000 }] }],
  ])('is not sent if the present rules %s', async (_, told) => {
    const { connection, server } = await openAccount(() => ({ body: { id: 1, status: 3, ...told } }))
    const { limits: _limits, ...untold } = sample({ id: '1', state: 'paused' })
    expect(await prioritize(connection, [untold])).toMatchObject([{ id: '1', error: { code: 'limits_unrepeatable' } }])
    expect(callsOf(server)).toEqual(['GET /tasks/1'])
  })

  test('of a group is one call if all its tasks can be changed and have its rules', async () => {
    const { world, connection, changes } = await open()
    const group = {
      kind: 'group',
      id: world.simulator.addGroup(projectId, { status: 3, taskCount: 3, fractionDone: 0, bandwidthPolicy: policy }),
    } as const
    expect(await prioritize(connection, await shown(connection, [group]))).toEqual([group])
    expect(changes()).toEqual(['POST /tasks/batch-update'])
    expect(world.simulator.tasks(projectId)).toMatchObject(
      Array(3).fill({ task_priority: 'HIGH', bandwidth_policy: policy }),
    )
  })

  test('of a group that succeeds in part names the tasks that can still be changed', async () => {
    const { world, connection } = await open()
    const seed = { status: 3, taskCount: 4, fractionDone: 0.5, bandwidthPolicy: policy } as const
    const group = { kind: 'group', id: world.simulator.addGroup(projectId, seed) } as const
    expect(await prioritize(connection, await shown(connection, [group]))).toEqual([group])
    const levels = world.simulator.tasks(projectId).map(({ status, task_priority: level }) => [status, level])
    expect(new Set(levels.map(String))).toEqual(new Set(['3,HIGH', '5,MEDIUM']))
  })

  test('of a group does not change finished tasks, or tasks with rules of their own', async () => {
    const { world, connection, changes } = await open()
    const { simulator } = world
    const seed = { status: 3, taskCount: 4, fractionDone: 0.5, bandwidthPolicy: policy } as const
    const group = { kind: 'group', id: simulator.addGroup(projectId, seed) } as const
    const [own] = simulator.tasks(projectId).filter(({ status }) => status === 3)
    await limit(
      connection,
      [{ kind: 'task', id: String(own?.id) }],
      [{ start: '20:00', end: '23:59', bytesPerSecond: 2_000_000 }],
    )
    expect(await prioritize(connection, await shown(connection, [group]))).toEqual([group])
    expect(changes().slice(1)).toEqual(Array(2).fill('POST /tasks/batch-update'))
    const after = simulator.tasks(projectId)
    for (const { id, status, task_priority: level, bandwidth_policy: rules } of after) {
      expect(level).toBe(status === 5 ? 'MEDIUM' : 'HIGH')
      expect(rules).toEqual(id === own?.id ? night : policy)
    }
    expect(new Set(after.map(({ status }) => status))).toEqual(new Set([3, 5]))
  })

  test('fails only for the tasks that OMS refuses', async () => {
    const { world, connection, addTask, task } = await open()
    const [paused, limited] = [addTask({ status: 3 }), addTask({ status: 3, bandwidthPolicy: policy })]
    const migrations = await shown(connection, [paused, limited])
    world.simulator.finishTask(paused.id)
    const [first, second] = await prioritize(connection, migrations)
    expect(first?.error).toMatchObject({ code: 'provider_refused', details: { ref: `prod/${paused.id}` } })
    expect(second).toEqual(limited)
    expect(task(limited.id)?.task_priority).toBe('HIGH')
  })
})

describe('pushing objects', () => {
  const names = Array.from({ length: 25 }, (_, index) => `2026/ä+ ${index}.txt`)

  test('sends ten names at a time, as they are in the bucket', async () => {
    const { world, connection, changes } = await open()
    const id = world.simulator.addSync(projectId)
    expect(await operationsOf(connection).push({ kind: 'sync', id, names }, {})).toEqual({ accepted: 25 })
    expect(changes()).toEqual(Array(3).fill(`POST /sync-tasks/${id}/events`))
    const copied = world.simulator.tasks(projectId).map(({ src_node: source }) => source.object_key)
    expect(copied).toEqual([names.slice(0, 10), names.slice(10, 20), names.slice(20)])
  })

  test('reports how many were accepted before a call failed, and sends no more', async () => {
    const { world, connection, changes } = await open()
    const id = world.simulator.addSync(projectId)
    world.simulator.faults.add({ kind: 'slow', ms: 1, method: 'POST', path: '/events' })
    world.simulator.faults.add({ kind: 'cut-before-effect', method: 'POST', path: '/events' })
    const outcome = await operationsOf(connection).push({ kind: 'sync', id, names }, {})
    expect(outcome).toMatchObject({ accepted: 10, error: { code: 'provider_outcome_unknown' } })
    expect(outcome?.error).toBeInstanceOf(AppError)
    expect(outcome?.error?.details.ref).toBe(`prod/${id}`)
    expect(changes()).toHaveLength(2)
    expect(world.simulator.tasks(projectId)).toHaveLength(1)
  })

  test.each([
    ['to an impossible id', { kind: 'sync', id: '../tasks', names: ['a'] }, 'migration_not_found'],
    ['with an empty name', { kind: 'sync', id: 'd18befdd-eb82', names: [...Array(10).fill('a'), ''] }, 'form_invalid'],
  ] as const)('%s makes no call', async (_, order, code) => {
    const { connection, server } = await openAccount(() => ({ body: '' }))
    expect((await failure(operationsOf(connection).push(order, {}))).code).toBe(code)
    expect(server.received).toEqual([])
  })
})
