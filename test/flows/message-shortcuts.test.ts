import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { labelsIn, readingOf } from './reading.ts'
import { createReadyStage, modes, type Stage } from './stage.ts'
import { until } from './until.ts'

/** Each test has its own person, channel and tasks, so all of them run at the same time. */
describe.each(modes)('the menu of a message, over %s', { concurrent: true }, (mode) => {
  let stage: Stage
  beforeAll(async () => {
    stage = await createReadyStage({ mode })
  })
  afterAll(() => stage.stop())

  const failed = async (id: string, sourceBucket: string) => {
    stage.addTask({ id, sourceBucket })
    stage.cloud.failTask(id, 'TRF.0055')
    return id
  }

  test('explains the migration that a person wrote about, on a page', async () => {
    const person = stage.newcomer()
    const id = await failed('420000000000001', 'written-about')
    const message = await person.writes(`Does anybody know why ${id} (the photos) stopped?`)
    await person.uses('explain_message', message)
    const page = await person.faces('written-about → archive')
    expect(readingOf(page)).toContain('has reached its storage quota')
    expect(person.messages().filter(({ only_for }) => only_for !== undefined)).toEqual([])
  })

  test('explains a link of the cloud’s console, and a code within a longer text', async () => {
    const person = stage.newcomer()
    const id = await failed('421000000000001', 'linked')
    const link = `https://console.huaweicloud.com/oms/?region=cn-north-4#/task/detail?id=${id}`
    await person.uses('explain_message', await person.writes(`Look at <${link}|this one>, please.`))
    await person.faces('linked → archive')
    const log = `${'A line of a log about nothing that matters. '.repeat(8)}\nworker 7: copy refused, TRF.0008, giving up`
    await person.uses('explain_message', await person.writes(log))
    expect(readingOf(await person.faces('TRF.0008'))).not.toContain('linked')
  })

  test('finds the id at the end of a long log, among a thousand other words and marks of all sorts', async () => {
    const person = stage.newcomer()
    const id = await failed('425000000000001', 'in-a-log')
    const words = Array.from({ length: 1000 }, (_, index) => `w${index.toString(36)}`)
    const marks = '<!channel> *_~`<@U0LEAD>`~_* &lt;script&gt; {{id}} \\u202e %00 '
    await person.uses('explain_message', await person.writes(`${marks.repeat(20)}${words.join(' ')} task=${id}`))
    await person.faces('in-a-log → archive')
  })

  test('watches the migration of a message in the channel of the message', async () => {
    const person = stage.newcomer()
    stage.addTask({ id: '422000000000001', sourceBucket: 'to-follow' })
    await person.uses('watch_message', await person.writes('422000000000001 runs since noon'))
    await person.faces('Watching')
    const shared = () => person.messages().filter(({ only_for }) => only_for === undefined)
    await until('the card', () => shared().some((one) => readingOf(one).includes('to-follow → archive')))
  })

  test('asks which one, if a message names several, and watches it there', async () => {
    const person = stage.newcomer()
    const ids = ['423000000000001', '423000000000002']
    const elsewhere = stage.newcomer()
    for (const id of ids) {
      stage.addTask({ id, sourceBucket: `several-${id.at(-1)}` })
      await elsewhere.types(`watch ${id}`)
      await until('a card elsewhere', () =>
        elsewhere.messages().some((one) => one.text.includes(`several-${id.at(-1)}`)),
      )
    }
    await person.uses('watch_message', await person.writes(`Tonight: ${ids.join(' and ')}.`))
    const page = await person.faces('This message names 2 migrations')
    await person.presses('This one', page, 'several-2')
    await person.faces('Watching')
    const shared = () => person.messages().filter(({ only_for }) => only_for === undefined)
    await until('the card', () => shared().some((one) => readingOf(one).includes('several-2 → archive')))
    expect(shared().some((one) => readingOf(one).includes('several-1 → archive'))).toBe(false)
  })

  test('of a reply below a card that names nothing itself means the card’s migration', async () => {
    const person = stage.newcomer()
    stage.addTask({ id: '424000000000001', sourceBucket: 'below' })
    await person.types('watch 424000000000001')
    const shared = () => person.messages().filter(({ only_for }) => only_for === undefined)
    const card = await until('the card', () => shared().find((one) => readingOf(one).includes('below → archive')))
    await person.uses('explain_message', await person.writes('Is this one all right?', card.ts))
    await person.faces('It has not failed.')
    await person.uses('explain_message', card)
    await person.faces('It has not failed.')
  })

  test.each(['watch_message', 'explain_message'])('says so if a message names nothing: %s', async (shortcut) => {
    const person = stage.newcomer()
    await person.uses(shortcut, await person.writes(':tada:'))
    const page = await person.faces('names no migration')
    expect(labelsIn(page)).toContain('List migrations')
  })
})
