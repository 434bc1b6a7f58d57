import { beforeEach, describe, expect, test } from 'vitest'
import { commands } from '../../src/commands/index.ts'
import { parse } from '../../src/commands/machine/parse.ts'
import { problemOf } from '../../src/commands/machine/problem.ts'
import { sample } from '../migrations/sample.ts'
import { readable } from '../views/readable.ts'
import { createDesk, type Desk } from './desk.ts'

const ref = 'prod-hw/191297407830872'

/** Each verb as somebody types it to the end. */
const whole: Record<string, string> = {
  accounts: 'accounts prod-hw',
  ack: `ack ${ref}`,
  agree: 'agree prod-hw',
  approvals: 'approvals history',
  approve: 'approve r-7f3a2c',
  audit: 'audit 7d',
  browse: 'browse prod-hw AWS photos/',
  cancel: `cancel ${ref}`,
  connect: 'connect prod-hw',
  create: 'create prod-hw AWS/photos to archive',
  delete: `delete ${ref}`,
  digest: 'digest daily 09:00',
  disconnect: 'disconnect prod-hw',
  doctor: 'doctor',
  escalate: 'escalate 30m',
  explain: `explain ${ref}`,
  failures: `failures ${ref} csv`,
  help: 'help pause',
  keys: 'keys remove photos-read',
  limit: `limit ${ref} 20MB/s`,
  list: 'list prod-hw running',
  mute: 'mute prod-hw 2h',
  owner: 'owner prod-hw <@U2>',
  pause: `pause ${ref}`,
  policy: `policy edit ${ref}`,
  priority: `priority ${ref} high`,
  quiet: 'quiet 22:00-07:00',
  reject: 'reject r-7f3a2c',
  repair: 'repair',
  requests: 'requests all',
  retry: `retry ${ref}`,
  review: 'review r-7f3a2c',
  roles: 'roles give <@U2> operator prod-hw',
  start: `start ${ref}`,
  stats: `stats ${ref} 7d`,
  status: `status ${ref}`,
  subscribe: 'subscribe prod-hw failed',
  sync: `sync push ${ref}`,
  test: 'test <#C2>',
  unmute: 'unmute prod-hw',
  unsubscribe: 'unsubscribe prod-hw',
  unwatch: `unwatch ${ref}`,
  watch: `watch ${ref}`,
  watches: 'watches',
  welcome: 'welcome',
  withdraw: 'withdraw r-7f3a2c',
}
/** Verbs whose last words are free text. */
const taking = ['approve', 'explain', 'reject', 'sync']
const others = commands.map(({ verb }) => verb).filter((verb) => !taking.includes(verb))

let desk: Desk

beforeEach(async () => {
  desk = await createDesk()
  await desk.addAccount()
  await desk.addKey('photos-read')
  desk.cloud.add(sample())
})

const typed = (verb: string) => whole[verb] ?? `${verb}: type it whole in the table above`
const asked = async (text: string) => (await desk.reads(text, { channel: 'C1' })).join('\n')
const acts = async () => {
  const verbs: string[] = []
  for await (const { verb } of desk.tools.store.audit.oldestFirst()) verbs.push(verb)
  return verbs
}

