import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { Message } from '../../playground/slack/protocol.ts'
import type { Person } from './person.ts'
import { readingOf } from './reading.ts'
import { createReadyStage, modes, type Stage } from './stage.ts'
import { until } from './until.ts'

describe.each(modes)('subscribing, over %s', { concurrent: true }, (mode) => {
  let stage: Stage
  beforeAll(async () => {
    stage = await createReadyStage({ mode })
  })
  afterAll(() => stage.stop())

  test('failures of a set are announced in the channel, once, and nothing else is', async () => {
    const person = stage.newcomer()
    for (const id of ['510000000000001', '510000000000002'])
      stage.addTask({ id, sourceBucket: `set-a-${id.slice(-1)}` })
    await person.types('subscribe prod-hw failed bucket set-a-*')
    const answer = readingOf(await person.hears('follows `prod-hw` · bucket `set-a-*`'))
    expect(answer).toContain('2 of its migrations run now.')
    stage.cloud.finishTask('510000000000002')
    stage.cloud.failTask('510000000000001', 'TRF.0004')
    const said = await person.hears(':x: *Failed: set-a-1 → archive*')
    expect(said.thread_ts ?? said.ts).toBe(said.ts)
    expect(forAll(person)).toHaveLength(1)
  })

  test('the form does the same, and a subscription is ended by a button', async () => {
    const person = stage.newcomer()
    stage.addTask({ id: '520000000000001', sourceBucket: 'set-b' })
    await person.types('subscribe')
    const form = await person.faces('Which migrations?')
    const call = { 'How should people be called?': 'Not at all' }
    const fields = { 'Which migrations?': 'prod-hw', 'Source or destination bucket': 'set-b', ...call }
    await person.sendsAndLearns(form, fields, 'follows `prod-hw` · bucket `set-b`')
    await person.types('watches')
    await person.hears('calls nobody')
    await person.types('unsubscribe prod-hw')
    await person.presses('Subscribe again', await person.hears('no longer follows `prod-hw` · bucket `set-b`'))
    await person.hears('follows `prod-hw` · bucket `set-b`')
    stage.cloud.failTask('520000000000001', 'TRF.0004')
    await person.hears(':x: *Failed: set-b → archive*')
  })

  test('what a list shows is followed from there, in a form that says so already', async () => {
    const person = stage.newcomer()
    stage.addTask({ id: '525000000000001', sourceBucket: 'set-c-photos' })
    await person.types('list prod-hw')
    await person.hears('set-c-photos → archive')
    await person.types('list prod-hw failed set-c')
    const nothing = await person.hears('No migration like `set-c` in `prod-hw` has failed.')
    await person.presses('Follow in a channel…', nothing)
    const form = await person.faces('Which migrations?')
    expect(person.entries()).toMatchObject({ account: 'prod-hw', hears: 'failed', bucket: 'set-c*' })
    await person.sendsAndLearns(form, {}, 'follows `prod-hw` · bucket `set-c*`')
    stage.cloud.failTask('525000000000001', 'TRF.0004')
    await person.hears(':x: *Failed: set-c-photos → archive*')
  })

  test('where an account and a migration share a name, the account is meant; an id is watched', async () => {
    const person = stage.newcomer()
    stage.addTask({ id: '530000000000001', sourceBucket: 'prod-hw' })
    stage.addTask({ id: '530000000000002', sourceBucket: 'by-id' })
    await person.types('subscribe prod-hw failed')
    await person.hears('follows `prod-hw`')
    await person.types('subscribe 530000000000002')
    await person.hears(':eyes: Watching')
  })

  test.each([
    ['subscribe prod-hw failures', 'Ferry does not understand `failures` here.'],
    ['subscribe prod-hw failed --call loudly', '`--call` takes one of mention, private, both, none.'],
    ['subscribe prod-hw failed bucket', '`bucket` needs a value after it.'],
    ['subscribe all kind tasks,groups', '`tasks` is none of task, group, sync, policy, job.'],
  ])('%s is refused', async (typed, words) => {
    const person = stage.newcomer()
    await person.types(typed)
    expect(readingOf(await person.hears(words))).toContain('subscribe')
  })

  test('the end of a subscription that is not there leads to those that are', async () => {
    const person = stage.newcomer()
    await person.types('unsubscribe prod-hw bucket nowhere')
    expect(readingOf(await person.hears('has no subscription to'))).toContain('/migrate watches')
  })
})

/** Messages that everybody in the person's channel sees, oldest first. */
function forAll(person: Person): Message[] {
  return person.messages().filter(({ only_for }) => only_for === undefined)
}

test('a failure is announced once, though the answer to the post is lost and Ferry is restarted', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ferry-'))
  const stage = await createReadyStage({ environment: { STORE_URL: `sqlite:${join(folder, 'ferry.db')}` } })
  onTestFinished(async () => {
    await stage.stop()
    rmSync(folder, { recursive: true })
  })
  const person = stage.newcomer()
  stage.addTask({ id: '540000000000001', sourceBucket: 'told-once' })
  await person.types('subscribe all failed')
  await person.hears('follows all accounts')
  stage.spoil('chat.postMessage', { kind: 'cut_after' }, { channel: person.channel })
  stage.cloud.failTask('540000000000001', 'TRF.0004')
  await person.hears(':x: *Failed: told-once → archive*')
  await stage.restart()
  const looks = () => stage.slackCalls('conversations.history', person.channel).length
  await until('the look for the lost post', () => looks() > 0)
  await until('the lost post to be found', () => stage.logged('Ferry is ready').length === 2)
  expect(forAll(person).filter((message) => readingOf(message).includes('told-once'))).toHaveLength(1)
})
