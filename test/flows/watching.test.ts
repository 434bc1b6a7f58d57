import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { Message } from '../../playground/slack/protocol.ts'
import type { Person } from './person.ts'
import { labelsIn, readingOf } from './reading.ts'
import { createReadyStage, modes, type Stage } from './stage.ts'
import { until } from './until.ts'

/** Each test has its own person, channel and task, so all of them run at the same time. */
describe.each(modes)('watching, over %s', { concurrent: true }, (mode) => {
  let stage: Stage
  beforeAll(async () => {
    stage = await createReadyStage({ mode })
  })
  afterAll(() => stage.stop())

  /** Watches the task in the person's channel. Resolves to the live card. */
  const watch = async (person: Person, id: string): Promise<Message> => {
    await person.types(`watch ${id}`)
    return until('the live card', () => forAll(person).find((message) => readingOf(message).includes(id)))
  }
  const card = (person: Person) => readingOf(forAll(person)[0] ?? { text: '', blocks: [] })
  const replies = (person: Person) => forAll(person).filter(({ thread_ts, ts }) => thread_ts && thread_ts !== ts)

  test('a watch posts one card for everybody, which follows the migration', async () => {
    const person = stage.newcomer()
    stage.addTask({ id: '310000000000001', sourceBucket: 'followed' })
    await watch(person, '310000000000001')
    expect(readingOf(await person.hears(':eyes: Watching'))).toContain(`<#${person.channel}>`)
    expect(card(person)).toContain('*Running*')
    await person.types('pause 310000000000001')
    await until('the pause to be accepted', () => stage.task('310000000000001')?.status === 7)
    stage.cloud.finishPause('310000000000001')
    await until('the card to say so', () => card(person).includes('*Paused*'))
    await until('its history', () => replies(person).some((reply) => readingOf(reply).includes('Paused')))
    // The history stays in the thread, and the channel only has the card.
    expect(replies(person).filter(({ is_broadcast }) => is_broadcast)).toEqual([])
    expect(forAll(person).filter(({ thread_ts, ts }) => !thread_ts || thread_ts === ts)).toHaveLength(1)
  })

  test('Refresh on the live card updates it, and adds no second card', async () => {
    const person = stage.newcomer()
    stage.addTask({ id: '317000000000001', sourceBucket: 'refreshed' })
    const live = await watch(person, '317000000000001')
    await person.presses('Refresh', live)
    const answer = readingOf(await person.hears('The card is up to date'))
    expect(answer).toContain('Running')
    expect(answer).not.toContain('refreshed → archive')
    expect(person.messages().filter((one) => readingOf(one).includes('refreshed → archive'))).toHaveLength(1)
  })

  test('a migration that is watched in this channel is not offered to be watched here', async () => {
    const person = stage.newcomer()
    stage.addTask({ id: '318000000000001', sourceBucket: 'watched-here' })
    await person.types('status 318000000000001')
    const before = await person.hears('watched-here → archive')
    expect(labelsIn(before)).toContain('Watch here')
    await watch(person, '318000000000001')
    await person.types('status 318000000000001')
    const card = await until('the card for one', () =>
      person.messages().find(({ only_for, text, ts }) => only_for && ts > before.ts && text.includes('watched-here →')),
    )
    expect(labelsIn(card)).not.toContain('Watch here')
    await person.presses('Pause', card)
    expect(labelsIn(await person.hears('*Pausing*'))).not.toContain('Watch here')
  })

  test('a watch can be for another channel, if Ferry is in it', async () => {
    const [person, other] = [stage.newcomer(), stage.newcomer()]
    stage.addTask({ id: '311000000000001', sourceBucket: 'elsewhere', status: 3 })
    await person.types(`watch 3110… <#${other.channel}|other>`)
    await person.hears(`in <#${other.channel}>`)
    await until('the card over there', () => card(other).includes('elsewhere → archive'))
    expect(forAll(person)).toEqual([])
    await person.types('watch 3110… <#C0GENERAL|general>')
    const refusal = await person.hears('Ferry can’t post in <#C0GENERAL>.')
    expect(readingOf(refusal)).toContain('/invite @Ferry')
  })

  test('the end of a migration is announced in the channel, and Details shows the migration to the person who asks', async () => {
    const person = stage.newcomer()
    stage.addTask({ id: '312000000000001', sourceBucket: 'to-finish' })
    const live = await watch(person, '312000000000001')
    stage.cloud.finishTask('312000000000001')
    const end = await person.hears(':white_check_mark: *Succeeded: to-finish → archive*')
    expect(end).toMatchObject({ is_broadcast: true, thread_ts: live.ts })
    await until('the card to say so', () => card(person).includes('*Succeeded*'))
    await person.presses('Details', end)
    expect(await person.hears('as of')).toMatchObject({ only_for: person.id })
  })

  test('a failure is announced with what happened, what to do and the buttons that help', async () => {
    const person = stage.newcomer()
    stage.addTask({ id: '313000000000001', sourceBucket: 'to-fail', failedObjects: 3, fractionDone: 0.9 })
    await watch(person, '313000000000001')
    stage.cloud.failTask('313000000000001', 'TRF.0004')
    const end = await person.hears(':x: *Failed: to-fail → archive*')
    expect(end.is_broadcast).toBe(true)
    expect(readingOf(end)).toContain('(`TRF.0004`)')
    expect(readingOf(end)).toContain('*What to do:*')
    expect(readingOf(end)).toContain('*Who can fix it:*')
    const muting = ['Mute prod-hw here: 2 hours', 'Mute prod-hw here: 1 day']
    expect(labelsIn(end)).toEqual(['Retry failed objects', 'Restart', 'I have it', 'Details', ...muting])
    await person.presses('Retry failed objects', end)
    const form = await person.faces('to-fail → archive')
    await person.sends(form, { 'Source key': 'photos-read', 'Destination key': 'archive-write' })
    await until('the restart in the history', () =>
      replies(person).some((reply) => /Waiting for its turn|Started again/.test(readingOf(reply))),
    )
  })

  test('watching twice adds no second card', async () => {
    const person = stage.newcomer()
    stage.addTask({ id: '314000000000001', sourceBucket: 'twice', status: 3 })
    await watch(person, '314000000000001')
    await watch(person, '314000000000001')
    await person.hears(':eyes: Watching')
    await ticks(stage, 1)
    expect(forAll(person)).toHaveLength(1)
  })

  test('watches lists them, and a button or a typed command ends a watch', async () => {
    const person = stage.newcomer()
    stage.addTask({ id: '315000000000001', sourceBucket: 'listed', status: 3 })
    await watch(person, '315000000000001')
    await person.types('watches')
    const list = await person.hears('*listed → archive*')
    expect(readingOf(list)).toContain(`in <#${person.channel}> · by <@${person.id}>`)
    await person.presses('Unwatch', list, 'listed')
    await person.presses('Follow again', await person.hears('No longer watching `prod-hw/315000000000001`'))
    await person.hears(':eyes: Watching')
    await person.types('unwatch 3150…')
    await person.hears('No longer watching `prod-hw/315000000000001`')
    await person.types('unwatch 3150…')
    const late = await person.hears(`\`prod-hw/315000000000001\` is no longer watched in <#${person.channel}>.`)
    expect(readingOf(late)).toContain('You ended the watch')
  })

  test('a mention in a thread works as well, and is answered there', async () => {
    const person = stage.newcomer()
    stage.addTask({ id: '316000000000001', sourceBucket: 'mentioned', status: 3 })
    const live = await watch(person, '316000000000001')
    await person.mentions('status 3160…', live.ts)
    expect(await person.hears('mentioned → archive')).toMatchObject({ thread_ts: live.ts, only_for: person.id })
    await person.mentions('start 3160…', live.ts)
    const answer = await person.hears('This needs a form.')
    expect(answer).toMatchObject({ thread_ts: live.ts, only_for: person.id })
    await person.presses('Open the form', answer)
    await person.faces('mentioned → archive')
  })

  test('a status can be shared with the channel', async () => {
    const person = stage.newcomer()
    stage.addTask({ id: '319000000000001', sourceBucket: 'shared', status: 3 })
    await person.types('status 3190…')
    const own = await person.hears('shared → archive')
    expect(own.only_for).toBe(person.id)
    await person.presses('Share to channel', own)
    const shared = await until('the shared card', () => forAll(person)[0])
    expect(readingOf(shared)).toContain('shared → archive')
    expect(labelsIn(shared)).not.toContain('Share to channel')
  })

  test('the home tab shows the next step and the watches, and its buttons work', async () => {
    const person = stage.newcomer()
    stage.addTask({ id: '318500000000001', sourceBucket: 'at-home', status: 3 })
    await watch(person, '318500000000001')
    const home = await person.opensHome()
    expect(readingOf(home)).toContain('1 account connected.')
    expect(readingOf(home)).toContain('*at-home → archive*')
    await person.presses('Storage keys', home)
    await person.faces('storage key')
    await person.presses('Open', home, 'at-home')
    await person.faces('*Paused*')
    // Other tests of this workspace watch something, too: with many, the button counts them.
    const manage = labelsIn(home).find((label) => /^(All \d+|Manage watches)$/.test(label)) ?? 'no way to the watches'
    await person.presses(manage, home)
    await person.presses('Unwatch', await person.faces('at-home'), 'at-home')
    await person.faces('No longer watching `prod-hw/318500000000001`')
  })
})