describe('words at the end that a command does not understand', () => {
  test.each(others)('are named, and nothing is done: %s', async (verb) => {
    expect(await asked(`${typed(verb)} zzzword`)).toContain('zzzword')
    expect((await acts()).filter((act) => act !== 'priority' && act !== 'prioritize')).toEqual([])
  })

  test.each(others)('may be an option of another command: %s', async (verb) => {
    const option = ['watch', 'subscribe'].includes(verb) ? '--hash' : '--call'
    expect(await asked(`${typed(verb)} ${option} none`)).toContain(`\`${verb}\` has no option \`${option}\`.`)
  })

  test.each(others)('may be a channel too many: %s', async (verb) => {
    expect(await asked(`${typed(verb)} <#C024BE7LR> <#C0RANDOM>`)).toContain('does not understand')
    expect(await acts()).toEqual([])
  })

  test.each(commands)(
    'are no option that its own help names: $verb',
    ({ verb, usage, examples, notes = [], options = [] }) => {
      const named = [usage, ...examples, ...notes].join(' ').matchAll(/--([a-z][a-z-]*)/g)
      const taken: readonly string[] = [...options, 'share', 'page']
      expect([...named].flatMap(([, name = '']) => (taken.includes(name) ? [] : [`${verb} --${name}`]))).toEqual([])
    },
  )

  test.each(taking)('are text: %s', (verb) => {
    const read = parse(`${typed(verb)} because --call none`, commands)
    expect(read).toMatchObject({ type: 'command', flags: {} })
  })

  test.each([
    ['please pause 1912… now, thanks', 'pause 1912… now, thanks'],
    ['retry it again', 'retry it again'],
    ['watch 1912… here #data-moves', 'watch 1912… here #data-moves'],
  ])('are not those that people add to be polite: %s', (text, words) => {
    const read = parse(text, commands)
    expect(read.type === 'command' && [read.command.verb, ...read.words].join(' ')).toBe(words)
  })
})

describe('the answer', () => {
  const answer = (text: string) => {
    const read = parse(text, commands)
    return read.type === 'command' ? [] : readable(problemOf(read.error()))
  }

  test('offers each migration alone where a command takes one', () => {
    expect(answer('pause 191297407830872 191297407830873')).toEqual([
      ':warning: Ferry does not understand `191297407830873` here. Nothing was done.',
      'Type it like this: `/migrate pause &lt;id | all …&gt;`',
      '[pause 191297407830872] [pause 191297407830873] [Help]',
    ])
  })

  test.each([
    ['pause 191297407830872 and 200429548242937', '[pause 191297407830872] [pause 200429548242937] [Help]'],
    ['pause 1912,2308', '[pause 1912] [pause 2308] [Help]'],
    ['pause 1912…, 2308…', '[pause 1912…] [pause 2308…] [Help]'],
    ['status id 1912', '[status 1912] [Help]'],
    ['status prod-hw 1912', '[status 1912] [Help]'],
    ['help pause 1912', '[help pause] [Help]'],
  ])('offers what names a migration: %s', (text, buttons) => {
    expect(answer(text).at(-1)).toBe(buttons)
  })

  test.each([
    ['approve r-7f3a2c r-8a11b0', '[approve r-7f3a2c] [approve r-8a11b0] [Help]'],
    ['reject r-7f3a2c and r-8a11b0', '[reject r-7f3a2c] [reject r-8a11b0] [Help]'],
    ['withdraw r-7f3a2c, r-8a11b0', '[withdraw r-7f3a2c,] [withdraw r-8a11b0] [Help]'],
    ['approve r-7f3a2c and r-8a11b0 --break-glass', '[Help]'],
  ])('offers each request where one is decided on: %s', async (text, buttons) => {
    expect((await desk.reads(text)).at(-1)).toBe(buttons)
    expect(await acts()).toEqual([])
  })

  test('lets a reason name another request', async () => {
    expect((await desk.types('approve r-7f3a2c same buckets as r-8a11b0')).code).toBe('request_not_found')
  })

  test('offers the command without the words', () => {
    expect(answer('withdraw r-7f3a2c on friday evening')).toEqual([
      ':warning: Ferry does not understand `on`, `friday`, and `evening` here. Nothing was done.',
      'Type it like this: `/migrate withdraw &lt;id&gt;`',
      '[withdraw r-7f3a2c] [Help]',
    ])
  })

  test.each(['delete 1912… tomorrow --yes', 'status "two words" too'])(
    'offers nothing if a press could skip a question or mean something else: %s',
    (text) => {
      expect(answer(text).at(-1)).toBe('[Help]')
    },
  )

  test('keeps long input short', () => {
    expect(answer(`pause 1912… ${'x'.repeat(300)} a1 b2 c3 d4`)[0]).toContain(
      `\`${'x'.repeat(60)}\`, \`a1\`, \`b2\`, and 2 more here`,
    )
  })
})
