import { describe, expect, test } from 'vitest'
import { applySuggestion, complete, type Vocabulary } from '../../../playground/page/completion.ts'
import { formatDay, formatLocalMinute, formatSlackDate, readLocalMinute } from '../../../playground/page/dates.ts'
import { collectFields, findMissing } from '../../../playground/page/fields.ts'
import { parseMarkdown } from '../../../playground/page/markdown.ts'
import { readOutgoing } from '../../../playground/page/outgoing.ts'
import { readRoute, writeRoute } from '../../../playground/page/route.ts'
import { sampleState } from './sample-state.ts'

const zone = 'Europe/Helsinki'

describe('dates', () => {
  const nowMs = Date.UTC(2026, 10, 21, 22, 30)

  test('tokens are filled in for the reader’s time zone, where the day may differ', () => {
    const options = { seconds: nowMs / 1000, zone, nowMs }
    expect(formatSlackDate('{date_num} {time_secs}', options)).toBe('2026-11-22 00:30:00')
    expect(formatSlackDate('{date_short_pretty} {unheard_of}', options)).toBe('today {unheard_of}')
    expect(formatSlackDate('{ago}', { ...options, nowMs: nowMs + 300_000 })).toBe('5 minutes ago')
  })

  test('a chosen minute is read in the time zone in which it was chosen', () => {
    expect(formatLocalMinute(readLocalMinute('2026-07-01T09:15', zone), zone)).toBe('2026-07-01T09:15')
  })

  test('an unknown time zone counts as UTC, because a page must not stay empty because of it', () => {
    expect(formatDay(nowMs, 'Mars/Olympus', nowMs)).toBe('Today')
  })
})

describe('a typed text', () => {
  const place = { channel: 'C0MIGRATIONS', state: sampleState('U0ENGINEER', 0) }

  test('is a command, a mention or a message', () => {
    expect(readOutgoing(' /migrate status 1912… ', place)).toMatchObject({
      what: 'command',
      body: { text: '/migrate status 1912…' },
    })
    expect(readOutgoing('/migrate roles give @leads operator', place).body.text).toBe(
      '/migrate roles give <!subteam^S0LEADS|@leads> operator',
    )
    expect(readOutgoing('@ferry status', { ...place, thread: '1.2' })).toEqual({
      what: 'mention',
      body: { channel: 'C0MIGRATIONS', thread_ts: '1.2', text: 'status' },
    })
    expect(readOutgoing('a < b, @lead in #general', place).body.text).toBe(
      'a &lt; b, <@U0LEAD> in <#C0GENERAL|general>',
    )
  })

  test('is completed at the caret, with commands only at the start', () => {
    const vocabulary: Vocabulary = {
      commands: [{ insert: '/migrate', label: '/migrate', note: '' }],
      people: [{ insert: '@lead', label: 'Team lead', note: '@lead' }],
      channels: [],
    }
    const completion = complete('ask @tea now', 8, vocabulary)
    expect(completion?.suggestions.map((each) => each.label)).toEqual(['Team lead'])
    const [lead] = vocabulary.people
    if (completion === undefined || lead === undefined) throw new Error('Nobody was suggested')
    expect(applySuggestion('ask @tea now', completion, lead)).toEqual({ text: 'ask @lead now', caret: 10 })
    expect(complete('/mi', 3, vocabulary)?.suggestions).toHaveLength(1)
    expect(complete('see /mi', 7, vocabulary)).toBeUndefined()
  })
})

describe('a form', () => {
  const field = (blockId: string, element: Record<string, unknown>) => ({
    type: 'input',
    block_id: blockId,
    element: { action_id: 'value', ...element },
  })
  const blocks = [field('name', {}), field('mode', { initial_value: 'all' }), { ...field('note', {}), optional: true }]
  const draft = new Map<string, string | null>([['name value', 'media']])

  test('sends the changed fields, and the initial values of the others', () => {
    expect(collectFields(blocks, (key) => draft.get(key))).toEqual({ name: 'media' })
  })

  test('reports only required inputs without text and without an initial value', () => {
    expect(Object.keys(findMissing(blocks, () => undefined))).toEqual(['name'])
    expect(Object.keys(findMissing(blocks, (key) => (key === 'mode value' ? null : 'x')))).toEqual(['mode'])
  })
})

test('Markdown joins the lines of a list and of a table', () => {
  expect(parseMarkdown('# T\n- a\n  - b\n\n|x|y|\n|-|-|\n|1|2|').map((part) => part.kind)).toEqual([
    'heading',
    'list',
    'table',
  ])
})

test('an address contains the open thread', () => {
  const route = { channel: 'C0OPS', thread: '1.000100', isHome: false }
  expect(readRoute(writeRoute(route))).toEqual(route)
})
