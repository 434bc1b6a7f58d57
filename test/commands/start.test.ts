import { beforeEach, describe, expect, test } from 'vitest'
import { commands } from '../../src/commands/index.ts'
import { AppError } from '../../src/errors/errors.ts'
import { eventually } from '../eventually.ts'
import { sample } from '../migrations/sample.ts'
import { aStorageKey } from '../store/samples.ts'
import { filledIn, readable } from '../views/readable.ts'
import { createDesk, type Desk, secretOf, shownIn, workspace } from './desk.ts'

const ref = 'prod-hw/191297407830872'
let desk: Desk

beforeEach(async () => {
  desk = await createDesk()
  await desk.addAccount()
  for (const name of ['archive-write', 'photos-read', 'photos-old']) await desk.addKey(name)
})

function addPaused(): void {
  desk.cloud.add(sample({ state: 'paused' }))
  desk.cloud.becomes(ref, 'paused', 'running')
}

function addFailed(canRetry = true): void {
  desk.cloud.add(sample({ state: 'failed', failedObjects: { canRetry } }))
  desk.cloud.becomes(ref, 'failed', 'running')
}

describe('start', () => {
  test('asks for the keys if the cloud no longer has them', async () => {
    addPaused()
    const { reply } = await desk.types('start 1912…')
    expect(reply.type).toBe('form')
    expect(Object.keys(filledIn(shownIn(reply)))).toEqual(['source', 'target'])
    expect(desk.cloud.orders).toEqual([])
  })

  test('passes on the keys that the form names, and answers with the card', async () => {
    addPaused()
    const { reply } = await desk.types(`start ${ref}`, { answers: { source: 'photos-read', target: 'archive-write' } })
    expect(desk.cloud.orders).toEqual([
      {
        action: 'start',
        kind: 'task',
        id: '191297407830872',
        source: secretOf('photos-read'),
        destination: secretOf('archive-write'),
      },
    ])
    expect(reply).toMatchObject({ type: 'form done', message: { text: `Running: photos → archive (${ref})` } })
  })

  test('takes keys from its options, too, in any case', async () => {
    addPaused()
    const { reply } = await desk.types(`start ${ref} --source Photos-Read --target archive-write`)
    expect(reply.type).toBe('message')
    expect(desk.cloud.orders[0]).toMatchObject({ source: secretOf('photos-read') })
  })

  describe('through a CDN that requires a key', () => {
    const lacking = 'The source’s CDN requires an authentication key'
    beforeEach(() => {
      const needsOnStart = ['source-key', 'target-key', 'cdn-key'] as const
      desk.cloud.add(sample({ state: 'paused', needsOnStart }))
    })

    test('says so in the form', async () => {
      const text = JSON.stringify(shownIn((await desk.types(`start ${ref}`)).reply))
      expect(text).toContain('Choose a storage key with a CDN authentication key')
    })

    test('does not start with a storage key that has none', async () => {
      const answers = { source: 'photos-read', target: 'archive-write' }
      const { reply } = await desk.types(`start ${ref}`, { answers })
      expect(reply).toEqual({ type: 'form problems', problems: { source: expect.stringContaining(lacking) } })
      const typed = await desk.types(`start ${ref} --source photos-read --target archive-write`)
      expect(typed.code).toBe('cdn_key_missing')
      expect(desk.cloud.orders).toEqual([])
    })

    test('starts with a storage key that has one', async () => {
      const secret = { ...secretOf('photos-read'), cdnKey: 'example-cdn-key-not-real' }
      await desk.tools.store.storageKeys.set('photos-cdn', { ...aStorageKey(), name: 'photos-cdn', secret })
      await desk.types(`start ${ref} --source photos-cdn --target archive-write`)
      expect(desk.cloud.orders).toMatchObject([{ source: secret }])
    })
  })

  test('asks for what its options leave out', async () => {
    addPaused()
    expect((await desk.types(`start ${ref} --source photos-read`)).reply.type).toBe('form')
  })

  test('asks for no source key if the cloud needs none', async () => {
    desk.cloud.add(sample({ state: 'paused', needsOnStart: ['target-key'] }))
    desk.cloud.becomes(ref, 'paused', 'running')
    await desk.types(`start ${ref} --target archive-write`)
    expect(desk.cloud.orders[0]).toEqual({
      action: 'start',
      kind: 'task',
      id: '191297407830872',
      destination: secretOf('archive-write'),
    })
  })

  test('preselects the keys that were last used for these buckets, and none before that', async () => {
    addPaused()
    const first = filledIn(shownIn((await desk.types(`start ${ref}`)).reply))
    expect([first.source, first.target]).toEqual([undefined, undefined])
    desk.cloud.becomes(ref, 'paused', 'running')
    await desk.types(`start ${ref}`, { answers: { source: 'photos-read', target: 'archive-write' } })
    desk.cloud.becomes(ref, 'paused')
    const second = filledIn(shownIn((await desk.types(`start ${ref}`)).reply))
    expect(second).toEqual({ source: 'photos-read', target: 'archive-write' })
  })

  test('does not offer a key that has been removed', async () => {
    addPaused()
    await desk.types(`start ${ref}`, { answers: { source: 'photos-old', target: 'archive-write' } })
    await desk.types('keys remove photos-old --yes')
    desk.cloud.becomes(ref, 'paused')
    expect(filledIn(shownIn((await desk.types(`start ${ref}`)).reply)).source).toBeUndefined()
  })

  test('does not remember a key that did not help', async () => {
    addPaused()
    const error = new AppError('provider_refused', { provider: 'Huawei', code: 'OMS.0005', message: 'bad key' })
    desk.cloud.breaks('prod-hw', 'start', { error })
    desk.cloud.becomes(ref, 'paused')
    await desk.types(`start ${ref}`, { answers: { source: 'photos-old', target: 'archive-write' } })
    expect((await desk.tools.store.keyUses.list()).items).toEqual([])
  })

  test('with an unknown key makes no call', async () => {
    addPaused()
    const { code } = await desk.types(`start ${ref} --source nobody --target archive-write`)
    expect(code).toBe('storage_key_not_found')
    expect(desk.cloud.orders).toEqual([])
  })

  test('of a running migration is refused before anybody fills in a form', async () => {
    desk.cloud.add(sample())
    expect((await desk.types(`start ${ref}`)).code).toBe('action_impossible')
  })
})

