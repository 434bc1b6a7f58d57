import { expect, test } from 'vitest'
import { describeFaults } from '../cloud/fault-suite.ts'
import { creation, project, startCloud } from './cloud.ts'

describeFaults(async () => {
  const { simulator, raw, tasks } = await startCloud()
  const id = simulator.addTask(project)
  return {
    simulator,
    read: () => raw('GET', `${tasks}/${id}`),
    create: () => raw('POST', tasks, { body: creation }),
    jobCount: () => simulator.tasks(project).length,
    field: 'status',
    unexpectedCode: 'OMS.1001',
    throttledCode: 'APIGW.0308',
    quotaCode: 'OMS.0077',
  }
})

test('faults and the log of calls include every type of call', async () => {
  const { call, groups, showGroup, simulator, syncs } = await startCloud()
  const group = simulator.addGroup(project)
  simulator.faults.add({ kind: 'cut-after-effect', method: 'PUT', path: '/stop' })
  await expect(call('PUT', `${groups}/${group}/stop`)).rejects.toThrow()
  expect(await showGroup(group)).toMatchObject({ status: 7 })
  simulator.faults.add({ kind: 'nulls', path: '/sync-tasks', fields: ['count'] })
  expect((await call('GET', syncs)).body).toEqual({ tasks: [], count: null })
  simulator.faults.add({ kind: 'status', status: 503, path: '/objectstorage' })
  expect(await call('GET', `/v2/${project}/objectstorage/data-center`)).toMatchObject({ status: 503 })
  expect(simulator.calls().map(({ method, status }) => [method, status])).toEqual([
    ['PUT', 0],
    ['GET', 200],
    ['GET', 200],
    ['GET', 503],
  ])
})
