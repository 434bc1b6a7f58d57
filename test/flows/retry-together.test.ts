import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { Message, View } from '../../playground/slack/protocol.ts'
import { holdCloud } from './holding.ts'
import type { Person } from './person.ts'
import { labelsIn, readingOf, selectIn } from './reading.ts'
import { targetKey } from './setup.ts'
import { createReadyStage, modes, type Stage } from './stage.ts'
import { until } from './until.ts'

/** Each test has its own person, channel and tasks, so all of them run at the same time. */
describe.each(modes)('retrying what failed together, over %s', { concurrent: true }, (mode) => {
  let stage: Stage
  beforeAll(async () => {
    stage = await createReadyStage({ mode })
  })
  afterAll(() => stage.stop())

  /** Watches tasks between these buckets, lets all of them fail, and waits for the message about them. */
  const failTogether = async (person: Person, first: number, routes: readonly [string, string][]) => {
    const ids = routes.map((_, index) => String(first + index))
    for (const [index, id] of ids.entries()) {
      const [sourceBucket, destinationBucket] = routes[index] ?? ['', '']
      stage.addTask({ id, sourceBucket, destinationBucket })
      await person.types(`watch ${id}`)
      await person.hears('Watching')
    }
    for (const id of ids) stage.cloud.failTask(id, 'TRF.0055')
    const group = await person.hears(`${ids.length} migrations failed for the same reason`)
    return { ids, group: await ready(person, group, `Retry all ${ids.length}`) }
  }
  /** The message once it has this button. */
  const ready = (person: Person, { ts }: Message, label: string): Promise<Message> =>
    until(`“${label}”`, () => {
      const shown = person.messages().find((one) => one.ts === ts && labelsIn(one).includes(label))
      return shown && structuredClone(shown)
    })
  const starts = (id: string) => stage.cloudCalls(`/${id}/start`).filter(({ method }) => method === 'POST')
  const statusOf = (id: string) => stage.task(id)?.status
  const same = (count: number, name: string) => Array.from({ length: count }, (): [string, string] => [name, 'archive'])
  const photos = { 'Source key': 'photos-read', 'Destination key': 'archive-write' }

  test('one form restarts all of them, the audit has each, and the keys are remembered', async () => {
    const person = stage.newcomer()
    const { ids, group } = await failTogether(person, 710_000_000_000_001, same(3, 'together'))
    await person.presses('Retry all 3', group)
    const form = await person.faces('together → archive')
    expect(readingOf(form)).toContain('3 migrations')
    expect(selectIn(form, 'Source key').chosen).toBeUndefined()
    await person.sends(form, photos)
    expect(readingOf(await person.learns('3 migrations restarted'))).not.toContain('storage keys')
    expect(ids.map(statusOf)).toEqual([2, 2, 2])
    expect(ids.map((id) => starts(id).length)).toEqual([1, 1, 1])
    for (const id of ids) {
      await person.types(`audit retry ${id}`)
      expect(readingOf(await person.hears('newest first'))).toContain(`prod-hw/${id}`)
    }

    await until('Ferry to see it', () => readingOf(messageAt(person, group)).includes('3 running'))
    for (const id of ids) stage.cloud.failTask(id, 'TRF.0055')
    const again = await until('the next message', () =>
      person.messages().find((one) => one.ts > group.ts && labelsIn(one).includes('Retry all 3')),
    )
    await person.presses('Retry all 3', again)
    const next = await person.faces('together → archive')
    expect(selectIn(next, 'Source key').chosen).toBe('photos-read')
    expect(selectIn(next, 'Destination key').chosen).toBe('archive-write')
    await person.sends(next, {})
    await person.learns('3 migrations restarted')
    expect(ids.map((id) => starts(id).length)).toEqual([2, 2, 2])
  })

  test('different pairs of buckets are asked for one by one, and what is left out has its own Retry', async () => {
    const person = stage.newcomer()
    const { ids, group } = await failTogether(person, 720_000_000_000_001, [
      ['mixed-a', 'mixed-vault'],
      ['mixed-a', 'mixed-vault'],
      ['mixed-b', 'mixed-store'],
    ])
    await person.presses('Retry all 3', group)
    const form = await person.faces('mixed-b → mixed-store')
    await person.sends(form, answersTo(form, 'mixed-a', photos))
    const answer = await person.learns('2 migrations restarted')
    expect(readingOf(answer)).toContain('1 needs storage keys')
    expect(ids.map(statusOf)).toEqual([2, 2, 4])
    await person.presses('Retry', answer)
    const single = await person.faces('Source key')
    await person.sends(single, photos)
    await until('the last one to run', () => statusOf(ids[2] ?? '') === 2)
  })

  test('the menu of the message retries those in one bucket, and leaves the others alone', async () => {
    const person = stage.newcomer()
    const { ids, group } = await failTogether(person, 725_000_000_000_001, [
      ['menu-a', 'menu-vault'],
      ['menu-a', 'menu-vault'],
      ['menu-b', 'menu-store'],
    ])
    await person.presses('menu-vault (2)', group)
    const form = await person.faces('menu-a → menu-vault')
    expect(readingOf(form)).not.toContain('menu-store')
    await person.sends(form, photos)
    await person.learns('2 migrations restarted')
    expect(ids.map(statusOf)).toEqual([2, 2, 4])
  })

  test('two people press at once: each task is started once, and one reads who was first', async () => {
    const person = stage.newcomer()
    const other = stage.joiner(person)
    const { ids, group } = await failTogether(person, 730_000_000_000_001, same(4, 'both'))
    await person.presses('Retry all 4', group)
    await other.presses('Retry all 4', group)
    const forms = [await person.faces('both → archive'), await other.faces('both → archive')]
    const call = holdCloud(stage, `/${ids[0]}/start`)
    const first = person.sendsAndLearns(forms[0] ?? noView(), photos, '4 migrations restarted')
    await call.reached()
    const second = other.sendsAndLearns(forms[1] ?? noView(), photos, `Already restarted by <@${person.id}>`)
    call.release()
    await Promise.all([first, second])
    expect(ids.map((id) => starts(id).length)).toEqual([1, 1, 1, 1])
    const told = other.messages().map(readingOf).join('\n') + other.modals().map(readingOf).join('\n')
    expect(told).not.toContain('could not be restarted')
  })

  test('a second press says who restarted them, and opens no form', async () => {
    const person = stage.newcomer()
    const other = stage.joiner(person)
    const { group } = await failTogether(person, 740_000_000_000_001, same(2, 'again'))
    await person.presses('Retry all 2', group)
    await person.sends(await person.faces('again → archive'), photos)
    await person.learns('2 migrations restarted')
    await until('Ferry to see it', () => readingOf(messageAt(person, group)).includes('running'))
    await other.presses('Retry all 2', group)
    const answer = readingOf(await other.learns('No migration was restarted'))
    expect(answer).toContain(`Already restarted by <@${person.id}>`)
    expect(other.modals().map(readingOf).join()).not.toContain('Source key')
  })

  test('one that cannot be restarted is named with the reason, and the others run', async () => {
    const person = stage.newcomer()
    const { ids, group } = await failTogether(person, 750_000_000_000_001, same(3, 'partly'))
    await person.presses('Retry all 3', group)
    const form = await person.faces('partly → archive')
    stage.cloud.faults.add({ kind: 'status', status: 403, path: `/${ids[1]}/start`, body: {} })
    await person.sends(form, photos)
    const answer = await person.learns('2 migrations restarted')
    expect(readingOf(answer)).toContain('1 could not be restarted')
    expect(readingOf(answer)).toContain(`prod-hw/${ids[1]}`)
    expect(labelsIn(answer)).toEqual(['Retry'])
  })
})