describe('retry', () => {
  const answers = { source: 'photos-read', target: 'archive-write' }

  test('asks whether to retry everything or only what failed', async () => {
    addFailed()
    expect(filledIn(shownIn((await desk.types(`retry ${ref}`)).reply)).scope).toBe('all')
    desk.cloud.becomes(ref, 'failed')
    expect(filledIn(shownIn((await desk.types(`retry ${ref} --failed-only`)).reply)).scope).toBe('failed')
  })

  test('of the failed objects is refused if not all are listed, and the answer names what is possible', async () => {
    addFailed(false)
    const refusal = JSON.stringify(shownIn((await desk.types(`retry ${ref} --failed-only`)).reply))
    expect(refusal).toContain(`cannot be retried with only its failed objects: there is no complete list of them.`)
    expect(refusal).toContain('Possible now: restart, limit speed, priority, delete.')
    expect(refusal).toContain(`"retry ${ref}"`)
    expect(desk.cloud.orders).toEqual([])
  })

  test('repeats what the form says', async () => {
    addFailed()
    await desk.types(`retry ${ref}`, { answers: { ...answers, scope: 'failed' } })
    desk.cloud.becomes(ref, 'failed', 'running')
    await desk.types(`retry ${ref} --failed-only`, { answers: { ...answers, scope: 'all' } })
    expect(desk.cloud.orders.map(({ action }) => action)).toEqual(['retry-failed', 'retry'])
  })

  test('of the failed objects is refused at once if there is no list, because retrying everything is not what was requested', async () => {
    addFailed(false)
    const { code } = await desk.types(`retry ${ref} --failed-only`)
    expect(code).toBe('action_impossible')
    expect(desk.cloud.orders).toEqual([])
  })

  test('offers no choice if the cloud has no list of the failed objects', async () => {
    addFailed(false)
    expect(Object.keys(filledIn(shownIn((await desk.types(`retry ${ref}`)).reply)))).toEqual(['source', 'target'])
  })

  test('is not repeated if somebody else has restarted the migration since it was read', async () => {
    addFailed()
    const release = desk.cloud.holds('prod-hw', 'show')
    const slow = desk.begins(`retry ${ref}`, { user: 'U2', answers })
    await eventually(() => expect(desk.cloud.calls).toContain(`show ${ref}`))
    await desk.tools.store.audit.append({
      ...{ at: desk.clock.now(), user: 'U1', door: 'form', verb: 'retry', outcome: 'done', subject: ref },
    })
    release()
    expect((await desk.clock.passUntil(slow)).code).toBe('restarted_meanwhile')
    expect(desk.cloud.orders).toEqual([])
  })

  test('finds a key by typing where there are more than a hundred', async () => {
    for (let index = 0; index < 98; index += 1) await desk.addKey(`team-${index}`)
    addFailed()
    const form = shownIn((await desk.types(`retry ${ref}`)).reply)
    expect(readable(form)).toEqual(expect.arrayContaining(['Source key: external_select']))
    const asked = { question: 'source', typed: 'team-9' }
    const origin = { workspace, user: 'U1', isStranger: false, door: 'form' as const }
    for (const { suggest } of commands.filter(({ verb }) => ['start', 'retry', 'failures'].includes(verb))) {
      const found = await suggest?.({ words: [], flags: {}, typed: '', origin }, asked, desk.tools)
      expect(found?.map(({ value }) => value)).toContain('team-97')
    }
  })
})