test('the card is edited only when something visible has changed', async () => {
  const stage = await createReadyStage()
  onTestFinished(() => stage.stop())
  stage.addTask({ id: '191297407830872', sourceBucket: 'photos', fractionDone: 0.4 })
  const engineer = stage.person()
  await engineer.types('watch 1912…')
  await until('the card', () => stage.slackCalls('chat.postMessage').length === 1)
  await ticks(stage, 2)
  expect(stage.slackCalls('chat.update')).toEqual([])
  stage.clock.jump(10 * 60_000)
  await until('an edit', () => stage.slackCalls('chat.update').length === 1)
  await ticks(stage, 1)
  expect(stage.slackCalls('chat.update')).toHaveLength(1)
  expect(stage.slackCalls('chat.postMessage')).toHaveLength(1)
})

/** Messages that everybody in the person's channel sees, oldest first. */
function forAll(person: Person): Message[] {
  return person.messages().filter(({ only_for }) => only_for === undefined)
}

/** Waits until this many more rounds have been done. */
async function ticks(stage: Stage, count: number): Promise<void> {
  const wanted = (await roundsOf(stage)) + count
  await until(`${count} ticks`, async () => (await roundsOf(stage)) >= wanted)
}

async function roundsOf({ metricsUrl }: Stage): Promise<number> {
  const page = await (await fetch(`${metricsUrl}/metrics`)).text()
  const counts = [...page.matchAll(/^ferry_ticks_total\{.*\} (\d+)$/gm)].map(([, done]) => Number(done))
  return counts.reduce((sum, done) => sum + done, 0)
}
