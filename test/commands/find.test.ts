import { beforeEach, describe, expect, test } from 'vitest'
import { AppError } from '../../src/errors/errors.ts'
import { sample } from '../migrations/sample.ts'
import { readable, typedBy } from '../views/readable.ts'
import { createDesk, type Desk, shownIn } from './desk.ts'

const unreachable = new AppError('provider_unreachable', { provider: 'Huawei Cloud OMS' })
let desk: Desk

beforeEach(async () => {
  desk = await createDesk()
})

async function withAccounts(...names: string[]): Promise<void> {
  for (const name of names) await desk.addAccount(name)
}

test('a page that is no number is refused, as in every list', async () => {
  await withAccounts('prod-hw')
  desk.cloud.add(sample())
  expect((await desk.reads('status 1912… --page two'))[0]).toContain('`--page` takes a number from 1.')
})

describe('a migration is found', () => {
  test('by its full id with one call', async () => {
    await withAccounts('prod-hw')
    desk.cloud.add(sample())
    expect(await desk.reads('status 191297407830872')).toContain('*photos → archive*')
    expect(desk.cloud.calls).toEqual(['show prod-hw/191297407830872'])
  })

  test.each(['1912…', '1912', '1912.', 'prod-hw/1912…', 'Prod-HW/1912', '"photos run"', 'PHOTOS'])(
    'by %s',
    async (ref) => {
      await withAccounts('prod-hw', 'test-hw')
      desk.cloud.add(sample({ name: 'Photos run' }))
      expect(await desk.reads(`status ${ref}`)).toContain('*photos → archive*')
    },
  )

  test('in the named account, without calls to the others', async () => {
    await withAccounts('prod-hw', 'test-hw')
    desk.cloud.add(sample())
    await desk.types('status prod-hw/1912…')
    expect(desk.cloud.calls).toEqual(['show prod-hw/191297407830872'])
  })

  test('by its full id even if another account cannot be read', async () => {
    await withAccounts('prod-hw', 'test-hw')
    desk.cloud.add(sample())
    desk.cloud.breaks('test-hw', 'show', { error: unreachable })
    expect(await desk.reads('status 191297407830872')).toContain('*photos → archive*')
  })
})

describe('the person chooses', () => {
  test.each(['--page 2', '--page 1'])('still, if only one is left when they turn to %s', async (page) => {
    await withAccounts('prod-hw')
    desk.cloud.add(sample())
    const { reply } = await desk.types(`pause 1912… ${page}`)
    expect(readable(shownIn(reply))[0]).toBe('1 migration matches `1912…`. Is it this one?')
    expect(typedBy(shownIn(reply))).toMatchObject({ 'This one': 'pause prod-hw/191297407830872' })
    expect(desk.cloud.calls.join()).not.toContain('pause')
  })

  test('among several migrations that match', async () => {
    await withAccounts('prod-hw', 'test-hw')
    desk.cloud.add(sample(), sample({ account: 'test-hw', id: '191200000000000' }))
    const { reply } = await desk.types('pause 1912…')
    expect(Object.values(typedBy(shownIn(reply)))).toContain('pause test-hw/191200000000000')
    expect(desk.cloud.calls.filter((call) => call.startsWith('pause'))).toEqual([])
  })

  test('if a full id exists in two accounts', async () => {
    await withAccounts('prod-hw', 'test-hw')
    desk.cloud.add(sample(), sample({ account: 'test-hw' }))
    expect((await desk.reads('pause 191297407830872'))[0]).toBe('2 migrations match `191297407830872`. Which one?')
  })

  test('if one migration matches, but an account that may hold another is still being listed', async () => {
    await withAccounts('prod-hw', 'test-hw')
    desk.cloud.add(sample())
    desk.isListing('test-hw')
    const lines = await desk.reads('pause 1912…')
    expect(lines[0]).toBe('1 migration matches `1912…`. Is it this one?')
    expect(lines.at(-1)).toBe('(:warning: `test-hw`: Ferry is still listing this account.)')
    expect(desk.cloud.calls).not.toContain('pause prod-hw/191297407830872')
  })

  test('and the answer keeps what they wanted to do with it', async () => {
    await withAccounts('prod-hw')
    desk.cloud.add(sample(), sample({ id: '191200000000000' }))
    const chosen = async (text: string) => typedBy(shownIn((await desk.types(text)).reply))['This one']
    expect(await chosen('status 1912… --share')).toBe('status prod-hw/191200000000000 --share')
    expect(await chosen('retry 1912… --failed-only')).toBe('retry prod-hw/191200000000000 --failed-only')
    expect(await chosen('watch 1912… <#C9|moves>')).toBe('watch prod-hw/191200000000000 <#C9|moves>')
  })

  test('and has to confirm a deletion again that was confirmed for a prefix', async () => {
    await withAccounts('prod-hw')
    desk.cloud.add(sample(), sample({ id: '191200000000000' }))
    const { reply } = await desk.types('delete 1912… --yes')
    expect(typedBy(shownIn(reply))['This one']).toBe('delete prod-hw/191200000000000')
  })
})

