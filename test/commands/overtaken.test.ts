import { beforeEach, describe, expect, test } from 'vitest'
import type { Migration } from '../../src/migrations/migration.ts'
import { refOf } from '../../src/migrations/typed/ref.ts'
import { sample } from '../migrations/sample.ts'
import { createDesk, type Desk } from './desk.ts'

const ref = 'prod-hw/191297407830872'
let desk: Desk

beforeEach(async () => {
  desk = await createDesk()
  await desk.addAccount()
})

/** Has the second person delete these, and the leader find that they are gone. */
async function wasDeleted(...migrations: Migration[]): Promise<void> {
  const failed = migrations.map((one) => ({ ...one, state: 'failed' as const }))
  for (const one of failed) {
    desk.cloud.add(one)
    desk.cloud.becomes(refOf(one), 'failed', 'deleted')
    await desk.types(`delete ${refOf(one)} --yes`, { user: 'U2' })
    desk.cloud.remove(refOf(one))
  }
  await desk.hasListed(...failed.map((one) => ({ ...one, state: 'deleted' as const })))
}

/** The line of an answer that says who did what. Without it, nobody is named. */
async function whoIn(text: string, user = 'U1'): Promise<string[]> {
  const lines = await desk.reads(text, { user })
  return lines.flatMap((line) => /^\(((?:<@U\w+>|You) .+?) \d{4}-/.exec(line)?.[1] ?? [])
}

describe('a person who comes too late is told who was first', () => {
  test('to pause it', async () => {
    desk.cloud.add(sample())
    desk.cloud.becomes(ref, 'running', 'paused')
    await desk.types(`pause ${ref}`, { user: 'U2' })
    expect(await whoIn(`pause ${ref}`)).toEqual(['<@U2> paused it'])
    expect(await whoIn(`pause ${ref}`, 'U2')).toEqual(['You paused it'])
  })

  test('and nobody is named for a state that their act did not lead to', async () => {
    desk.cloud.add(sample())
    desk.cloud.becomes(ref, 'running', 'paused')
    await desk.types(`pause ${ref}`, { user: 'U2' })
    desk.cloud.becomes(ref, 'succeeded')
    expect(await whoIn(`pause ${ref}`)).toEqual([])
  })

  test('and nobody is named who paused it before it was started again, if it was paused outside Ferry since', async () => {
    desk.cloud.add(sample())
    desk.cloud.becomes(ref, 'running', 'paused')
    await desk.types(`pause ${ref}`, { user: 'U2' })
    await desk.addKey('read')
    await desk.addKey('write')
    desk.cloud.becomes(ref, 'paused', 'running')
    await desk.types(`start ${ref} --source read --target write`, { user: 'U2' })
    desk.cloud.add(sample({ state: 'paused' }))
    desk.cloud.becomes(ref, 'paused')
    expect(await whoIn(`pause ${ref}`)).toEqual([])
  })

  test.each(['pause', 'delete', 'retry', 'watch'])('to delete what they want to %s', async (verb) => {
    desk.cloud.add(sample({ state: 'failed' }))
    await desk.hasListed(sample({ state: 'failed' }))
    desk.cloud.becomes(ref, 'failed', 'deleted')
    await desk.types(`delete ${ref} --yes`, { user: 'U2' })
    desk.cloud.remove(ref)
    const lines = await desk.reads(`${verb} ${ref}`)
    expect([verb, ...lines].join('\n')).toContain(`\`${ref}\` was deleted.`)
    expect(lines.join('\n')).toContain('<@U2> deleted it 20')
    expect(lines.join('\n')).not.toContain('The nearest')
  })

  test.each(['pause 1912…', 'delete 1912', 'watch photos-2026', 'status prod-hw/1912…', 'retry "photos → archive"'])(
    'to delete what they shorten or call by its name: %s',
    async (text) => {
      await wasDeleted(sample({ name: 'photos-2026' }))
      const lines = (await desk.reads(text)).join('\n')
      expect(lines).toContain(`\`${ref}\` was deleted.`)
      expect(lines).toContain('<@U2> deleted it 20')
    },
  )

  test('and nothing is called deleted that may be another migration', async () => {
    await wasDeleted(sample(), sample({ id: '191200000000001' }))
    expect((await desk.types('pause 1912…')).code).toBe('migration_not_found')
    expect((await desk.reads('pause 19129…'))[0]).toBe(`:warning: \`${ref}\` was deleted.`)
  })

  test('to disconnect the account', async () => {
    desk.cloud.add(sample())
    await desk.types('disconnect prod-hw --yes', { user: 'U2' })
    for (const text of [`pause ${ref}`, 'disconnect prod-hw --yes', 'agree prod-hw']) {
      const lines = (await desk.reads(text)).join('\n')
      expect(`${text}: ${lines}`).toContain('Account `prod-hw` is no longer connected.')
      expect(lines).toContain('<@U2> disconnected it 20')
      expect(lines).toContain('[Connect again]')
    }
    await desk.addAccount('other')
    expect(await whoIn(`pause ${ref}`)).toEqual(['<@U2> disconnected it'])
  })

  test('to end a watch, and can follow again', async () => {
    desk.cloud.add(sample())
    await desk.types(`watch ${ref}`, { user: 'U2' })
    await desk.types(`unwatch ${ref}`, { user: 'U2' })
    const lines = await desk.reads(`unwatch ${ref}`)
    expect(lines[0]).toBe(`:warning: \`${ref}\` is no longer watched in <#C1>.`)
    expect(lines).toContain('[Follow again]')
    for (const typed of ['191297407830872', '1912…', '1912']) {
      expect(await whoIn(`unwatch ${typed}`)).toEqual(['<@U2> ended the watch'])
    }
    expect(await whoIn(`unwatch ${ref} <#C2>`)).toEqual([])
  })

  test('to end a subscription', async () => {
    await desk.types('subscribe prod-hw failed', { user: 'U2' })
    const [{ id } = { id: '' }] = (await desk.tools.store.subscriptions.list()).items
    await desk.types(`unsubscribe ${id}`, { user: 'U2' })
    expect((await desk.reads(`unsubscribe ${id}`))[0]).toBe(':warning: <#C1> no longer follows `prod-hw`.')
    expect(await whoIn(`unsubscribe ${id}`)).toEqual(['<@U2> ended it'])
  })

  test('to remove a storage key', async () => {
    await desk.addKey('read')
    await desk.types('keys remove read --yes', { user: 'U2' })
    expect(await whoIn('keys remove read --yes')).toEqual(['<@U2> removed it'])
  })

  test('to restart what they want to take care of', async () => {
    const failed = sample({ state: 'failed' })
    desk.cloud.add(failed)
    await desk.hasListed(sample({ state: 'running' }))
    await desk.addKey('read')
    await desk.addKey('write')
    desk.cloud.becomes(ref, 'failed', 'running')
    await desk.types(`retry ${ref} --source read --target write`, { user: 'U2' })
    expect(await whoIn(`ack ${ref}`)).toEqual(['<@U2> restarted it'])
  })

  test('to remove a role, and nobody is named for a role that was never given', async () => {
    await desk.types('roles give <@U5> operator prod-hw', { user: 'U2' })
    await desk.types('roles take <@U5> prod-hw', { user: 'U2' })
    expect(await whoIn('roles take <@U5> prod-hw')).toEqual(['<@U2> removed the role'])
    expect(await whoIn('roles take <@U5>')).toEqual([])
    expect(await whoIn('roles take <@U6> prod-hw')).toEqual([])
  })

  test('to remove the owners', async () => {
    await desk.types('owner prod-hw <@U5>', { user: 'U2' })
    await desk.types('owner prod-hw none', { user: 'U2' })
    expect(await whoIn('owner prod-hw none')).toEqual(['<@U2> removed the owners'])
  })

  test('also after everything else was acted on together since', async () => {
    await desk.types('disconnect prod-hw --yes', { user: 'U2' })
    await hasActed(400)
    expect(await whoIn('disconnect prod-hw')).toEqual(['<@U2> disconnected it'])
    await desk.clock.advance(86_400_000)
    expect(await whoIn('disconnect prod-hw')).toEqual([])
  })

  test('unless that was longer than a week ago, or the audit cannot be read', async () => {
    await desk.types('disconnect prod-hw --yes', { user: 'U2' })
    const { audit } = desk.tools.store
    desk.tools.store = {
      ...desk.tools.store,
      audit: {
        ...audit,
        newestFirst: () => {
          throw new Error('lost')
        },
      },
    }
    expect((await desk.types('agree prod-hw')).code).toBe('account_none')
    desk.tools.store = { ...desk.tools.store, audit }
    await desk.clock.advance(8 * 86_400_000)
    expect((await desk.types('agree prod-hw')).code).toBe('account_none')
  })
})

/** Has other people act on other things, and leave so many entries in the audit. */
async function hasActed(entries: number): Promise<void> {
  const act = { user: 'U7', door: 'typed', verb: 'pause', outcome: 'done' } as const
  for (let left = entries; left > 0; left -= 1) {
    await desk.tools.store.audit.append({ ...act, subject: `prod-hw/${left}`, at: desk.clock.now() })
  }
}

/** How many entries of the audit the answer to a command reads. */
async function readBy(text: string): Promise<number> {
  const { audit } = desk.tools.store
  let read = 0
  async function* newestFirst() {
    for await (const act of audit.newestFirst()) {
      read += 1
      yield act
    }
  }
  desk.tools.store = { ...desk.tools.store, audit: { ...audit, newestFirst } }
  await desk.types(text)
  desk.tools.store = { ...desk.tools.store, audit }
  return read
}

describe('of the audit', () => {
  test.each(['pause 2308…', 'status 2308', 'delete photos-2025', 'unwatch 2308…', 'unwatch photos'])(
    'nothing is read for a shortened id that was mistyped: %s',
    async (text) => {
      await desk.hasListed(sample())
      await hasActed(2)
      expect(await readBy(text)).toBe(0)
    },
  )

  test('nothing is read for a state to which no act leads', async () => {
    desk.cloud.add(sample({ state: 'succeeded' }))
    await hasActed(2)
    expect(await readBy(`pause ${ref}`)).toBe(0)
  })

  test.each([
    'disconnect prod-hx',
    'pause prod-hx/1912…',
    'keys remove foo',
    'roles take <@U6>',
    'owner prod-hw none',
    'pause 191297407830873',
    'unmute all',
  ])('little is read for what may never have been there, however much was done: %s', async (text) => {
    await desk.hasListed(sample())
    await hasActed(1200)
    await desk.clock.advance(86_400_000)
    const read = await readBy(text)
    expect(read).toBeGreaterThan(0)
    expect(read).toBeLessThanOrEqual(200)
  })
})
