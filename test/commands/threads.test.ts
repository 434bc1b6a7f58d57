import { beforeEach, describe, expect, test } from 'vitest'
import { requestMigration } from '../../src/commands/request-acts.ts'
import type { Migration } from '../../src/migrations/migration.ts'
import { refOf } from '../../src/migrations/typed/ref.ts'
import { asMessage } from '../../src/slack/answer/interaction.ts'
import type { Channel, Group, Watch } from '../../src/store/store.ts'
import { aDraft, aSpec, passed } from '../approvals/samples.ts'
import { sample } from '../migrations/sample.ts'
import { readable } from '../views/readable.ts'
import { createDesk, type Desk, deskIdentity as identity, workspace } from './desk.ts'

const thread = '1795476000.000100'
const running = sample()
const failed = sample({
  id: '230800000000001',
  state: 'failed',
  source: { cloud: 'AWS', bucket: 'orders' },
  failure: { code: 'TRF.0055' },
})
let desk: Desk

beforeEach(async () => {
  desk = await createDesk()
  await desk.addAccount()
  desk.cloud.add(running, failed)
  await desk.hasListed(running, failed)
})

const says = async (text: string, how = {}) => (await desk.reads(text, { thread, ...how })).join('\n')

/** The messages that Slack has accepted in the channel: the id of each thread, and its first message. */
async function shows(receipts: Record<string, string>, more: Partial<Channel> = {}, channel = 'C1'): Promise<void> {
  const own = Object.entries(receipts).map(([id, cardTs]) => [id, { cardTs, deliveredSeq: 1 }] as const)
  await desk.tools.store.channels.set(channel, { channel, receipts: Object.fromEntries(own), begun: {}, ...more })
}

async function watched(migration: Migration, more: Partial<Watch> = {}): Promise<string> {
  const { account, id: migrationId, kind } = migration
  const id = `${refOf(migration)}@C1`
  const watch = { id, account, kind, migrationId, channel: 'C1', createdBy: 'U1', createdAt: 1, ...more }
  await desk.tools.store.watches.set(id, watch)
  return id
}

describe('in the thread of a card, no id is needed for', () => {
  beforeEach(async () => shows({ [await watched(running)]: thread }))

  test.each(['status', 'status?', 'status please', 'show it', 'status of'.slice(0, 6), 'Please status this one.'])(
    '%s',
    async (text) => {
      expect(await says(text)).toContain('*photos → archive*')
    },
  )

  test.each(['pause', 'pause it please', 'pause this!', 'please pause it'])('%s', async (text) => {
    await says(text)
    expect(desk.cloud.calls).toContain('pause prod-hw/191297407830872')
  })

  test('nothing that acts while a page is turned', async () => {
    expect(await says('pause --page 2')).toContain('[This one]')
    expect(desk.cloud.calls.filter((call) => call.startsWith('pause'))).toEqual([])
  })

  test.each(['why?', 'why', 'why did it fail?', 'why is this stuck', 'explain'])('%s', async (text) => {
    expect(await says(text)).toMatch(/\*photos → archive\*[\s\S]*It has not failed\./)
  })

  test.each(['limit 20MB/s', 'limit it to 20MB/s please'])('%s', async (text) => {
    expect(await says(text)).toContain('photos → archive')
  })

  test.each(['priority high', 'delete it', 'cancel', 'stats 7d please', 'failures csv', 'watch #C2'])(
    '%s, which finds the migration, whatever comes of it',
    async (text) => {
      const { code } = await desk.types(text, { thread })
      expect(code).not.toBe('ref_missing')
      expect(code).not.toBe('migration_not_found')
    },
  )

  test('unwatch', async () => {
    expect(await says('unwatch this please')).toContain('No longer watching `prod-hw/191297407830872`')
  })

  test('an explicit id comes first', async () => {
    expect(await says('status 2308…')).toContain('*orders → archive*')
    expect(await says('why 2308')).toContain('*Failed: orders → archive*')
    expect(await says('explain TRF.0008')).toContain('(`TRF.0008`)')
    expect(await says('explain trf 8')).not.toContain('photos')
  })

  test('words about something else are explained below the migration’s own state', async () => {
    const answer = await says('explain frozen account')
    expect(answer).toMatch(/\*photos → archive\*[\s\S]*About `frozen account`:[\s\S]*account is frozen/)
  })

  test('a form that a mention cannot open is opened by a button that names the migration', async () => {
    const { reply } = await desk.types('limit it', { thread })
    expect(JSON.stringify(asMessage(reply, 'limit it'))).toContain('"limit prod-hw/191297407830872"')
  })

  test('in this channel and workspace only, and not for a typed command', async () => {
    for (const how of [{ channel: 'C2' }, { thread: '1795476000.000101' }, { thread: undefined }]) {
      expect(await says('status', how)).toContain('Which migration? `status` needs an id.')
    }
  })
})

