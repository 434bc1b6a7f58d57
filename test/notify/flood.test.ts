import { expect, test } from 'vitest'
import { createWorld } from '../observe/world.ts'
import { shown } from '../send/post-office.ts'
import { aMigration, inState } from './samples.ts'

const codes = Array.from({ length: 40 }, (_, index) => `X.${100 + index}`)
const ids = codes.map((_, index) => `${7000 + index}`)

test('many causes at once are told in few messages, each once, and nobody is missed', async () => {
  const world = await createWorld({ isSending: true })
  world.cloud.add(...ids.map((id) => aMigration({ id, source: { cloud: 'AWS', bucket: `in-${id}` } })))
  await world.minutes(7)
  const how = { hears: 'failed', shows: 'announcements', createdBy: 'U1', createdAt: world.clock.now() } as const
  await world.fleet.storeIn('T1').subscriptions.set('s', { id: 's', channel: 'C1', of: {}, ...how })
  await world.clock.settle()
  await world.minutes(1)
  for (const half of [0, 1]) {
    const those = ids.slice(half * 20, half * 20 + 20)
    const failed = (id: string) => ({
      id,
      source: { cloud: 'AWS', bucket: `in-${id}` },
      failure: { code: codes[ids.indexOf(id)] ?? '' },
    })
    world.cloud.add(...those.map((id) => inState('failed', failed(id))))
    await world.minutes(2)
    if (half === 0) await world.restart()
  }
  const all = shown(world.slack)
  const posts = all.filter((text) => !text.startsWith('> '))
  expect(posts.filter((text) => text.startsWith('Failed: '))).toHaveLength(10)
  expect(posts.filter((text) => !text.startsWith('Failed: '))).toEqual([
    'Much at once: news of 30 migrations: 30 failed',
  ])
  const named = world.slack.messages
    .filter(({ threadTs, isBroadcast }) => threadTs !== undefined && !isBroadcast)
    .map(({ blocks }) => JSON.stringify(blocks))
    .join()
  for (const id of ids) {
    const alone = world.slack.messages.filter(
      ({ text, threadTs }) => threadTs === undefined && text.startsWith(`Failed: in-${id} `),
    )
    expect(alone.length + (named.includes(`prod-hw/${id}`) ? 1 : 0), id).toBe(1)
  }
  expect(JSON.stringify(world.slack.messages.find(({ text }) => text.startsWith('Much at once:'))?.posted)).toContain(
    '<@U1>',
  )
})
