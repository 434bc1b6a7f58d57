import { type Owned, ownerKey } from '../../src/access/owners.ts'
import type { Nameable } from '../../src/access/people.ts'
import { subjectOf } from '../../src/access/roles.ts'
import type { Watch } from '../../src/store/store.ts'
import { createWorld, type World } from '../observe/world.ts'
import { aMigration, inState } from './samples.ts'

export const account: Owned = { type: 'account', account: 'prod-hw' }
export const bucket = (pattern: string): Owned => ({ type: 'bucket', pattern })

export type Given = { people?: Partial<Nameable>; watch?: Partial<Watch> }

/** A leader over watches of these migrations, each to the bucket `archive` unless another is given, and owners. */
export async function createOwned(
  owners: readonly [Owned, ...string[]][],
  migrations: readonly (string | [id: string, bucket: string])[],
  { people = {}, watch = {} }: Given = {},
): Promise<World> {
  const world = await createWorld({ isSending: true, people })
  for (const [of, ...subjects] of owners) {
    const owner = { of, subjects: subjects.map(subjectOf), setBy: 'U0ADMIN', setAt: 0 }
    await world.workspace.owners.set(ownerKey(of), owner)
  }
  for (const one of migrations) {
    const [id, to] = typeof one === 'string' ? [one, 'archive'] : one
    world.cloud.add(aMigration({ id, target: { bucket: to } }))
    const made = await world.watch(id)
    await world.fleet.storeIn('T1').watches.set(made.id, { ...made, ...watch })
  }
  await world.minutes(2)
  return world
}

/** These migrations fail for the same reason, and the channel is told. */
export async function fail(world: World, those: readonly string[]): Promise<void> {
  for (const id of those) {
    const { target } = world.known(id)?.migration ?? aMigration()
    world.cloud.add(inState('failed', { id, target, failure: { code: 'TRF.0055' } }))
  }
  await world.tick()
  await world.clock.advance(10_000)
}

/** Whom each message in a channel called when it was posted, oldest first. Messages that called nobody are left out. */
export const called = ({ slack }: World) =>
  slack.messages.flatMap(({ posted, channel }) => {
    const names = [...JSON.stringify(posted).matchAll(/<(?:@|!subteam\^)(\w+)>/g)].map(([, id]) => id)
    return names.length === 0 || channel.startsWith('D') ? [] : [names.join(' ')]
  })

/** Private messages: the person, and the first line. */
export const toldInPrivate = ({ slack }: World) => slack.told.map(({ user, text }) => `${user}: ${text}`)
