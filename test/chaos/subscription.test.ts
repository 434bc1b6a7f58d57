import { expect, test } from 'vitest'
import { createVerifier } from '../../src/access/audit.ts'
import { createSealer } from '../../src/store/keys/seal.ts'
import { createStore } from '../../src/store/keyv/keyv.ts'
import { openMemory } from '../../src/store/sqlite/sqlite.ts'
import { createDesk } from '../commands/desk.ts'
import { createManualClock } from '../manual-clock.ts'
import { aMigration, startAt } from '../notify/samples.ts'
import { createWorld } from '../observe/world.ts'
import { createMortality, mortalBackend } from '../send/mortal.ts'
import { shown } from '../send/post-office.ts'
import { draw, stepsTo } from './draw.ts'

/*
 * Making and ending a subscription loses nothing and doubles nothing, at whatever step the process dies: neither the
 * record, nor the watches and cards that the leader makes of it.
 */

/** Longer than any lease of a dead process, in milliseconds. */
const downtimeMs = 150_000
const ids = ['1912', '1913', '1914']
const begins = 'subscribe prod-hw all cards'
const ends = 'unsubscribe prod-hw'

/** A replica that leads a workspace, and a person who types to it. Both live in one process, which can die. */
async function createOffice() {
  let life = createMortality()
  const sealer = createSealer([{ id: 'k1', key: Buffer.alloc(32, 'not a real key ') }])
  const clock = createManualClock(startAt)
  const backend = openMemory({ clock })
  const mortal = mortalBackend(backend, { ...life, does: (what, run) => life.does(what, run) })
  const store = createStore({ backend: mortal, clock, sealer })
  const world = await createWorld({ clock, backend, store, isSending: true })
  const desk = await createDesk(clock)
  world.cloud.add(...ids.map((id) => aMigration({ id })))
  await world.minutes(7)
  const types = async (text: string) => {
    // The leader hears of what is written through its own store.
    desk.tools.store = world.fleet.storeIn('T1')
    await desk.types(text)
  }
  return {
    /** Types a command and waits for what the leader makes of it, until the process dies. Returns its steps. */
    async lives(text: string, lastStep?: number) {
      life = createMortality(lastStep)
      const { steps, lastWords } = life
      await types(text)
      await world.minutes(2)
      return { steps: steps(), death: lastWords() }
    },
    /** Starts the next process when the leases of the dead one have ended. The person types it again. */
    async resumes(text: string) {
      await clock.advance(downtimeMs)
      life = createMortality()
      await world.restart()
      await types(text)
      await world.minutes(3)
    },
    async outcome() {
      const { items: watches } = await world.workspace.watches.list()
      const { items: subscriptions } = await world.workspace.subscriptions.list()
      const verifier = createVerifier()
      let audit = 'whole'
      for await (const record of world.workspace.audit.oldestFirst()) {
        if (verifier.check(record) !== undefined) audit = 'broken'
      }
      return {
        subscriptions: subscriptions.map(({ ended }) => (ended === undefined ? 'active' : 'ended')),
        watches: watches.map(({ ended }) => ended?.by ?? 'followed'),
        cards: shown(world.slack),
        audit,
      }
    },
  }
}

const everyone = (text: string) => ids.map((id) => `${text}: photos → archive (prod-hw/${id})`)
const made = { subscriptions: ['active'], watches: ['followed', 'followed', 'followed'], cards: everyone('Running') }
const ended = { subscriptions: ['ended'], watches: ['U1', 'U1', 'U1'], cards: everyone('Not followed here any more') }

test.each([
  { name: 'made', before: [], text: begins, whole: made },
  { name: 'ended', before: [begins], text: ends, whole: ended },
])('a subscription is $name once, wherever the process dies meanwhile', async ({ before, text, whole }) => {
  const outcome = { ...whole, audit: 'whole' }
  const begin = async () => {
    const office = await createOffice()
    for (const earlier of before) await office.lives(earlier)
    return office
  }
  const undisturbed = await begin()
  const { steps } = await undisturbed.lives(text)
  expect(await undisturbed.outcome()).toEqual(outcome)
  expect(steps).toBeGreaterThan(20)
  for (const lastStep of draw(stepsTo(steps), 8)) {
    const office = await begin()
    const { death } = await office.lives(text, lastStep)
    await office.resumes(text)
    expect(await office.outcome(), `dead at step ${lastStep}, ${death}`).toEqual(outcome)
  }
})
