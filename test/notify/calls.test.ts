import { describe, expect, test } from 'vitest'
import { type Owned, ownerKey } from '../../src/access/owners.ts'
import { subjectOf } from '../../src/access/roles.ts'
import { AppError } from '../../src/errors/errors.ts'
import type { WorkspacePeople } from '../../src/requests/requests.ts'
import { createWorld, type World } from '../observe/world.ts'
import { aMigration, inState } from './samples.ts'

const minuteMs = 60_000
const full = { code: 'TRF.0055' }
const account: Owned = { type: 'account', account: 'prod-hw' }
const bucket = (pattern: string): Owned => ({ type: 'bucket', pattern })
const ids = (count: number, from = 1912) => Array.from({ length: count }, (_, index) => `${from + index}`)

/** A leader over watches of these migrations, each to the bucket `archive` unless another is given, and owners. */
async function createOwned(
  owners: readonly [Owned, ...string[]][],
  migrations: readonly (string | [id: string, bucket: string])[],
  people: Partial<WorkspacePeople> = {},
): Promise<World> {
  const world = await createWorld({ isSending: true, people })
  for (const [of, ...subjects] of owners) {
    const owner = { of, subjects: subjects.map(subjectOf), setBy: 'U0ADMIN', setAt: 0 }
    await world.workspace.owners.set(ownerKey(of), owner)
  }
  for (const one of migrations) {
    const [id, to] = typeof one === 'string' ? [one, 'archive'] : one
    world.cloud.add(aMigration({ id, target: { bucket: to } }))
    await world.watch(id)
  }
  await world.minutes(2)
  return world
}

async function fail(world: World, those: readonly string[]): Promise<void> {
  for (const id of those) {
    const { target } = world.known(id)?.migration ?? aMigration()
    world.cloud.add(inState('failed', { id, target, failure: full }))
  }
  await world.tick()
  await world.clock.advance(10_000)
}

/** Whom each message called when it was posted, oldest first. Messages that called nobody are left out. */
const called = ({ slack }: World) =>
  slack.messages.flatMap(({ posted }) => {
    const names = [...JSON.stringify(posted).matchAll(/<(?:@|!subteam\^)(\w+)>/g)].map(([, id]) => id)
    return names.length === 0 ? [] : [names.join(' ')]
  })

describe('a failure', () => {
  test('calls the owner of the bucket that it is about, before that of the account', async () => {
    const world = await createOwned(
      [
        [account, 'S0ONCALL'],
        [bucket('arch*'), 'U0FEW'],
        [bucket('archi*'), 'U0ANN'],
      ],
      ['1912'],
    )
    await fail(world, ['1912'])
    expect(called(world)).toEqual(['U0ANN'])
  })

  test('calls the owner of the account if nobody is named for the bucket', async () => {
    const world = await createOwned([[account, 'S0ONCALL', 'U0BEN']], ['1912'], { membersOf: async () => ['U0ANN'] })
    await fail(world, ['1912'])
    expect(called(world)).toEqual(['S0ONCALL U0BEN'])
  })

  test('calls the person who follows it if nobody is named', async () => {
    const world = await createOwned([], ['1912'])
    await fail(world, ['1912'])
    expect(called(world)).toEqual(['U1'])
  })

  test.each<[string, Partial<WorkspacePeople>, string]>([
    ['has left', { kindOf: async (_, user) => (user === 'U0ANN' ? 'outsider' : 'member') }, 'U0ANN'],
    ['is an app', { kindOf: async (_, user) => (user === 'U0ANN' ? 'app' : 'member') }, 'U0ANN'],
    ['is a user group without members', {}, 'S0EMPTY'],
  ])('calls the next in line if the owner %s', async (_, people, id) => {
    const world = await createOwned(
      [
        [bucket('archive'), id],
        [account, 'U0BEN'],
      ],
      ['1912'],
      people,
    )
    await fail(world, ['1912'])
    expect(called(world)).toEqual(['U0BEN'])
  })

  test('calls the owner although Slack does not say who they are', async () => {
    const kindOf = () => Promise.reject(new AppError('rights_unknown'))
    const world = await createOwned([[account, 'U0BEN']], ['1912'], { kindOf })
    await fail(world, ['1912'])
    expect(called(world)).toEqual(['U0BEN'])
  })
})

describe('a person', () => {
  test('is called once about a cause within 15 minutes, and again after that', async () => {
    const world = await createOwned([[account, 'U0BEN']], ids(4))
    await fail(world, ['1912'])
    await fail(world, ['1913', '1914'])
    expect(called(world)).toEqual(['U0BEN'])
    await world.clock.advance(15 * minuteMs)
    await fail(world, ['1915'])
    expect(called(world)).toEqual(['U0BEN', 'U0BEN'])
  })

  test('is called once, although several channels hear of it', async () => {
    const world = await createOwned([[account, 'U0BEN']], ['1912'])
    await world.watch('1912', 'C2')
    await world.minutes(1)
    await fail(world, ['1912'])
    expect(called(world)).toEqual(['U0BEN'])
  })

  test('is called again when the group has grown to 10, and to 100', async () => {
    const world = await createOwned([[account, 'U0BEN']], ids(101))
    await fail(world, ids(4))
    expect(called(world)).toEqual(['U0BEN'])
    await fail(world, ids(11).slice(4))
    expect(called(world)).toEqual(['U0BEN', 'U0BEN'])
    await fail(world, ids(101).slice(11))
    await world.clock.advance(minuteMs)
    expect(called(world)).toEqual(['U0BEN', 'U0BEN', 'U0BEN'])
  })

  test('is not called again by an edit, and is by the message about their own bucket', async () => {
    const world = await createOwned(
      [
        [bucket('archive'), 'U0ANN'],
        [bucket('vault'), 'U0BEN'],
      ],
      ['1912', '1913', '1914', ['1915', 'vault']],
    )
    await fail(world, ['1912', '1913', '1914'])
    expect(called(world)).toEqual(['U0ANN'])
    await fail(world, ['1915'])
    expect(called(world)).toEqual(['U0ANN', 'U0BEN'])
  })

  test('is not called again after a restart', async () => {
    const world = await createOwned([[account, 'U0BEN']], ids(2))
    await fail(world, ['1912'])
    await world.restart()
    await fail(world, ['1913'])
    expect(called(world)).toEqual(['U0BEN'])
  })
})

test('a stall calls the owner of the account', async () => {
  const world = await createOwned([[account, 'U0BEN']], ['1912'])
  await world.minutes(20)
  expect(called(world)).toEqual(['U0BEN'])
})
