import { expect, test } from 'vitest'
import { createWork } from '../../src/slack/answer/work.ts'
import { createManualClock } from '../manual-clock.ts'

function createSetting() {
  const clock = createManualClock()
  const logged: object[] = []
  const work = createWork({ clock, log: { error: (details) => void logged.push(details) } })
  const said: string[] = []
  /** Works like a listener: waits for the outcome, then reports it. */
  const begin = (what: string, outcome: Promise<string>) =>
    work.run('command', async () => void said.push(await work.inTime(what, outcome, () => 'left behind')))
  return { clock, logged, work, said, begin }
}

test('accepted work is finished, and so is the work that it starts', async () => {
  const { work, said, begin, logged } = createSetting()
  const [first, second] = [Promise.withResolvers<string>(), Promise.withResolvers<string>()]
  begin('status', first.promise)
  const drained = work.drain()
  void first.promise.then(() => begin('list', second.promise))
  first.resolve('first')
  await first.promise
  second.resolve('second')
  await drained
  expect(said).toEqual(['first', 'second'])
  expect(logged).toEqual([])
})

test('a person who waits for work that does not end is told so, and the log names it', async () => {
  const { clock, work, said, begin, logged } = createSetting()
  begin('pause by U1 in T1', new Promise(() => {}))
  await clock.passUntil(work.drain())
  expect(said).toEqual(['left behind'])
  expect(logged).toEqual([{ left: ['pause by U1 in T1'] }])
  // The same is true for a person who comes even later.
  await begin('list by U2 in T1', new Promise(() => {}))
  expect(said).toEqual(['left behind', 'left behind'])
})

test('acknowledgements go first: of many answers, few are begun, and what Slack waits for is begun at once', async () => {
  const { clock, work, said, begin } = createSetting()
  const begun: string[] = []
  const task = (what: string) => async () => {
    begun.push(what)
    await new Promise(() => {})
  }
  for (let index = 0; index < 50; index += 1) void work.run('click', task('click'))
  expect(begun).toEqual([])
  void work.runAtOnce('form', task('form'))
  expect(begun).toEqual(['form'])
  for (let turn = 0; turn < 50; turn += 1) await clock.settle()
  expect(begun).toHaveLength(1 + 8)
  // Those that take long wait for a cloud, which keeps nobody else waiting.
  void begin('help', Promise.resolve('answered'))
  for (let turn = 0; turn < 8; turn += 1) {
    await clock.advance(100)
    for (let each = 0; each < 8; each += 1) await clock.settle()
  }
  expect(said).toEqual(['answered'])
})

test('work that cannot even report does not delay the stop', async () => {
  const { clock, work } = createSetting()
  void work.run('stuck', () => new Promise(() => {}))
  await clock.passUntil(work.drain())
})
