import { beforeEach, describe, expect, test } from 'vitest'
import { AppError } from '../../src/errors/errors.ts'
import type { Migration } from '../../src/migrations/migration.ts'
import { sample } from '../migrations/sample.ts'
import { filledIn, readable, typedBy } from '../views/readable.ts'
import { createDesk, type Desk, shownIn } from './desk.ts'
import { commandOf, failed } from './retrying.ts'

let desk: Desk

beforeEach(async () => {
  desk = await createDesk()
  await desk.addAccount()
})

function running(number: number, changes: Partial<Migration> = {}): Migration {
  return sample({ id: String(191_200_000_000_000 + number), needsOnStart: [], ...changes })
}

function several(count: number, changes: Partial<Migration> = {}): Migration[] {
  return Array.from({ length: count }, (_, index) => running(index, changes))
}

/** Types a command, and returns what its first button types. */
async function asked(text: string): Promise<string> {
  const [command = ''] = Object.values(typedBy(shownIn((await desk.types(text)).reply)))
  return command
}

const statesOf = (ids: readonly string[]) => ids.map((id) => desk.cloud.peek(`prod-hw/${id}`)?.state)

async function entries(): Promise<string[]> {
  const all: string[] = []
  for await (const { verb, subject, outcome, user } of desk.tools.store.audit.oldestFirst()) {
    all.push(`${user} ${verb} ${subject} ${outcome}`)
  }
  return all
}

describe('an act on everything that a filter shows', () => {
  test('asks first, names the number and the filter, and acts on nothing', async () => {
    desk.cloud.add(...several(3, { target: { bucket: 'wave2' } }), running(9))
    const lines = await desk.reads('pause all running prod-hw wave2')
    expect(lines).toEqual([
      '*Pause 3 migrations?*',
      'Those that are: running · in `prod-hw` · like `wave2`',
      '• photos → wave2 · running',
      '• photos → wave2 · running',
      '• photos → wave2 · running',
      expect.stringContaining('Huawei forgets storage keys at every pause'),
      '[Pause 3 (primary)] [Show them]',
    ])
    expect(desk.cloud.calls).toEqual([])
  })

  test('acts on each with an audit entry of its own, and not on what has begun to fit since', async () => {
    desk.cloud.add(...several(3))
    const command = await asked('pause all running')
    desk.cloud.add(running(7))
    desk.cloud.add(running(1, { state: 'succeeded' }))
    expect(await desk.reads(command)).toEqual([
      ':double_vertical_bar: *2 migrations told to pause*',
      '1 left alone',
      '(1 migration of the question stood differently by then.)',
    ])
    expect(statesOf(['191200000000007', '191200000000001'])).toEqual(['running', 'succeeded'])
    const subjects = ['prod-hw/191200000000000', 'prod-hw/191200000000002']
    expect((await entries()).toSorted()).toEqual(
      subjects.flatMap((one) => [`U1 pause ${one} begun`, `U1 pause ${one} done`]),
    )
  })

  test('can be answered twice at once: each is told once', async () => {
    desk.cloud.add(...several(3))
    const command = await asked('pause all')
    const both = [desk.begins(command), desk.begins(command)]
    await desk.clock.passUntil(Promise.all(both))
    expect(desk.cloud.calls.filter((call) => call.startsWith('pause'))).toHaveLength(3)
    expect(await desk.reads(command)).toContain('3 left alone')
  })

  test('takes no more than a hundred at once, and says so', async () => {
    desk.cloud.add(...several(120))
    const lines = await desk.reads('pause all')
    expect(lines[0]).toBe('*Pause 100 migrations?*')
    expect(lines.join('\n')).toContain('At most 100 at once: these are the first of 120. Ask again for the rest.')
    const command = await asked('pause all')
    expect(command.length).toBeLessThan(2000)
    expect((await desk.reads(command))[0]).toBe(':double_vertical_bar: *100 migrations told to pause*')
  })

  test('goes on with the others if one can’t be reached, and offers to try that again', async () => {
    desk.cloud.add(...several(3))
    const command = await asked('pause all')
    const error = new AppError('provider_unreachable', { provider: 'Huawei' })
    desk.cloud.breaks('prod-hw/191200000000001', 'pause', { error, times: 1 })
    const { reply } = await desk.types(command)
    const lines = readable(shownIn(reply))
    expect(lines.slice(0, 2)).toEqual([':double_vertical_bar: *2 migrations told to pause*', '1 not reached'])
    const again = typedBy(shownIn(reply))['Try those 1 again'] ?? ''
    expect((await desk.reads(again))[0]).toBe(':double_vertical_bar: *1 migration told to pause*')
  })

  test('is left to those who may: other accounts are named and not touched', async () => {
    await desk.addAccount('other')
    await desk.types('roles give <@U0MEMBER> operator other')
    desk.cloud.add(...several(2), running(5, { account: 'other' }))
    const lines = await desk.reads('pause all', { user: 'U0MEMBER' })
    expect(lines[0]).toBe('*Pause 1 migration?*')
    expect(lines.join('\n')).toContain('Not in `prod-hw`: you need the operator role there.')
    expect((await desk.types('pause all prod-hw', { user: 'U0MEMBER' })).code).toBe('not_allowed')
    // A button of somebody else’s question gives no rights either.
    const command = await asked('pause all prod-hw')
    expect((await desk.types(command, { user: 'U0MEMBER' })).code).toBe('not_allowed')
    expect(statesOf(['191200000000000'])).toEqual(['running'])
  })

  test.each([
    ['pause all failed', 'usage', 'No migration that has failed can be paused.'],
    ['pause all runing', 'word_unknown', 'Did you mean `running`?'],
    ['pause all', 'ok', 'No migration can be paused now.'],
    ['retry all prod-hw', 'ok', 'No migration in `prod-hw` that has failed can be restarted now.'],
  ])('says what it does not find: %s', async (text, code, words) => {
    desk.cloud.add(running(1, { state: 'succeeded' }))
    const { reply, code: got } = await desk.types(text)
    expect(got).toBe(code)
    expect(readable(shownIn(reply)).join('\n')).toContain(words)
  })

  test('means the thread if it is said there without a filter', async () => {
    desk.cloud.add(...several(2))
    const { code } = await desk.types('pause all', { thread: '1.2', channel: 'C1' })
    expect(code).not.toBe('ok')
  })
})

