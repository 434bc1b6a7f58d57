import { describe, expect, test } from 'vitest'
import type { Nameable } from '../../src/access/people.ts'
import { AppError } from '../../src/errors/errors.ts'
import { denied } from '../observe/world.ts'
import { account, bucket, called, createOwned, fail, toldInPrivate } from './owned.ts'

const minuteMs = 60_000
const ids = (count: number, from = 1912) => Array.from({ length: count }, (_, index) => `${from + index}`)

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
    const world = await createOwned([[account, 'S0ONCALL', 'U0BEN']], ['1912'], {
      people: { membersOf: async () => ['U0ANN'] },
    })
    await fail(world, ['1912'])
    expect(called(world)).toEqual(['S0ONCALL U0BEN'])
  })

  test('calls the person who follows it if nobody is named', async () => {
    const world = await createOwned([], ['1912'])
    await fail(world, ['1912'])
    expect(called(world)).toEqual(['U1'])
  })

  test.each<[string, Partial<Nameable>, string]>([
    ['has left', { kindOf: async (user) => (user === 'U0ANN' ? 'outsider' : 'member') }, 'U0ANN'],
    ['is an app', { kindOf: async (user) => (user === 'U0ANN' ? 'app' : 'member') }, 'U0ANN'],
    ['is a user group without members', {}, 'S0EMPTY'],
  ])('calls the next in line if the owner %s', async (_, people, id) => {
    const world = await createOwned(
      [
        [bucket('archive'), id],
        [account, 'U0BEN'],
      ],
      ['1912'],
      { people },
    )
    await fail(world, ['1912'])
    expect(called(world)).toEqual(['U0BEN'])
  })

  test('calls the owner although Slack does not say who they are', async () => {
    const kindOf = () => Promise.reject(new AppError('rights_unknown'))
    const world = await createOwned([[account, 'U0BEN']], ['1912'], { people: { kindOf } })
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

describe('in private', () => {
  const members = { S0ONCALL: ['U0ANN', 'U0LEFT', 'U0BEN'] }
  const people: Partial<Nameable> = {
    membersOf: async (group) => (group === 'S0ONCALL' ? members.S0ONCALL : []),
    kindOf: async (user) => (user === 'U0LEFT' ? 'outsider' : 'member'),
  }
  const failed = 'Failed: photos → archive. The destination bucket is full: it has reached its storage quota.'

  test('everybody in the user group is told once, and the channel mentions nobody', async () => {
    const world = await createOwned([[account, 'S0ONCALL']], ids(3), { people, watch: { calling: 'private' } })
    await fail(world, ['1912'])
    await world.restart()
    await fail(world, ['1913', '1914'])
    expect(toldInPrivate(world)).toEqual([`U0ANN: ${failed}`, `U0BEN: ${failed}`])
    expect(called(world)).toEqual([])
  })

  test('and with a mention, both', async () => {
    const world = await createOwned([[account, 'U0BEN']], ['1912'], { watch: { calling: 'both' } })
    await fail(world, ['1912'])
    expect(toldInPrivate(world)).toEqual([`U0BEN: ${failed}`])
    expect(called(world)).toEqual(['U0BEN'])
  })

  test('nobody is called if the watch says so', async () => {
    const world = await createOwned([[account, 'U0BEN']], ['1912'], { watch: { calling: 'none' } })
    await fail(world, ['1912'])
    expect([...toldInPrivate(world), ...called(world)]).toEqual([])
  })

  test('the next in line is told if Slack does not deliver', async () => {
    const world = await createOwned([[account, 'U0BEN']], ['1912'], { watch: { calling: 'private' } })
    world.slack.gone.add('U0BEN')
    await fail(world, ['1912'])
    expect(toldInPrivate(world)).toEqual([`U1: ${failed}`])
  })

  test('the channel hears that nobody could be told', async () => {
    const world = await createOwned([[account, 'U0BEN']], ['1912'], { watch: { calling: 'private' } })
    for (const user of ['U0BEN', 'U1', 'U0ADMIN']) world.slack.gone.add(user)
    await fail(world, ['1912'])
    await world.minutes(2)
    expect(world.slack.messages.at(-1)).toMatchObject({ channel: 'C1', isBroadcast: true })
    expect(world.slack.messages.at(-1)?.text).toBe('Slack let Ferry reach none of the people who were called')
  })

  test('a lost answer is looked up, and nobody is told twice', async () => {
    const world = await createOwned([[account, 'U0BEN']], ['1912'], { watch: { calling: 'private' } })
    world.slack.faults.push({ method: 'open', fault: 'unreachable' })
    await fail(world, ['1912'])
    await world.restart()
    await world.minutes(3)
    expect(toldInPrivate(world)).toEqual([`U0BEN: ${failed}`])
  })
})

test('an account that cannot be read calls its owners, in one channel', async () => {
  const world = await createOwned([[account, 'U0BEN']], ['1912'])
  await world.watch('1912', 'C2')
  await world.minutes(1)
  for (const method of ['page', 'show'] as const) world.cloud.breaks('prod-hw', method, { error: denied() })
  await world.minutes(3)
  expect(called(world).filter((id) => id.includes('U0BEN'))).toHaveLength(1)
})