describe('the thread is known', () => {
  test('of a failed migration’s card, whose failure is the answer', async () => {
    await shows({ [await watched(failed)]: thread })
    const answer = await says('why did it fail?')
    expect(answer).toContain('*Failed: orders → archive*')
    expect(answer).toContain('(`TRF.0055`)')
    expect(answer.match(/What to do/g)).toHaveLength(1)
    expect((await says('why is the destination bucket full?')).match(/TRF\.0055/g)).toHaveLength(1)
  })

  test('of a request whose card became the migration’s', async () => {
    const id = await watched(running, { takesOver: 'r-1' })
    await shows({ 'r-1': thread, [id]: thread })
    expect(await says('status')).toContain('*photos → archive*')
  })

  test('while the cloud renames the migration', async () => {
    await shows({ [await watched({ ...running, id: 'old-name' }, { nextMigrationId: running.id })]: thread })
    expect(await says('status')).toContain('*photos → archive*')
  })

  test('of a watch whose record is gone, by what is still known', async () => {
    await shows({ [`${refOf(failed)}@C1#7`]: thread })
    expect(await says('why')).toContain('*Failed: orders → archive*')
    await shows({}, { past: { [thread]: refOf(failed) } })
    expect(await says('why')).toContain('*Failed: orders → archive*')
  })

  test('of a notice or of something unknown as no migration’s', async () => {
    await shows({ 'account:prod-hw@C1': thread })
    expect(await says('status')).toContain('Which migration?')
    expect(await says('why did it fail')).toContain('Which migration, or which code?')
  })
})

describe('in the thread of a group', () => {
  const group: Group = {
    id: 'group:C1#7',
    channel: 'C1',
    cause: 'TRF.0055',
    openedAt: 7,
    members: [running, failed, { ...failed, id: '230800000000002' }].map((migration, seq) => ({
      ...{ watchId: `${refOf(migration)}@C1`, seq, at: 7, account: 'prod-hw', migrationId: migration.id },
      ...{ from: 'a', to: 'b', state: 'failed' as const },
    })),
  }

  test('Ferry asks which one is meant, the failed ones first for `why`', async () => {
    await desk.tools.store.groups.set(group.id, group)
    await shows({ [group.id]: thread })
    const answer = await says('why?')
    expect(answer).toContain('This thread is about 3 migrations. Which one?')
    expect(answer.indexOf('orders → archive')).toBeLessThan(answer.indexOf('photos → archive'))
    expect(answer).toContain('1 of them is not known any more.')
    expect(JSON.stringify((await desk.types('pause it', { thread })).reply)).toContain(
      '"pause prod-hw/191297407830872"',
    )
    expect(desk.cloud.calls).toEqual([])
  })

  test('`retry` offers all of them too', async () => {
    const again = { ...failed, id: '230800000000002' }
    desk.cloud.add(again)
    await desk.hasListed(running, failed, again)
    await desk.tools.store.groups.set(group.id, group)
    await shows({ [group.id]: thread })
    const { reply } = await desk.types('retry', { thread })
    expect(JSON.stringify(reply)).toContain('"retry --group group:C1#7"')
    expect(readable(asMessage(reply, 'retry')).join('\n')).toMatch(/\[Retry all.*\]/)
  })

  test('with one member, that one is meant', async () => {
    await desk.tools.store.groups.set(group.id, { ...group, members: group.members.slice(1, 2) })
    await shows({ [group.id]: thread })
    expect(await says('why')).toContain('*Failed: orders → archive*')
  })
})

test('in the thread of a board, Ferry asks which of its migrations is meant', async () => {
  await watched(running)
  await watched(failed)
  await shows({ 'board:C1#7': thread }, { board: { openedAt: 7 } })
  const answer = await says('status')
  expect(answer).toContain('This thread is about 2 migrations. Which one?')
  for (const verb of ['limit 20MB/s', 'unwatch', 'priority low']) expect(await says(verb)).toContain('Which one?')
})

test('in the thread of a request without a migration, Ferry says why there is none', async () => {
  const origin = { workspace, user: 'U1', channel: 'C1', isStranger: false, door: 'typed' } as const
  const asked = { draft: aDraft(), spec: aSpec(), identity, checks: passed, bytes: 1e9, origin }
  const { id } = await requestMigration(asked, desk.tools)
  await shows({ [id]: thread })
  for (const text of ['status', 'why?', 'pause it']) {
    expect(await desk.reads(text, { thread })).toEqual([
      `:warning: Request \`${id}\` has no migration yet: it waits for approval.`,
      `Type \`/migrate review ${id}\` to see where it stands.`,
      '[Review]',
    ])
  }
})
