import { afterEach, describe, expect, test } from 'vitest'
import { connected, organisation } from '../../playground/slack/companies.ts'
import type { LocalSlackOptions } from '../../playground/slack/server.ts'
import type { Person } from './person.ts'
import { readingOf } from './reading.ts'
import { connectAccount, keepKeys } from './setup.ts'
import { createStage, modes, type Stage } from './stage.ts'
import { until } from './until.ts'

const buckets = [{ name: 'photos', region: 'us-east-1', cloudType: 'AWS', bytes: 5_000_000, objects: 40 }]
const refusal = 'Only members of this workspace can do that.'

let stage: Stage
afterEach(() => stage.stop())

/** Opens a stage with an account, a task, and a card in `channel`. */
async function open(slack: LocalSlackOptions, { mode, channel }: { mode: 'http' | 'socket'; channel: string }) {
  const environment = { ADMINS: 'U0ENGINEER W0BOTH' }
  stage = await createStage({ mode, slack, account: { buckets }, environment })
  stage.clock.setSpeed(0)
  const engineer = stage.person('U0ENGINEER', channel)
  await connectAccount(engineer, stage.cloudUrl)
  await keepKeys(engineer)
  stage.addTask({ id: '191297407830872', sourceBucket: 'photos' })
  await engineer.types('watch 1912…')
  const card = await until('the card', () => engineer.messages().find((one) => readingOf(one).includes('photos →')))
  return { engineer, card }
}

async function suggestionsTo(person: Person): Promise<unknown> {
  const form = await person.faces('a task of')
  await person.answers('source.cloud', 'AWS', form)
  const asking = (question: string) =>
    until(`the question for ${question}`, () =>
      person
        .modals()
        .find(({ payload }) =>
          payload.blocks.some(
            ({ block_id, element }) => block_id === question && JSON.stringify(element).includes('external_select'),
          ),
        ),
    )
  await person.answers('source.key', 'photos-read', await asking('source.region'))
  const { id } = await asking('source.bucket')
  const question = { view_id: id, block_id: 'source.bucket', action_id: 'answer', value: 'pho' }
  return stage.act('suggest', { user: person.id, ...question })
}

describe.each(modes)('in an Enterprise organization, over %s', (mode) => {
  // Slack may give a member's team as the organization's id, the workspace that they come from, or the present one.
  test.each(['organisation', 'home', 'here'] as const)(
    'a member is recognized in every kind of interaction, if Slack gives their team as: %s',
    async (memberTeam) => {
      const { card } = await open({ ...organisation, readings: { memberTeam } }, { mode, channel: 'C0ACROSS' })
      const both = stage.person('W0BOTH', 'C0ACROSS')
      await both.types('status 1912…')
      await both.hears('photos → archive')
      await both.mentions('status 1912…')
      await both.hears('photos → archive')
      await both.presses('Pause', card)
      await until('the pause', () => stage.cloudCalls('/stop').length > 0)
      await stage.act('shortcut', { user: 'W0BOTH', callback_id: 'new_migration', team: 'T0FIRST' })
      await until('the page of the shortcut', () => both.modals().some((view) => readingOf(view).includes('a task of')))
      await both.types('create')
      expect(JSON.stringify(await suggestionsTo(both))).toContain('"value":"photos"')
      await both.types('keys add')
      await both.sends(await both.faces('Add a storage key'), {
        ...{ 'Key name': `by-${memberTeam}`, 'Access key': 'EXAMPLEKEY', 'Secret key': 'example-secret' },
      })
      await both.learns('is saved')
    },
  )

  test.each(['organisation', 'home', 'here'] as const)(
    'a member of another workspace is refused, if Slack gives their team as: %s',
    async (memberTeam) => {
      const { card } = await open({ ...organisation, readings: { memberTeam } }, { mode, channel: 'C0ACROSS' })
      const colleague = stage.person('W0COLLEAGUE', 'C0ACROSS')
      await colleague.types('list')
      await colleague.hears(refusal)
      await colleague.mentions('list')
      await colleague.hears(refusal)
      await colleague.presses('Pause', card)
      await colleague.hears(refusal)
      expect(stage.cloudCalls('/stop')).toEqual([])
    },
  )
})

describe.each(modes)('over Slack Connect, over %s', (mode) => {
  const ways: [string, LocalSlackOptions['readings']][] = [
    ['of this workspace', { strangerFormTeam: 'installed', strangerEventTeam: 'installed' }],
    ['of theirs', { strangerFormTeam: 'own', strangerEventTeam: 'own' }],
  ]
  test.each(ways.flatMap(([words, readings]) => ['U9PARTNER', 'W9GRID'].map((id) => [id, words, readings] as const)))(
    '%s is a stranger in every kind of interaction, if forms and events name the team %s',
    async (id, _, readings = {}) => {
      const strangerCommands = 'delivered' as const
      const { card } = await open(
        { ...connected, readings: { ...readings, strangerCommands } },
        { mode, channel: 'C0SHARED' },
      )
      const partner = stage.person(id, 'C0SHARED')
      await partner.mentions('list')
      await partner.learns(refusal)
      await partner.presses('Pause', card)
      await partner.learns(refusal)
      await partner.types('list')
      await partner.learns(refusal)
      await partner.types('keys add')
      await partner.learns(refusal)
      expect(stage.cloudCalls('/stop')).toEqual([])
    },
  )
})
