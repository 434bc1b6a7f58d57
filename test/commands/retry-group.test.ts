import { beforeEach, describe, expect, test } from 'vitest'
import type { Group } from '../../src/store/store.ts'
import { sample } from '../migrations/sample.ts'
import { createDesk, type Desk } from './desk.ts'

const id = 'group:C1#1760000000000'
const ids = ['191200000000001', '191200000000002', '191200000000003', '191200000000004']
let desk: Desk

beforeEach(async () => {
  desk = await createDesk()
  await desk.addAccount()
  const members = ids.map((migrationId, seq): Group['members'][number] => ({
    ...{ watchId: `prod-hw/${migrationId}@C1`, seq, at: 1, account: 'prod-hw', migrationId },
    ...{ from: 'photos', to: 'archive', state: 'failed' },
  }))
  const group: Group = { id, channel: 'C1', cause: 'failed', failure: { code: 'TRF.0055' }, openedAt: 1, members }
  await desk.tools.store.groups.set(id, group)
  for (const migrationId of ids) desk.cloud.add(sample({ id: migrationId, state: 'failed', needsOnStart: [] }))
})

const acts = async () => {
  const entries: string[] = []
  for await (const { verb, subject, outcome, user } of desk.tools.store.audit.oldestFirst()) {
    if (verb.startsWith('retry')) entries.push(`${user} ${verb} ${subject} ${outcome}`)
  }
  return entries.toSorted()
}

describe('retry for a group', () => {
  test('restarts every migration that failed, each with an audit entry of its own', async () => {
    expect(await desk.reads(`retry --group ${id}`)).toEqual([':repeat: *4 migrations restarted*'])
    expect(await acts()).toEqual(
      ids.flatMap((one) => ['begun', 'done'].map((outcome) => `U1 retry prod-hw/${one} ${outcome}`)),
    )
    for (const one of ids) expect(desk.cloud.peek(`prod-hw/${one}`)?.state).not.toBe('failed')
    expect(desk.looks.toSorted()).toEqual(ids.map((one) => `prod-hw/${one}`))
  })

  test('leaves alone what does not stand failed any more', async () => {
    desk.cloud.add(sample({ id: ids[1] ?? '', state: 'running' }))
    expect(await desk.reads(`retry --group ${id}`)).toEqual([
      ':repeat: *3 migrations restarted*',
      '1 left alone',
      `(Left alone: \`prod-hw/${ids[1]}\` is running)`,
    ])
  })

  test('names those that need storage keys, and takes keys for all of them', async () => {
    await desk.knows()
    for (const one of ids.slice(2)) {
      desk.cloud.add(sample({ id: one, state: 'failed', needsOnStart: ['source-key', 'target-key'] }))
    }
    const lines = await desk.reads(`retry --group ${id}`)
    expect(lines.slice(0, 2)).toEqual([':repeat: *2 migrations restarted*', '2 need storage keys'])
    expect(lines.filter((line) => line === '[Retry]')).toHaveLength(2)
    await desk.addKey('read')
    await desk.addKey('write')
    expect(await desk.reads(`retry --group ${id} --source read --target write`)).toEqual([
      ':repeat: *2 migrations restarted*',
      '2 already restarted',
      expect.stringContaining('Already restarted by <@U1>'),
    ])
  })

  test('goes on with the others if one cannot be retried', async () => {
    desk.cloud.remove(`prod-hw/${ids[0]}`)
    const lines = await desk.reads(`retry --group ${id}`)
    expect(lines.slice(0, 2)).toEqual([':repeat: *3 migrations restarted*', '1 could not be restarted'])
    expect(lines.join('\n')).toContain(`prod-hw/${ids[0]}`)
  })

  test('is refused to people who may not, and nothing is changed', async () => {
    await desk.addAccount('other')
    await desk.types('roles give <@U0MEMBER> operator other')
    const lines = await desk.reads(`retry --group ${id}`, { user: 'U0MEMBER' })
    expect(lines.join('\n')).toContain('You need the operator role for `prod-hw`')
    for (const one of ids) expect(desk.cloud.peek(`prod-hw/${one}`)?.state).toBe('failed')
  })

  test('says that a message is too old', async () => {
    expect((await desk.types('retry --group group:C1#1')).code).toBe('group_not_found')
  })
})
