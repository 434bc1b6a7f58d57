import { beforeEach, describe, expect, test } from 'vitest'
import { AppError } from '../../src/errors/errors.ts'
import { projectOf } from '../../src/fleet/judge/identity.ts'
import { huawei } from '../../src/providers/huawei/index.ts'
import type { Watch } from '../../src/store/store.ts'
import { readAt, sample } from '../migrations/sample.ts'
import { keyAnswers } from '../providers/huawei/open-account.ts'
import { typedBy } from '../views/readable.ts'
import { createDesk, type Desk, shownIn } from './desk.ts'

const ref = 'prod-hw/191297407830872'
let desk: Desk

beforeEach(async () => {
  desk = await createDesk()
  await desk.addAccount()
  desk.cloud.add(sample())
})

async function kept(): Promise<Watch[]> {
  const { items } = await desk.tools.store.watches.list()
  return items.filter(({ ended }) => ended === undefined)
}

describe('watch', () => {
  test('watches in the channel where it was typed, and makes the poller look at once', async () => {
    const { reply } = await desk.types('watch 1912…')
    expect(await kept()).toEqual([
      {
        id: `${ref}@C1`,
        account: 'prod-hw',
        kind: 'task',
        migrationId: '191297407830872',
        channel: 'C1',
        identity: projectOf({ credentials: keyAnswers }, huawei),
        createdBy: 'U1',
        seen: 'running',
        createdAt: readAt,
      },
    ])
    expect(desk.looks).toEqual([ref])
    expect(typedBy(shownIn(reply))).toEqual({ 'Stop watching': `unwatch ${ref} <#C1>` })
  })

  test('watches in the chosen channel', async () => {
    await desk.types('watch 1912… <#C0MOVES|moves>')
    expect((await kept()).map(({ channel }) => channel)).toEqual(['C0MOVES'])
  })

  test('keeps the first watch if it is typed again', async () => {
    await desk.types('watch 1912…')
    await desk.clock.advance(5000)
    expect((await desk.types('watch 1912…', { user: 'U2' })).code).toBe('ok')
    expect(await kept()).toMatchObject([{ createdBy: 'U1', createdAt: readAt }])
  })

  test('takes over what a set follows, so that it has a card and stays when the set ends', async () => {
    await desk.types('watch 1912…')
    const [watch] = await kept()
    const ofSet = watch && { ...watch, createdBy: 'U2', isOfSet: true as const }
    if (ofSet !== undefined) await desk.tools.store.watches.set(ofSet.id, ofSet)
    await desk.types('watch 1912…')
    expect(await kept()).toEqual([watch])
  })

  test('recognizes a renamed migration, and distinguishes a new one of its old name', async () => {
    await desk.types('watch 1912…')
    const [renamed] = await kept()
    if (renamed !== undefined) await desk.tools.store.watches.set(renamed.id, { ...renamed, migrationId: '777' })
    desk.cloud.add(sample({ id: '777' }))
    await desk.types('watch 777')
    expect(await kept()).toHaveLength(1)
    await desk.types('watch 1912…')
    expect((await kept()).map(({ migrationId }) => migrationId).toSorted()).toEqual(['191297407830872', '777'])
  })

  test('refuses a channel in which Ferry may not post, and says how to invite it', async () => {
    desk.closed.add('C1')
    expect((await desk.reads('watch 1912…')).slice(0, 2)).toEqual([
      ':warning: Ferry can’t post in <#C1>.',
      'Invite it there with `/invite @Ferry`, then try again.',
    ])
    expect(await kept()).toEqual([])
  })

  test('does not guess a channel from a typed name', async () => {
    const { code } = await desk.types('watch 1912… #moves')
    expect(code).toBe('usage')
    expect(await kept()).toEqual([])
  })
})

describe('the audit', () => {
  const acts = async () => {
    const found: string[] = []
    for await (const { user, verb, subject, detail, outcome, role } of desk.tools.store.audit.oldestFirst()) {
      found.push(`${user} ${verb} ${subject} ${detail} ${outcome} ${role}`)
    }
    return found
  }

  test('records who watched and who ended the watch', async () => {
    await desk.types('watch 1912… <#C2>', { user: 'U3' })
    await desk.types('unwatch 1912… <#C2>', { user: 'U3' })
    expect(await acts()).toEqual([
      `U3 watch ${ref} in C2 begun viewer`,
      `U3 watch ${ref} in C2 done viewer`,
      `U3 unwatch ${ref} in C2 begun viewer`,
      `U3 unwatch ${ref} in C2 done viewer`,
    ])
    expect((await desk.reads('audit')).join('\n')).toContain(`*unwatch* \`${ref}\` done · in <#C2>`)
  })

  test('records nothing if the migration was already watched, or was not watched', async () => {
    await desk.types('watch 1912…')
    const before = await acts()
    await desk.types('watch 1912…', { user: 'U2' })
    expect((await desk.types('unwatch 1912… <#C2>')).code).toBe('watch_not_found')
    expect(await acts()).toEqual(before)
  })

  test('comes first: an act that cannot be recorded is not carried out', async () => {
    await desk.types('watch 1912…')
    const { audit } = desk.tools.store
    const append = () => Promise.reject(new AppError('store_unavailable', { reason: 'full' }))
    desk.tools.store = { ...desk.tools.store, audit: { ...audit, append } }
    expect((await desk.types('unwatch 1912…')).code).toBe('store_unavailable')
    expect((await desk.types('watch 1912… <#C2>')).code).toBe('store_unavailable')
    expect((await kept()).map(({ channel }) => channel)).toEqual(['C1'])
  })
})

