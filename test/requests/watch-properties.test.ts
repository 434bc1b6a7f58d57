import { describe, expect, test } from 'vitest'
import { watchOnce } from '../../src/requests/creating/watch.ts'
import { watchSchema } from '../../src/store/records/watch.ts'
import type { Watch } from '../../src/store/store.ts'
import { createDesk } from '../commands/desk.ts'
import { aWatch, startAt } from '../notify/samples.ts'

/**
 * Sort of each property of a watch. A property that people may set is shown in the list, and holds when the watch is
 * taken up again; two values of it are given here.
 */
const properties = {
  id: 'identity',
  account: 'identity',
  kind: 'identity',
  migrationId: 'identity',
  nextMigrationId: 'identity',
  channel: 'identity',
  takesOver: 'identity',
  createdAt: 'identity',
  identity: 'noted',
  encrypts: 'noted',
  requested: 'noted',
  seen: 'noted',
  ended: 'course',
  goneAt: 'course',
  resumed: 'course',
  isOfSet: 'course',
  createdBy: ['U1', 'U2'],
  calling: ['none', 'both'],
  deadline: [
    { by: 'U1', at: 1, due: startAt + 1, timeZone: 'Europe/Berlin' },
    { by: 'U1', at: 1, due: startAt + 86_400_000, timeZone: 'Asia/Seoul' },
  ],
} satisfies { [Name in keyof Required<Watch>]: 'identity' | 'noted' | 'course' | [Watch[Name], Watch[Name]] }

const said = Object.entries(properties).flatMap(([name, values]) =>
  typeof values === 'string' ? [] : [{ name, before: values[0], after: values[1] }],
)
const noted: Partial<Watch> = {
  identity: 'p2',
  encrypts: true,
  requested: { by: 'U3', approvedBy: ['U4'] },
  seen: 'paused',
}

test('every property of a watch is told apart here', () => {
  expect(Object.keys(watchSchema.shape).toSorted()).toEqual(Object.keys(properties).toSorted())
  const notedHere = Object.entries(properties).flatMap(([name, what]) => (what === 'noted' ? [name] : []))
  expect(Object.keys(noted).toSorted()).toEqual(notedHere.toSorted())
})

describe.each(said)('what somebody says of a watch: $name', ({ name, before, after }) => {
  test('is in the list of watches', async () => {
    const listed = async (value: unknown) => {
      const desk = await createDesk()
      const watch = watchSchema.parse({ ...aWatch(), [name]: value })
      await desk.tools.store.watches.set(watch.id, watch)
      return (await desk.reads('watches', { user: 'U9' })).join()
    }
    expect(await listed(before)).not.toBe(await listed(after))
  })

  test('holds when the watch is taken up again, instead of what was said before', async () => {
    const { tools } = await createDesk()
    const { id: _, ...watch } = aWatch()
    const wanted = watchSchema.omit({ id: true }).parse({ ...watch, [name]: after })
    const ended = watchSchema.parse({ ...aWatch(), [name]: before, ended: { by: 'U1', at: watch.createdAt + 1 } })
    await tools.store.watches.set(ended.id, ended)
    await watchOnce(wanted, tools.store)
    expect(await tools.store.watches.get(ended.id)).toMatchObject({ [name]: after, resumed: { at: watch.createdAt } })
  })
})

test('a watch that is taken up again keeps its card and its migration, and learns what is known now', async () => {
  const { tools } = await createDesk()
  const ended: Watch = { ...aWatch(), nextMigrationId: '777', ended: { by: 'U1', at: 5 }, goneAt: 6, encrypts: false }
  await tools.store.watches.set(ended.id, ended)
  const { id: _, ...again } = { ...aWatch('777'), createdBy: 'U2', takesOver: 'r-1', ...noted }
  await watchOnce(again, tools.store)
  const { ended: __, goneAt: ___, ...kept } = ended
  const resumed = { by: 'U2', at: again.createdAt }
  expect(await tools.store.watches.get(ended.id)).toEqual({ ...kept, ...noted, createdBy: 'U2', resumed })
})
