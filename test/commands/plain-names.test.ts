import { beforeEach, describe, expect, test } from 'vitest'
import { sample } from '../migrations/sample.ts'
import { typedBy } from '../views/readable.ts'
import { createDesk, type Desk, shownIn } from './desk.ts'

let desk: Desk

beforeEach(async () => {
  desk = await createDesk()
  await desk.addAccount()
  desk.cloud.add(sample())
  desk.cloud.becomes('prod-hw/191297407830872', 'running', 'paused')
  await desk.types('pause 1912…', { user: 'U2' })
  desk.names.set('@ann', ['U2'])
  desk.names.set('@sam', ['U3', 'U4'])
})

describe('a plain @name', () => {
  test.each(['audit @ann', 'audit @ann.', 'audit pause @ann'])(
    'of one person finds what they did: %s',
    async (text) => {
      const lines = await desk.reads(text)
      expect(lines.join()).toContain('<@U2>')
      expect(lines.join()).toContain('pause')
      expect(lines.join()).not.toContain('has no entry for')
    },
  )

  test.each(['audit me', 'audit mine', 'audit pause me 7d'])(
    'is the person themselves if they say so: %s',
    async (text) => {
      const own = await desk.reads(text, { user: 'U2' })
      expect(own[0]).toMatch(/^\*Who did what\*, newest first · .*\byou\b/)
      expect(own.join()).toContain('*pause*')
      expect((await desk.reads(text))[0]).toMatch(/^The audit has no entry for .*\byou\b/)
    },
  )

  test('works in an export, too', async () => {
    await desk.types('audit export csv @ann')
    expect(Buffer.from(desk.files[0]?.content ?? []).toString()).toContain('pause')
    await desk.types('audit export csv me', { user: 'U2' })
    expect(Buffer.from(desk.files[1]?.content ?? []).toString()).toContain('pause')
    expect((await desk.reads('audit export csv pause me'))[0]).toBe(
      'The audit has no entry for `pause` and you, so there is no file.',
    )
  })

  test('of several people asks which one', async () => {
    expect(await desk.reads('audit @sam 7d')).toEqual([
      '2 people are called `@sam`. Which one?',
      '<@U3>',
      '[This one]',
      '<@U4>',
      '[This one]',
    ])
    const { reply } = await desk.types('audit @sam 7d')
    expect(typedBy(shownIn(reply))['This one']).toBe('audit <@U4> 7d')
  })

  test.each([
    ['roles give @zoe operator', 'roles give @person operator'],
    ['owner prod-hw @zoe', 'owner prod-hw @person'],
    ['owner key photos-read @zoe <@U2>', 'owner key photos-read @person @person'],
    ['ack 1912… @zoe', 'ack 1912… @person'],
    ['audit pause @zoe.', 'audit pause @person'],
  ])('of nobody is refused with what to type instead: %s', async (text, example) => {
    expect(await desk.reads(text)).toEqual([
      ':warning: Ferry finds nobody here called `@zoe`. Choose the person from the list that Slack shows after @.',
      `Type it like this: \`/migrate ${example}\``,
    ])
  })

  test('gets a role only after the person who gives it has seen who that is', async () => {
    expect(await desk.reads('roles give @ann operator prod-hw')).toEqual([
      'One person is called `@ann`. Is it this one?',
      '<@U2>',
      '[This one]',
    ])
    expect((await desk.tools.store.grants.list()).items).toEqual([])
    const { reply } = await desk.types('roles give @ann operator prod-hw')
    const command = typedBy(shownIn(reply))['This one'] ?? ''
    expect(command).toBe('roles give <@U2> operator prod-hw')
    await desk.types(command)
    expect((await desk.tools.store.grants.list()).items).toMatchObject([{ id: 'U2', role: 'operator' }])
  })

  test('is looked up for nobody who may not read the audit', async () => {
    expect((await desk.types('audit @ann', { user: 'U0MEMBER' })).code).toBe('not_allowed')
  })
})
