import { describe, expect, test } from 'vitest'
import { huawei } from '../../../src/providers/huawei/index.ts'
import { groupToMigration } from '../../../src/providers/huawei/translate/groups.ts'
import { wireGroup } from '../../../src/providers/huawei/wire/groups.ts'
import { connect } from '../contract-world.ts'
import type { Reply } from '../local-server.ts'
import { openHttp } from '../open-http.ts'
import { callsOf, openAccount, projectId, refusal } from './open-account.ts'
import { failedGroup, realTask } from './samples.ts'
import { byKey, openSimulated } from './simulated.ts'

const readAt = Date.parse('2026-11-21T12:00:00Z')
const id = failedGroup.group_id
const target = { kind: 'group', id } as const

describe('the counters of a group', () => {
  test('are unknown if they are null, as in every example in the document', () => {
    expect(tasksIn({})).toBeUndefined()
  })

  test('are its tasks by state, with zeros, and the number that they leave out', () => {
    const counters = { failed_task_num: 2, executing_task_num: 1, waiting_task_num: 0, complete_task_num: 3 }
    const counts = { failed: 2, running: 1, queued: 0, succeeded: 3 }
    expect(tasksIn({ ...counters, total_task_num: 6 })).toEqual({ counts, worst: [] })
    expect(tasksIn({ ...counters, total_task_num: 9 })).toEqual({ counts, total: 9, worst: [] })
    expect(tasksIn({ ...counters, paused_task_num: 4 })).toEqual({ counts: { ...counts, paused: 4 }, worst: [] })
  })
})

describe('the tasks of a group', () => {
  test('are read with it in two calls, and not in lists of groups', async () => {
    const { connection, server } = await openAccount(world([aTask(1, 5), aTask(2, 4, 'TRF.0057'), aTask(3, 2)]))
    expect((await connection.show(target, {}))?.tasks).toEqual({
      counts: { failed: 1, running: 1, succeeded: 1 },
      worst: [
        { id: '2', name: realTask.name, state: 'failed', failure: { code: 'TRF.0057' } },
        { id: '3', name: realTask.name, state: 'running' },
      ],
    })
    expect(callsOf(server)).toEqual([`GET /taskgroups/${id}`, 'GET /tasks'])
    expect(Object.fromEntries(server.received[1]?.query ?? [])).toEqual({ group_id: id, limit: '100' })
    const { migrations } = await connection.readPage({ kind: 'group', offset: 0 }, {})
    expect(migrations[0]?.tasks).toBeUndefined()
    expect(server.received).toHaveLength(3)
  })

  test('begin with the worst five, in whatever order the cloud lists them', async () => {
    const { connection } = await openAccount(
      world([1, 2, 3, 6, 8, 4, 7, 5].map((status, index) => aTask(index, status))),
    )
    const worst = (await connection.show(target, {}))?.tasks?.worst ?? []
    expect(worst.map(({ state }) => state)).toEqual(['failed', 'unknown', 'retrying', 'paused', 'pausing'])
  })

  test('that cannot be read are counted as others', async () => {
    const { connection } = await openAccount(world([aTask(1, 5), { id: 'rubbish' }]))
    expect((await connection.show(target, {}))?.tasks).toEqual({ counts: { succeeded: 1 }, total: 2, worst: [] })
  })

  test('that do not fit a page: the failed ones are read, and the others are only counted', async () => {
    const many = [...Array.from({ length: 250 }, (_, index) => aTask(index, 5)), aTask(900, 4, 'TRF.0004')]
    const { connection, server } = await openAccount(world(many))
    expect(await connection.show(target, {})).toMatchObject({
      failure: { code: 'TRF.0004', message: '1 task of the group failed: 1 with TRF.0004.' },
      tasks: { counts: { failed: 1 }, total: 251, worst: [{ id: '900', state: 'failed' }] },
    })
    expect(callsOf(server)).toEqual([`GET /taskgroups/${id}`, 'GET /tasks', 'GET /tasks'])
    expect(server.received[2]?.query.get('status')).toBe('4')
  })

  test('that do not fit a page: the counters of the group are used if it has any', async () => {
    const many = [...Array.from({ length: 120 }, (_, index) => aTask(index, 2)), aTask(900, 4)]
    const counters = { failed_task_num: 1, executing_task_num: 120 }
    const { connection } = await openAccount(world(many, counters))
    const { tasks } = (await connection.show(target, {})) ?? {}
    expect(tasks).toMatchObject({ counts: { failed: 1, running: 120 }, worst: [{ id: '900' }] })
    expect(tasks?.total).toBeUndefined()
  })

  test.each([0, 1])('that cannot be listed do not affect the rest, at call %i of two', async (broken) => {
    const everything = world(Array.from({ length: 101 }, (_, index) => aTask(index, 5)))
    let asked = 0
    const { connection, warnings } = await openAccount((received) =>
      received.path.endsWith('/tasks') && asked++ === broken ? refusal('OMS.0206', 403) : everything(received),
    )
    const shown = await connection.show(target, {})
    expect(shown).toMatchObject({ state: 'failed', progress: { objects: { failed: 99020 } } })
    expect(shown?.tasks).toBeUndefined()
    expect(warnings).toHaveLength(1)
  })

  test('stop when the signal aborts', async () => {
    const ending = new AbortController()
    const { connection } = await openAccount((received) => {
      if (received.path.endsWith('/tasks')) ending.abort(new Error('enough'))
      return world([])(received)
    })
    await expect(connection.show(target, { signal: ending.signal })).rejects.toThrow('enough')
  })
})

describe('in the simulated cloud', () => {
  test('a running group has failed, running and succeeded tasks', async () => {
    const { connection, simulator, settle } = await simulated()
    const running = simulator.addGroup(projectId, { taskCount: 5, fractionDone: 0.5, bytesPerSecond: 1 })
    simulator.failTask(runningTask(simulator, running), 'TRF.0157')
    await settle()
    const shown = await connection.show({ kind: 'group', id: running }, {})
    expect(shown?.state).toBe('running')
    expect(shown?.tasks?.counts).toEqual({ failed: 1, running: 2, succeeded: 2 })
    expect(shown?.tasks?.worst[0]).toMatchObject({ state: 'failed', failure: { code: 'TRF.0157' } })
  })
})

async function simulated() {
  const simulation = await openSimulated(byKey)
  const { fetchJson } = openHttp({ clock: simulation.clock })
  return { ...simulation, connection: connect(huawei, simulation, fetchJson) }
}

type Simulator = Awaited<ReturnType<typeof simulated>>['simulator']

function runningTask(simulator: Simulator, group: string): string {
  const found = simulator.tasks(projectId).find((task) => task.group_id === group && task.status === 2)
  return String(found?.id)
}

function tasksIn(group: object) {
  return groupToMigration(wireGroup.parse({ ...failedGroup, ...group }), { account: 'prod-hw', readAt }).tasks
}

function aTask(taskId: number, status: number, error_code?: string) {
  return { ...realTask, id: taskId, status, error_reason: error_code === undefined ? null : { error_code } }
}

/** Answers of OMS for a failed group and its tasks. */
function world(tasks: readonly object[], group: object = {}) {
  return ({ path, query }: { path: string; query: URLSearchParams }): Reply => {
    const shown = { ...failedGroup, ...group }
    if (path.endsWith('/taskgroups')) return { body: { taskgroups: [shown], count: 1 } }
    if (!path.endsWith('/tasks')) return { body: shown }
    const status = query.get('status')
    const found = tasks.filter((task) => status === null || ('status' in task && String(task.status) === status))
    return { body: { tasks: found.slice(0, 100), count: found.length } }
  }
}