describe('the form for several', () => {
  test.each(modes)('opens while the cloud answers nothing, over %s', async (mode) => {
    const stage = await createReadyStage({ mode })
    onTestFinished(() => stage.stop())
    const person = stage.newcomer()
    const group = await groupOf(stage, person, ['760000000000001', '760000000000002', '760000000000003'])
    stage.cloud.faults.add({ kind: 'held', gate: 'silence', times: 10_000 })
    await until('the cloud to be silent', () => stage.cloud.gates.waitingAt('silence') > 0)
    await person.presses('Retry all 3', group)
    expect(readingOf(await person.faces('together → archive'))).toContain('3 migrations')
    stage.cloud.faults.clear()
    stage.cloud.gates.open('silence')
  })

  test('takes a key that is added from it', async () => {
    const stage = await createReadyStage()
    onTestFinished(() => stage.stop())
    const person = stage.newcomer()
    const ids = ['780000000000001', '780000000000002', '780000000000003']
    await person.presses('Retry all 3', await groupOf(stage, person, ids))
    const form = await person.faces('together → archive')
    await person.presses('Add a key', form)
    const added = { 'Key name': 'just-added', 'Access key': targetKey.accessKey, 'Secret key': targetKey.secretKey }
    await person.sends(await person.faces('Add a storage key'), added)
    const again = await person.faces('just-added')
    expect(again.id).toBe(form.id)
    await person.sends(again, { 'Source key': 'photos-read', 'Destination key': 'just-added' })
    await person.learns('3 migrations restarted')
    expect(ids.map((id) => stage.task(id)?.status)).toEqual([2, 2, 2])
  })

  test('shows the progress in one page, and the outcome there', async () => {
    const stage = await createReadyStage()
    onTestFinished(() => stage.stop())
    const person = stage.newcomer()
    const ids = Array.from({ length: 6 }, (_, index) => `77000000000000${index}`)
    const group = await groupOf(stage, person, ids)
    await person.presses('Retry all 6', group)
    const form = await person.faces('together → archive')
    const call = holdCloud(stage, `/${ids[0]}/start`)
    const sent = person.sends(form, { 'Source key': 'photos-read', 'Destination key': 'archive-write' })
    const page = await person.learns('5 of 6 restarted…')
    call.release()
    await sent
    const outcome = await person.learns('6 migrations restarted')
    expect('payload' in page && 'payload' in outcome && page.id === outcome.id).toBe(true)
  })
})

/** Watches these tasks, lets all of them fail, and waits for the message with the button that retries all. */
async function groupOf({ addTask, cloud }: Stage, person: Person, ids: readonly string[]): Promise<Message> {
  for (const id of ids) {
    addTask({ id, sourceBucket: 'together' })
    await person.types(`watch ${id}`)
    await person.hears('Watching')
  }
  for (const id of ids) cloud.failTask(id, 'TRF.0055')
  const label = `Retry all ${ids.length}`
  return until(`“${label}”`, () => person.messages().find((one) => labelsIn(one).includes(label)))
}

/** The message as it is now. */
function messageAt(person: Person, before: Message): Message {
  return person.messages().find(({ ts }) => ts === before.ts) ?? before
}

function noView(): View {
  throw new Error('There is no form')
}

/** The answers to the two questions below the title that begins so. */
function answersTo(form: View, title: string, answers: Record<string, string>): Record<string, string> {
  const blocks = form.payload.blocks
  const at = blocks.findIndex((block) => JSON.stringify(block).includes(`*${title} →`))
  return Object.fromEntries(
    Object.values(answers).map((value, index) => [String(blocks[at + 1 + index]?.block_id ?? ''), value]),
  )
}