describe('nothing is found', () => {
  test('and the nearest match is suggested', async () => {
    await withAccounts('prod-hw')
    desk.cloud.add(sample())
    const { reply, code } = await desk.types('status 191297407830873')
    expect(code).toBe('migration_not_found')
    expect(shownIn(reply)).toMatchObject({
      text: 'No migration matches `191297407830873`. The nearest: `191297407830872`.',
    })
    expect(typedBy(shownIn(reply))).toEqual({ 'List migrations': 'list' })
  })

  test('but an unreadable account is the answer to a whole id, because "not found" could be untrue', async () => {
    await withAccounts('prod-hw', 'test-hw')
    desk.cloud.breaks('test-hw', 'show', { error: unreachable })
    expect((await desk.types('status 191297407830872')).code).toBe('provider_unreachable')
  })

  test('and the answer names an account that can’t be read, or is still being listed', async () => {
    await withAccounts('prod-hw', 'test-hw')
    desk.isListing('test-hw')
    expect((await desk.reads('status wave2'))[0]).toBe(
      ':warning: No migration matches `wave2`. Ferry is still listing `test-hw`: try the whole id.',
    )
    await desk.hasTrouble(
      'prod-hw',
      new AppError('provider_denied', { provider: 'Huawei Cloud OMS', account: 'prod-hw' }),
    )
    expect((await desk.reads('status prod-hw/wave2'))[0]).toContain('`prod-hw` can’t be read at the moment:')
  })

  test('because of an unexpected error, which the log contains under the reference shown', async () => {
    await withAccounts('prod-hw')
    desk.cloud.breaks('prod-hw', 'show', { error: new RangeError('a bug') })
    const { reply, code } = await desk.types('status 191297407830872')
    expect(code).toBe('unexpected')
    const reference = /Reference `([0-9a-f]{8})`/.exec(JSON.stringify(shownIn(reply)))?.[1]
    expect(reference).toBeDefined()
    expect(desk.log).toContainEqual({
      level: 'error',
      details: expect.objectContaining({ reference, err: expect.any(RangeError) }),
      message: 'Command failed',
    })
  })

  test.each([
    ['status', 'ref_missing'],
    ['status …', 'ref_missing'],
    ['status prod-hw/', 'ref_missing'],
    ['status prod-hx/1912', 'account_not_found'],
  ])('for %s: %s', async (text, code) => {
    await withAccounts('prod-hw')
    expect((await desk.types(text)).code).toBe(code)
  })

  test('before an account is connected, and a button opens the form', async () => {
    const { reply, code } = await desk.types('status 1912…')
    expect(code).toBe('account_none')
    expect(typedBy(shownIn(reply))).toEqual({ 'Connect an account': 'connect' })
  })
})
