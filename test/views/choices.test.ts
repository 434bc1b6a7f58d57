import { describe, expect, test } from 'vitest'
import { explainEnd } from '../../src/catalogue/explain-end.ts'
import { commands } from '../../src/commands/index.ts'
import { parse } from '../../src/commands/machine/parse.ts'
import { type Action, actions, actionsFor, offeredActions } from '../../src/migrations/actions.ts'
import { kinds, type Migration, type State, states } from '../../src/migrations/migration.ts'
import { refOf } from '../../src/migrations/typed/ref.ts'
import { limitRules } from '../../src/providers/huawei/bandwidth.ts'
import { providers } from '../../src/providers/index.ts'
import { type Chosen, cardChoices } from '../../src/views/card/choices.ts'
import { actionWords } from '../../src/views/words/words.ts'
import { sample } from '../migrations/sample.ts'
import { readable, typedBy } from './readable.ts'

const purposes = ['reply', 'live', 'shared'] as const
const offered = providers.flatMap((provider) =>
  kinds.flatMap((kind) => (provider.kinds[kind] === undefined ? [] : [{ provider, kind }])),
)
/** A card of every kind of every cloud, in every state, for every purpose, with every sort of failure. */
const cards: Chosen[] = offered.flatMap(({ provider, kind }) =>
  states.flatMap((state) =>
    purposes.flatMap((purpose) =>
      standings(state).map((standing) => ({
        provider,
        purpose,
        ...explained(sample({ provider: provider.name, kind, state, ...standing })),
      })),
    ),
  ),
)

function explained(migration: Migration): Pick<Chosen, 'migration' | 'explanation'> {
  return { migration, explanation: explainEnd(migration) }
}

function standings(state: State): Partial<Migration>[] {
  if (state !== 'failed') return [{}]
  const codes = ['TRF.0004', 'TRF.0055', 'TRF.0057', 'TRF.0060', 'XYZ.1']
  return codes.flatMap((code) => [true, false].map((canRetry) => ({ failure: { code }, failedObjects: { canRetry } })))
}

describe.each(offered.map((one) => ({ ...one, name: `${one.provider.name} ${one.kind}` })))(
  'the buttons of $name',
  ({ provider, kind }) => {
    const own = cards.filter((card) => card.provider === provider && card.migration.kind === kind)

    test('include every action that has an effect now', () => {
      const missing = own.flatMap((card) => {
        const wanted = offeredActions(card.migration, provider.kinds[kind]).map((action) => typed(action, card))
        const typedThere = Object.values(typedBy({ blocks: cardChoices(card) }))
        return card.migration.state === 'deleted' ? [] : wanted.filter((command) => !typedThere.includes(command))
      })
      expect(missing).toEqual([])
    })

    test('fit a phone and Slack: three in a row, five in its menu, none of them twice', () => {
      for (const card of own) {
        const [row, ...more] = cardChoices(card)
        const elements = row?.elements ?? []
        expect(more).toEqual([])
        expect(elements.length).toBeLessThanOrEqual(3)
        const counts = elements.map((element) => (element.type === 'overflow' ? element.options.length : 1))
        expect(Math.max(0, ...counts)).toBeLessThanOrEqual(5)
        const distinct = Object.keys(typedBy({ blocks: cardChoices(card) }))
        expect(distinct).toHaveLength(counts.reduce((sum, count) => sum + count, 0))
      }
    })

    test('keep irreversible actions in the menu', () => {
      for (const card of own) {
        const buttons = cardChoices(card).flatMap(({ elements }) => elements.filter(({ type }) => type === 'button'))
        const isOnlyWay = actionsFor(card.migration, provider.kinds[kind]).length === 1
        if (!isOnlyWay) expect(JSON.stringify(buttons)).not.toMatch(/"(?:delete|cancel) /)
      }
    })

    test('include sharing for the person who asked, and watching if there is room, unless it is watched or has ended', () => {
      for (const card of own.filter(({ migration }) => migration.state !== 'deleted')) {
        const offers = typedBy({ blocks: cardChoices(card) })
        const { 'Share to channel': share, 'Watch here': watch } = offers
        const isFull = Object.keys(offers).length === 7
        expect(share !== undefined).toBe(card.purpose === 'reply')
        const isOver = card.migration.state === 'succeeded' || card.migration.state === 'cancelled'
        if (card.purpose === 'live' || isOver) expect(watch).toBeUndefined()
        else expect(watch !== undefined || isFull).toBe(true)
      }
    })

    test('type only commands that Ferry understands', () => {
      const all = new Set(own.flatMap((card) => Object.values(typedBy({ blocks: cardChoices(card) }))))
      expect([...all].filter((command) => parse(command, commands).type !== 'command')).toEqual([])
    })
  },
)

describe('a cloud that can do everything at any time', () => {
  const terms = { in: states, rules: limitRules, inputs: { takes: {}, problemsIn: () => ({}) } }
  const always = Object.fromEntries(actions.map((action) => [action, terms]))
  const provider = {
    kinds: {
      sync: {
        noun: 'task',
        can: { ...always, statistics: {} },
        hasTasks: true,
        reading: { pageSize: 100, states: [], showCalls: 1 },
      },
    },
  }
  const buttonsIn = (state: State) =>
    readable({ blocks: cardChoices({ provider, purpose: 'reply', ...explained(sample({ kind: 'sync', state })) }) })[0]

  test('has the most important actions on its card; the others can be typed', () => {
    expect(buttonsIn('running')).toBe(
      '[Pause] [Start] [… Restart | Copy objects now | Share to channel | Cancel | Delete]',
    )
    expect(buttonsIn('deleted')).toBeUndefined()
  })
})

function typed(action: Action, { migration }: Chosen): string {
  return actionWords[action].command(refOf(migration))
}

test('a migration that can only be cancelled has a button for it', () => {
  const job = cards.find(
    ({ migration, purpose }) => migration.kind === 'job' && migration.state === 'running' && purpose === 'live',
  )
  if (job === undefined) throw new Error('No job runs')
  const [row] = cardChoices(job)
  const labels = (row?.elements ?? []).map((element) => ('text' in element ? element.text.text : 'menu'))
  expect(labels[0]).toBe('Cancel')
})
