import { expect, test } from 'vitest'
import type { Command, Later } from '../../src/commands/machine/command.ts'
import { type Dispatcher, handle, type Interaction } from '../../src/slack/answer/interaction.ts'
import { createNewest } from '../../src/slack/answer/newest.ts'
import type { Message } from '../../src/views/blocks/message.ts'
import { createManualClock } from '../manual-clock.ts'

const command: Command = {
  ...{ verb: 'list', needs: 'viewer', takes: 'text', usage: 'list', summary: '', examples: [] },
  run: async () => ({ type: 'message', message: said('unused') }),
}

function said(text: string): Message {
  return { text, blocks: [] }
}

/** A person for whom a newer version of an answer can come, and all that they were shown. */
function createPerson(later: () => Promise<Later | undefined>) {
  const shown: string[] = []
  const logged: string[] = []
  const dispatcher: Dispatcher = {
    ...{ commands: [command], clock: createManualClock(), newest: createNewest() },
    log: { warn: (_, message) => void logged.push(message) },
    run: async () => ({ reply: { type: 'message', message: said('known'), later }, code: 'ok' }),
    opensForm: () => false,
    onShare: () => undefined,
    suggest: async () => [],
  }
  const interaction: Interaction = {
    origin: { workspace: 'T1', user: 'U1', channel: 'C1', isStranger: false, door: 'typed' },
    meanwhile: { isReplaced: false, show: async () => {} },
    show: async ({ text }, { isShared = false } = {}) => void shown.push(isShared ? `${text}, for all` : text),
    revise: async ({ text }, { isNews }) => void shown.push(`${text}, ${isNews ? 'news' : 'no news'}`),
  }
  return { shown, logged, types: (text: string) => handle(text, interaction, dispatcher), dispatcher }
}

test('an answer is followed by its newer version, which says whether it is news', async () => {
  const person = createPerson(async () => ({ message: said('read'), isNews: true }))
  await person.types('list')
  expect(person.shown).toEqual(['known', 'read, news'])
})

test('an answer stays if nothing newer comes', async () => {
  const person = createPerson(async () => undefined)
  await person.types('list')
  expect(person.shown).toEqual(['known'])
})

test('an answer for everybody stays as it is', async () => {
  const person = createPerson(async () => ({ message: said('read'), isNews: true }))
  await person.types('list --share')
  expect(person.shown).toEqual(['known, for all'])
})

test('a newer version does not come over what the person did afterwards', async () => {
  const waiting = Promise.withResolvers<Later>()
  const person = createPerson(() => waiting.promise)
  const first = person.types('list')
  await Promise.resolve()
  const second = person.types('list')
  waiting.resolve({ message: said('read'), isNews: true })
  await Promise.all([first, second])
  expect(person.shown).toEqual(['known', 'known', 'read, news'])
})

test('a newer version that fails leaves the answer as it is, and a line in the log', async () => {
  const person = createPerson(() => Promise.reject(new Error('no')))
  await person.types('list')
  expect(person.shown).toEqual(['known'])
  expect(person.logged).toEqual(['An answer could not be brought up to date'])
})