describe('unwatch', () => {
  test('ends the watch of this channel and no other', async () => {
    await desk.types('watch 1912…')
    await desk.types('watch 1912… <#C2>')
    await desk.types('unwatch 1912…')
    expect((await kept()).map(({ channel }) => channel)).toEqual(['C2'])
  })

  test('takes the operator role for what somebody else follows', async () => {
    await desk.types('watch 1912…', { user: 'U3' })
    expect((await desk.types('unwatch 1912…', { user: 'U4' })).code).toBe('not_allowed')
    expect(await kept()).toHaveLength(1)
    expect((await desk.types('unwatch 1912…', { user: 'U1' })).code).toBe('ok')
    expect(await kept()).toEqual([])
  })

  test('is offered only to those who may', async () => {
    await desk.types('watch 1912…', { user: 'U3' })
    const offered = async (user: string) => (await desk.reads('watches', { user })).join('\n')
    expect(await offered('U3')).toContain('| Unwatch]')
    expect(await offered('U4')).not.toContain('Unwatch')
    expect(await offered('U1')).toContain('| Unwatch]')
  })

  test('keeps the watch, so that anybody can take it up again on its card', async () => {
    await desk.types('watch 1912…', { user: 'U3' })
    const [before] = await kept()
    await desk.types('unwatch 1912…', { user: 'U3' })
    expect((await desk.tools.store.watches.list()).items).toMatchObject([{ ended: { by: 'U3', at: readAt } }])
    expect(await desk.reads('watches')).toContain('[Follow again]')
    await desk.types('watch 1912…', { user: 'U4' })
    const resumed = { by: 'U4', at: readAt }
    expect(await kept()).toEqual([{ ...before, createdBy: 'U4', resumed }])
  })

  test('makes no call, so that it works whatever state the account is in', async () => {
    await desk.types(`watch ${ref}`)
    desk.cloud.calls.length = 0
    await desk.tools.store.accounts.delete('prod-hw')
    expect((await desk.types('unwatch 1912…')).code).toBe('ok')
    expect(desk.cloud.calls).toEqual([])
  })

  test('names the watches if several match, and ends none', async () => {
    desk.cloud.add(sample({ id: '191200000000000' }))
    await desk.types(`watch ${ref}`)
    await desk.types('watch 191200000000000')
    expect((await desk.reads('unwatch 1912…'))[0]).toBe(
      `:warning: Several watches match: \`prod-hw/191200000000000\`, \`${ref}\`.`,
    )
    expect(await kept()).toHaveLength(2)
  })

  test.each(['photos', 'archive', 'photos → archive'])('ends it by a bucket or the title: %s', async (typed) => {
    await desk.hasListed(sample())
    await desk.types(`watch ${ref}`)
    desk.cloud.calls.length = 0
    expect((await desk.types(`unwatch ${typed}`)).code).toBe('ok')
    expect(await kept()).toEqual([])
    expect(desk.cloud.calls).toEqual([])
  })

  test('says that the migration is not watched here', async () => {
    await desk.types('watch 1912… <#C2>')
    expect((await desk.types('unwatch 1912…')).code).toBe('watch_not_found')
    expect((await desk.types('unwatch')).code).toBe('ref_missing')
  })
})

describe('watches', () => {
  test('lists all of the workspace, first those that can’t be told, with what was last seen and what is wrong', async () => {
    await desk.types('watch 1912…')
    await desk.clock.advance(1000)
    desk.cloud.add(sample({ id: '200000000000000' }))
    await desk.types('watch 2000… <#C2>')
    const { channels } = desk.tools.store
    await desk.knows(sample())
    const broken = { reason: 'not_in_channel', since: 1, triedAt: 1, wasOwnerTold: true }
    await channels.set('C1', { channel: 'C1', receipts: {}, begun: {}, broken })
    const menu = '[… Details | Set a deadline | Mute for a day | Send a test there | Unwatch]'
    expect(await desk.reads('watches')).toEqual([
      '*2 watches*',
      '1 can’t be told',
      '*photos → archive*',
      ':arrow_forward: Running · 40 % · in <#C1> · by <@U1>',
      ':warning: Since 1970-01-01 00:00 UTC: Ferry can’t post there. Ferry is not in the channel. Anyone in the channel can type `/invite @Ferry` there.',
      menu,
      '`prod-hw/200000000000000`',
      'not read yet · in <#C2> · by <@U1>',
      menu,
      '[Send a test here] [… Follow a set | End a subscription | Mute | Quiet hours | Digest]',
    ])
  })
  test.each([
    ['messages_tab_disabled', 'A Slack feature that Ferry needs is turned off in the app’s settings.'],
    ['user_disabled', 'Slack lets Ferry reach none of those who follow this, and no admin. Please pass it on.'],
  ])('says so if nobody could be told of trouble in a channel: %s', async (reason, said) => {
    await desk.types('watch 1912…')
    const untold = { at: 1, text: 'Ferry can’t post there.', people: { U1: { state: 'unreachable', reason } } } as const
    const waiting = { ...untold, people: { ...untold.people, U2: { state: 'waiting' } } } as const
    const broken = { reason: 'not_in_channel', since: 1, triedAt: 1, wasOwnerTold: false }
    const { channels } = desk.tools.store
    await channels.set('C1', { channel: 'C1', receipts: {}, begun: {}, broken: { ...broken, notice: untold } })
    expect((await desk.reads('watches')).join('\n')).toContain(`:mute: Nobody could be told in private: ${said}`)
    await channels.set('C1', { channel: 'C1', receipts: {}, begun: {}, broken: { ...broken, notice: waiting } })
    expect((await desk.reads('watches')).join('\n')).not.toContain('Nobody could be told')
  })
})