describe('a retry of everything that failed', () => {
  test('asks for the keys of all in one form, which is the question', async () => {
    for (const name of ['read', 'write']) await desk.addKey(name)
    const broken = [failed(1), failed(2)]
    desk.cloud.add(...broken, running(9))
    await desk.hasListed(...broken, running(9))
    const { reply } = await desk.types('retry all')
    if (reply.type !== 'form') throw new Error('No form')
    expect(reply.modal.title.text).toBe('Retry 2 migrations')
    expect(readable(reply.modal)[0]).toBe('Those that are: *failed*')
    const [source = '', target = ''] = Object.keys(filledIn(reply.modal))
    const sent = { asked: [source, target], answers: { [source]: 'read', [target]: 'write' } }
    expect(await desk.reads(commandOf(reply.modal), sent)).toEqual([':repeat: *2 migrations restarted*'])
  })

  test('asks a plain question if no keys are needed', async () => {
    desk.cloud.add(...several(2, { state: 'failed' }))
    const command = await asked('retry all failed')
    expect(await desk.reads(command)).toEqual([':repeat: *2 migrations restarted*'])
    expect(statesOf(['191200000000000'])).not.toEqual(['failed'])
  })

  test('and a start of everything that is paused do not touch anything else', async () => {
    desk.cloud.add(...several(2, { state: 'paused' }), running(8, { state: 'failed' }))
    expect((await desk.reads('start all'))[1]).toBe('Those that are: paused')
    expect((await desk.reads(await asked('start all')))[0]).toBe(':arrow_forward: *2 migrations started*')
    expect(statesOf(['191200000000008'])).toEqual(['failed'])
  })
})

describe('a limit for everything that a filter shows', () => {
  test('is asked for with its speed, and set for each', async () => {
    desk.cloud.add(...several(2))
    const lines = await desk.reads('limit all running 20MB/s')
    expect(lines[0]).toBe('*Limit 2 migrations?*')
    expect(lines[1]).toBe('Limited to 20 MB/s (19.1 MiB/s) all day')
    expect((await desk.reads(await asked('limit all running 20MB/s')))[0]).toBe(':turtle: *2 migrations limited*')
    expect(desk.cloud.peek('prod-hw/191200000000001')?.limits).toMatchObject([{ bytesPerSecond: 20_000_000 }])
  })

  test('without a speed opens a form that names the number', async () => {
    desk.cloud.add(...several(2))
    const { reply } = await desk.types('limit all running')
    if (reply.type !== 'form') throw new Error('No form')
    expect(reply.modal.title.text).toBe('Limit 2 migrations')
    const lines = await desk.reads(commandOf(reply.modal), { asked: ['rules'], answers: { rules: '5MB/s' } })
    expect(lines[0]).toBe(':turtle: *2 migrations limited*')
    const wrong = await desk.types(commandOf(reply.modal), { asked: ['rules'], answers: { rules: 'fast' } })
    expect(wrong.reply.type).toBe('form problems')
  })
})
