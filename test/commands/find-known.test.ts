import { beforeEach, describe, expect, test } from 'vitest'
import { AppError } from '../../src/errors/errors.ts'
import { readAt, sample } from '../migrations/sample.ts'
import { readable, typedBy } from '../views/readable.ts'
import { createDesk, type Desk, shownIn } from './desk.ts'

const unreachable = new AppError('provider_unreachable', { provider: 'Huawei Cloud OMS' })
const photos = sample()
const videos = sample({
  id: '200429548242937',
  source: { cloud: 'AWS', bucket: 'videos' },
  target: { cloud: 'Huawei Cloud', bucket: 'archive-2026', region: 'cn-north-4' },
})
let desk: Desk

beforeEach(async () => {
  desk = await createDesk()
  await desk.addAccount('prod-hw')
  await desk.addAccount('test-hw')
})

/** The clouds have these migrations, and the leader knows them. */
async function isKnown(...migrations: (typeof photos)[]): Promise<void> {
  desk.cloud.add(...migrations)
  await desk.hasListed(...migrations)
}

function cutOff(account: string): void {
  desk.cloud.breaks(account, 'show', { error: unreachable })
}

describe('a migration that Ferry knows is read with one call', () => {
  test.each(['1912…', '1912', 'prod-hw/1912…', '"photos run"', 'photos', 'phot…', 'archive'])(
    'found by %s',
    async (ref) => {
      await isKnown(sample({ name: 'Photos run' }), videos)
      expect(await desk.reads(`status ${ref}`)).toContain('*photos → archive*')
      expect(desk.cloud.calls).toEqual(['show prod-hw/191297407830872'])
    },
  )

  test.each(['photos → archive', 'photos -&gt; archive', 'photos => archive', '#1912', '１９１２', '１９１２…'])(
    'found as people copy or type it elsewhere: %s',
    async (typed) => {
      await isKnown(photos, videos, sample({ id: '210713160544021', target: { bucket: 'elsewhere' } }))
      expect(await desk.reads(`status ${typed}`)).toContain('*photos → archive*')
    },
  )

  test('and not found by a title of which only one bucket is its own', async () => {
    await isKnown(photos, videos)
    expect((await desk.reads('status photos → archive-2026'))[0]).toContain('matches `photos → archive-2026`.')
  })

  test('found by a name in another script', async () => {
    await isKnown(sample({ name: '백업' }), videos)
    expect(await desk.reads('status 백업')).toContain('*photos → archive*')
    expect((await desk.reads('status 1912… 백업'))[0]).toContain('does not understand `백업`')
  })

  test('and shows the time left that the card in the channel shows, from the speed that Ferry measured', async () => {
    const measured = { bytesPerSecond: 1_000_000, overMs: 600_000 }
    desk.cloud.add(photos)
    await desk.hasListed({ ...photos, measured })
    const known = await desk.reads('status 1912…')
    await desk.hasListed(photos)
    expect(await desk.reads('status 1912…')).not.toEqual(known)
    desk.cloud.add({ ...photos, state: 'paused' })
    await desk.hasListed({ ...photos, measured })
    expect((await desk.reads('status 1912…')).join('\n')).not.toContain('measured by Ferry')
  })

  test('however many others there are', async () => {
    const others = Array.from({ length: 500 }, (_, index) => sample({ id: String(200_000_000_000_000 + index) }))
    await isKnown(photos, ...others)
    await desk.types('status 1912…')
    expect(desk.cloud.calls).toEqual(['show prod-hw/191297407830872'])
  })

  test('and several that fit need none: the person chooses', async () => {
    await isKnown(photos, videos)
    const { reply } = await desk.types('pause archive…')
    expect(shownIn(reply)).toMatchObject({ text: '2 migrations match archive…' })
    expect(readable(shownIn(reply))).toEqual(
      expect.arrayContaining(['`prod-hw/191297407830872`', '`prod-hw/200429548242937`']),
    )
    expect(desk.cloud.calls).toEqual([])
  })
})

