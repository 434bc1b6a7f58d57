import { expect, test } from 'vitest'
import { AppError } from '../../src/errors/errors.ts'
import type { Wire } from '../../src/send/wire.ts'
import { aMigration, inState, startAt } from '../notify/samples.ts'
import { createWorld, type World } from '../observe/world.ts'

const minuteMs = 60_000
/** Minutes after noon at which Ferry looks: every half hour, and more often while one failure follows another. */
const looks = [...Array.from({ length: 49 }, (_, index) => index * 30), 185, 190, 195, 200, 205].toSorted(
  (a, b) => a - b,
)

/** When each migration ends, in minutes after noon, and how: 170 succeed all day long, 30 fail for three causes. */
const plan = Array.from({ length: 200 }, (_, index) => {
  const id = `${7000 + index}`
  if (index < 21) return { id, minute: 180 + index, code: 'TRF.0055' }
  if (index < 27) return { id, minute: 840 + index, code: 'TRF.0008' }
  if (index < 30) return { id, minute: 1150 + (index - 27) * 30, code: 'TRF.0004' }
  return { id, minute: 30 + ((index - 30) * 1170) / 170, code: undefined }
})

function standing({ id, minute, code }: (typeof plan)[number], now: number) {
  const places = {
    source: { cloud: 'AWS', bucket: `in-${id}` },
    target: { cloud: 'HuaweiCloud', bucket: `vault-${Number(id) % 12}` },
  }
  // Without figures, it never seems to stand still.
  if ((now - startAt) / minuteMs < minute) {
    return aMigration({ id, ...places, progress: { bytes: {}, objects: {}, isCounting: false } })
  }
  const progress = { bytes: { done: 5e8, total: code === undefined ? 5e8 : 1e9 }, objects: {}, isCounting: false }
  const failure = code === undefined ? {} : { failure: { code } }
  return inState(code === undefined ? 'succeeded' : 'failed', { id, ...places, progress, ...failure })
}

/** Slack’s limits, by the manual clock: a post a second in a channel, 50 edits a minute in the workspace. */
function limit({ slack, clock }: World): { refused(): number } {
  const { wire } = slack
  const times = new Map<string, number[]>()
  let refused = 0
  const allow = (key: string, most: number, windowMs: number) => {
    const now = clock.now()
    const recent = (times.get(key) ?? []).filter((at) => now - at < windowMs)
    times.set(key, [...recent, now])
    if (recent.length < most) return
    refused += 1
    throw new AppError('slack_rate_limited', { method: key, retryAfterMs: windowMs })
  }
  const { post, update } = wire
  const limited: Pick<Wire, 'post' | 'update'> = {
    async post(order) {
      allow(`post ${order.channel}`, 1, 1000)
      return post(order)
    },
    async update(order) {
      allow('update', 50, minuteMs)
      return update(order)
    },
  }
  Object.assign(wire, limited)
  return { refused: () => refused }
}

async function liveThroughTheDay(): Promise<{ world: World; refused: number }> {
  const world = await createWorld({ isSending: true })
  const { refused } = limit(world)
  world.cloud.add(...plan.map((one) => standing(one, startAt)))
  await world.minutes(7)
  const store = world.fleet.storeIn('T1')
  const made = { createdBy: 'U1', createdAt: world.clock.now(), of: {} }
  await store.subscriptions.set('team', { id: 'team', channel: 'C1', hears: 'failed', shows: 'board', ...made })
  const leads = { hears: 'ended', shows: 'announcements', calling: 'none' } as const
  await store.subscriptions.set('leads', { id: 'leads', channel: 'C2', ...leads, ...made })
  const set = { by: 'U1', at: 1, timeZone: 'UTC' }
  await store.patience.set('C1', { of: 'C1', quietHours: { from: '22:00', to: '07:00', ...set } })
  await store.patience.set('C2', { of: 'C2', digest: { time: '09:00', ...set } })
  await world.clock.settle()
  for (const minute of looks) {
    await world.clock.advance(Math.max(0, startAt + minute * minuteMs - world.clock.now()))
    world.cloud.add(...plan.map((one) => standing(one, world.clock.now())))
    await world.tick()
  }
  await world.minutes(3)
  return { world, refused: refused() }
}

test('a day with 200 migrations: nobody misses anything, in a twentieth of one message an event', async () => {
  const { world, refused } = await liveThroughTheDay()
  const { slack } = world
  const isBoard = (text: string) => /^\d+ migrations(, all ended)?: |of this board/.test(text)
  const toldIn = (place: string, id: string) =>
    slack.messages.filter(
      ({ channel, text, blocks }) =>
        channel === place && !isBoard(text) && JSON.stringify(blocks).includes(`prod-hw/${id}`),
    ).length
  const inTeam = slack.messages.filter(({ channel }) => channel === 'C1')
  const seen = slack.messages.filter(({ threadTs, isBroadcast }) => threadTs === undefined || isBroadcast)
  const failures = plan.filter(({ code }) => code !== undefined)
  expect({
    ends: plan.length,
    failures: failures.length,
    missed:
      failures.filter(({ id }) => toldIn('C1', id) === 0).length +
      plan.filter(({ id }) => toldIn('C2', id) === 0).length,
    twice:
      failures.filter(({ id }) => toldIn('C1', id) > 1).length + plan.filter(({ id }) => toldIn('C2', id) > 1).length,
    postsForTheTeam: seen.filter(({ channel }) => channel === 'C1').length,
    digestsForTheLeads: seen.filter(({ channel }) => channel === 'C2').length,
    inThreads: slack.messages.length - slack.told.length - seen.length,
    mentions: inTeam.filter(({ posted }) => JSON.stringify(posted).includes('<@U1>')).length,
    private: slack.told.length,
    refusedBySlack: refused,
  }).toEqual({
    ends: 200,
    failures: 30,
    missed: 0,
    twice: 0,
    postsForTheTeam: 10,
    digestsForTheLeads: 1,
    inThreads: 8,
    mentions: 5,
    private: 1,
    refusedBySlack: 0,
  })
  expect(slack.calls.filter(({ call }) => call.startsWith('update')).length).toBeLessThan(60)
  expect(inTeam.find(({ text }) => isBoard(text))?.text).toMatch(/^All 200 migrations .+: 30 failed · 170 succeeded$/)
})