describe('what Ferry does not know', () => {
  test('is asked for in the clouds by its whole id, with one call for each account and no list', async () => {
    await isKnown(photos)
    desk.cloud.add(videos)
    expect(await desk.reads('status 200429548242937')).toContain('*videos → archive-2026*')
    expect(desk.cloud.calls).toEqual(['show prod-hw/200429548242937', 'show test-hw/200429548242937'])
  })

  test('is not looked for by anything else, without a call', async () => {
    await isKnown(photos)
    desk.cloud.add(videos)
    for (const typed of ['2004…', 'videos', 'archive-2026']) {
      expect((await desk.types(`status ${typed}`)).code).toBe('migration_not_found')
    }
    expect(desk.cloud.calls).toEqual([])
  })

  test('may be in an account that is not listed completely yet: the answer says so', async () => {
    await desk.hasListed(photos)
    desk.cloud.add(photos)
    await desk.addAccount('new-hw')
    const lines = await desk.reads('status 1912…')
    expect(lines[0]).toBe('1 migration matches `1912…`. Is it this one?')
    expect(lines.at(-1)).toBe('(:warning: `new-hw`: Ferry is still listing this account.)')
    expect(await desk.reads('status 191297407830872')).toContain('*photos → archive*')
  })
})

describe('if the cloud cannot be read', () => {
  test('status shows what Ferry last knew, why it is old and since when', async () => {
    await isKnown(photos)
    cutOff('prod-hw')
    const lines = await desk.reads('status 1912…')
    expect(lines).toContain('*photos → archive*')
    expect(lines).toContain(':warning: These figures are out of date: Huawei Cloud OMS is not responding.')
    expect(lines.join()).toContain(`Since ${new Date(readAt).toISOString().slice(0, 10)}`)
  })

  test('an action is refused with the error of its own cloud, and no other cloud is asked', async () => {
    await isKnown(photos)
    cutOff('prod-hw')
    cutOff('test-hw')
    expect((await desk.types('pause 1912…')).code).toBe('provider_unreachable')
    expect(desk.cloud.calls).toEqual(['show prod-hw/191297407830872'])
  })

  test('another account that fails does not matter', async () => {
    await isKnown(photos)
    cutOff('test-hw')
    expect(await desk.reads('status 1912…')).toContain('*photos → archive*')
  })

  test('list shows the account as Ferry last saw it, and how old that is', async () => {
    await isKnown(photos, videos)
    cutOff('prod-hw')
    await desk.hasTrouble('prod-hw', unreachable)
    await desk.hasListed()
    const lines = await desk.reads('list')
    expect(lines[0]).toBe('*2 migrations*')
    expect(lines).toContain('(Figures from 2026-11-21 12:00 UTC or later.)')
    expect(lines).toContain(
      '(:warning: `prod-hw`: Huawei Cloud OMS is not responding. Its migrations are shown as Ferry last read them.)',
    )
    expect((await desk.reads('list prod-hw paused'))[0]).toBe('No migration in `prod-hw` is paused.')
  })

  test('list offers the way out if a person has to mend the account', async () => {
    await isKnown(photos)
    await desk.hasTrouble(
      'prod-hw',
      new AppError('provider_denied', { account: 'prod-hw', provider: 'Huawei Cloud OMS' }),
    )
    await desk.hasListed()
    const { reply, code } = await desk.types('list prod-hw')
    expect(code).toBe('ok')
    expect(typedBy(shownIn(reply))['Connect again']).toBe('connect prod-hw')
  })
})

describe('what is not there any more', () => {
  test('is not found by name or bucket once it was deleted', async () => {
    await desk.hasListed(sample({ state: 'deleted' }))
    expect((await desk.types('status photos')).code).toBe('migration_not_found')
  })

  test('is said to be missing if the cloud has just lost it', async () => {
    await isKnown(photos)
    desk.cloud.remove('prod-hw/191297407830872')
    const lines = await desk.reads('status 1912…')
    expect(lines).toContain('*photos → archive*')
    expect(lines.join()).toContain('Huawei Cloud OMS no longer shows `prod-hw/191297407830872`.')
    expect((await desk.types('pause 1912…')).code).toBe('migration_missing')
  })
})
