import { beforeEach, describe, expect, test } from 'vitest'
import { AppError } from '../../src/errors/errors.ts'
import type { Migration } from '../../src/migrations/migration.ts'
import { sample } from '../migrations/sample.ts'
import { filledIn, readable, typedBy } from '../views/readable.ts'
import { createDesk, type Desk, problemsIn, shownIn } from './desk.ts'

const provider = 'Huawei Cloud OMS'
const ids = ['191297407830872', '191300000000001', '201300000000002'] as const
const [first, second, third] = ids
const daytime = { start: '09:00', end: '18:00', bytesPerSecond: 50_000_000 }
const evening = { start: '18:00', end: '23:59', bytesPerSecond: 10_000_000 }
const hours = '(Hours follow the cloud’s own clock. The cloud does not say which time zone it uses.)'
let desk: Desk

beforeEach(async () => {
  desk = await createDesk()
  await desk.addAccount()
})

function add(id: string, changes: Partial<Migration> = {}): void {
  desk.cloud.add(sample({ id, source: { bucket: `b${id.slice(0, 4)}` }, ...changes }))
}

function set() {
  return desk.cloud.settings.map((order) =>
    'limits' in order ? [order.targets.map(({ id }) => id), order.limits] : [],
  )
}

describe('limit', () => {
  test('sets rules by the hour, repeats them in both units, and updates the cards', async () => {
    add(first)
    expect(await desk.reads('limit 1912… 50MB/s 09:00-18:00, 10MB/s 18:00-23:59')).toEqual([
      '*Limited by the hour*',
      '50 MB/s (47.7 MiB/s) 09:00–18:00',
      '10 MB/s (9.54 MiB/s) 18:00–23:59',
      `✓ *b1912 → archive* (\`prod-hw/${first}\`)`,
      hours,
      '[Current state]',
    ])
    expect(set()).toEqual([[[first], [daytime, evening]]])
    expect(desk.looks).toEqual([`prod-hw/${first}`])
  })

  test('mentions hours only if a rule has them', async () => {
    add(first)
    expect(await desk.reads('limit 1912… 20MB/s')).not.toContain(hours)
  })

  test.each([
    ['limit 1912… 20MB/s', '*Limited to 20 MB/s (19.1 MiB/s) all day*'],
    ['limit 1912… 20 MB/s', '*Limited to 20 MB/s (19.1 MiB/s) all day*'],
    ['limit 1912…, to 20 MB/s', '*Limited to 20 MB/s (19.1 MiB/s) all day*'],
    ['limit 1912… 9:00–18:00 400 Mbit/s', '*Limited to 50 MB/s (47.7 MiB/s) 09:00–18:00*'],
    ['limit 1912… 9am-17:30 50MB/s', '*Limited to 50 MB/s (47.7 MiB/s) 09:00–17:30*'],
    ['limit 1912… 50MB/s from 9 am to 6 pm', '*Limited to 50 MB/s (47.7 MiB/s) 09:00–18:00*'],
    ['limit 1912… off', '*No limit now*'],
    ['limit off 1912…', '*No limit now*'],
    ['limit 1912… no limit', '*No limit now*'],
    ['limit 1912… to no limits', '*No limit now*'],
  ])('understands %o', async (text, heading) => {
    add(first)
    expect((await desk.reads(text))[0]).toBe(heading)
    expect(set()).toHaveLength(1)
  })

  test.each([
    ['limit 1912… 50', '“50” has no unit'],
    ['limit 1912… 50000000', '“50000000” has no unit'],
    ['limit 1912… 50 09:00-18:00', '“50” has no unit'],
    ['limit 1912… 50mb/s', 'could mean bytes or bits'],
    ['limit 1912… 50TB/s', 'a unit that Ferry doesn’t know'],
    ['limit 1912… 50MB/s 22:00-06:00', 'crosses midnight'],
    ['limit 1912… 50MB/s 09:00-09:00', 'starts and ends at the same minute'],
    ['limit 1912… 50MB/s 09:00-25:00', '25:00 is not a time'],
    ['limit 1912… 50MB/s 9am', 'has times that Ferry can’t read'],
    ['limit 1912… 9am-13pm 50MB/s', '13pm is not a time'],
    ['limit 1912… 50MB/s 09:00-18:00, 10MB/s 17:00-20:00', 'overlap'],
    ['limit 1912… -5MB/s', '“-5MB/s” is not a speed'],
    ['limit 1912… 50,5MB/s', '“50” has no unit'],
    ['limit 1912… 1.5.5MB/s', 'a unit that Ferry doesn’t know'],
    ['limit 1912… 50M', 'a unit that Ferry doesn’t know'],
    ['limit 1912… 50MB/s 09:00-18:00 10MB/s 18:00-23:59', 'Put a comma between two rules'],
    ['limit 1912… 50MB/s 09:00-18:00 UTC', 'has a time zone'],
    ['limit 1912… 1MB/s', 'is too slow'],
    ['limit 1912… 1GB/s', 'is too fast'],
  ])('%o is refused with the reason and an example, before any call', async (text, reason) => {
    add(first)
    const { reply, code } = await desk.types(text)
    expect(code).toBe('usage')
    const [what, next] = readable(shownIn(reply))
    expect(what).toContain(reason)
    expect(next).toBe('Type it like this: `/migrate limit 1912… 50MB/s 09:00-18:00, 10MB/s 18:00-23:59`')
    expect(desk.cloud.calls).toEqual([])
  })

  test('needs a migration, and not too many', async () => {
    expect((await desk.types('limit')).code).toBe('ref_missing')
    expect((await desk.types('limit 50MB/s')).code).toBe('ref_missing')
    const many = Array.from({ length: 21 }, (_, index) => `1912974078308${index}…`).join(' ')
    expect((await desk.reads(`limit ${many} 50MB/s`))[0]).toContain('These are 21 migrations. Use at most 20 at once.')
    expect(desk.cloud.calls).toEqual([])
  })

  test('says without a call that a migration is done, or can never be limited', async () => {
    add(first, { state: 'succeeded' })
    add('d18befdd-eb82-41f3-8019-bbb593d74a3e', { kind: 'sync' })
    expect((await desk.reads(`limit ${first} 50MB/s`))[0]).toContain('cannot be limited now: its state is “succeeded”')
    expect((await desk.reads('limit d18b… 50MB/s'))[0]).toContain(
      'cannot be limited: Huawei Cloud OMS does not offer that for a synchronization task.',
    )
    expect(desk.cloud.settings).toEqual([])
  })

  test('explains a refusal by the cloud as everywhere else', async () => {
    add(first)
    desk.cloud.refuses(
      `prod-hw/${first}`,
      new AppError('provider_refused', { provider, code: 'OMS.0086', message: 'no' }),
    )
    const { reply, code } = await desk.types('limit 1912… 50MB/s')
    expect(code).toBe('provider_refused')
    expect(readable(shownIn(reply)).join()).toContain('*What to do:*')
  })
})

describe('limit for several migrations', () => {
  test('makes one call per account, and answers with one line for each migration', async () => {
    await desk.addAccount('test-hw')
    for (const id of [first, second]) add(id)
    add(third, { account: 'test-hw' })
    expect(await desk.reads(`limit ${first} 1913…, test-hw/2013… 1913… ${first} 50MB/s 09:00-18:00`)).toEqual([
      '*Limited to 50 MB/s (47.7 MiB/s) 09:00–18:00*',
      `✓ *b1912 → archive* (\`prod-hw/${first}\`)`,
      `✓ *b1913 → archive* (\`prod-hw/${second}\`)`,
      `✓ *b2013 → archive* (\`test-hw/${third}\`)`,
      hours,
    ])
    expect(set()).toEqual([
      [[first, second], [daytime]],
      [[third], [daytime]],
    ])
    expect(desk.looks).toEqual([`prod-hw/${first}`, `prod-hw/${second}`, `test-hw/${third}`])
  })

  test('says for each failure why, and gives the command for those that can be repeated', async () => {
    for (const id of [first, second]) add(id)
    add(third, { state: 'succeeded' })
    desk.cloud.refuses(`prod-hw/${second}`, new AppError('provider_outcome_unknown', { provider }))
    const { reply, code } = await desk.types('limit 1912… 1913… 2013… nobody 50MB/s 09:00-18:00')
    const repeat = `limit prod-hw/${second} 50 MB/s 09:00-18:00`
    expect(code).toBe('ok')
    expect(readable(shownIn(reply))).toEqual([
      '*Limited to 50 MB/s (47.7 MiB/s) 09:00–18:00*',
      ':warning: 3 migrations not changed',
      `✓ *b1912 → archive* (\`prod-hw/${first}\`)`,
      `✗ *b1913 → archive* (\`prod-hw/${second}\`): ${provider} did not confirm the request. It may or may not have been carried out.`,
      `✗ *b2013 → archive* (\`prod-hw/${third}\`): \`prod-hw/${third}\` cannot be limited now: its state is “succeeded”.`,
      '✗ `nobody`: No migration matches `nobody`.',
      hours,
      `For those that failed: \`/migrate ${repeat}\``,
      '[Try those again]',
    ])
    expect(typedBy(shownIn(reply))).toEqual({ 'Try those again': repeat })
    await desk.types(repeat)
    expect(set().at(-1)).toEqual([[second], [daytime]])
  })

  test('continues with the other accounts after one refuses its key, which is tried once', async () => {
    await desk.addAccount('test-hw')
    add(first)
    const denied = new AppError('provider_denied', { provider, account: 'test-hw' })
    desk.cloud.breaks('test-hw', 'show', { error: denied })
    const lines = await desk.reads(`limit ${first} test-hw/${second} test-hw/201300000000009 50MB/s`)
    expect(lines.filter((line) => line.startsWith('✓'))).toHaveLength(1)
    expect(lines.filter((line) => line.includes('did not accept the credentials'))).toHaveLength(2)
    expect(desk.cloud.calls.filter((call) => call.includes('test-hw'))).toHaveLength(1)
  })

  // A cloud locks a key that it has refused a few times.
  test('does not try a key with groups after it was refused with tasks', async () => {
    desk.cloud.add(sample({ id: first }), sample({ id: second, kind: 'group' }))
    desk.cloud.breaks('prod-hw', 'limit', { error: new AppError('provider_denied', { provider, account: 'prod-hw' }) })
    const said = (await desk.reads(`limit ${first} ${second} 50MB/s`)).join('\n')
    expect(said.match(/did not accept the credentials/g)).toHaveLength(2)
    expect(desk.cloud.calls.filter((call) => call.startsWith('limit'))).toHaveLength(1)
  })

  test('reads each of them once, and no list', async () => {
    for (const id of ids) add(id)
    await desk.types('limit 1912… 1913… 2013… off')
    expect(desk.cloud.calls).toEqual([...ids.map((id) => `show prod-hw/${id}`), 'limit prod-hw'])
    expect(set()).toEqual([[[...ids], []]])
  })

  test('asks which one is meant if a prefix matches several, before it sets anything', async () => {
    for (const id of ids) add(id)
    const { reply } = await desk.types('limit 2013… 191… 50MB/s 09:00-18:00')
    expect(readable(shownIn(reply))[0]).toBe('2 migrations match `191…`. Which one?')
    expect(desk.cloud.settings).toEqual([])
    const typed = typedBy(shownIn(reply))['This one']
    expect(typed).toBe(`limit 2013… prod-hw/${second} 50 MB/s 09:00-18:00`)
    await desk.types(typed ?? '')
    expect(set()).toEqual([[[third, second], [daytime]]])
  })

  test('leaves out migrations that somebody else is changing right now', async () => {
    for (const id of [first, second]) add(id)
    const goOn = desk.cloud.holds('prod-hw', 'limit')
    const one = desk.begins(`limit ${first} 50MB/s`)
    await desk.clock.settle()
    const both = desk.begins(`limit ${first} ${second} 20MB/s`)
    await desk.clock.settle()
    goOn()
    await desk.clock.passUntil(one)
    const lines = readable(shownIn((await desk.clock.passUntil(both)).reply))
    expect(lines.find((line) => line.includes(first))).toMatch(/already acting on .+ You began to limit it 2026-/)
    expect(set().map(([targets]) => targets)).toEqual([[first], [second]])
  })
})

describe('the form for limits', () => {
  test('opens without rules, with the present rules filled in, one per line', async () => {
    add(first, { limits: [daytime, evening] })
    const { reply } = await desk.types(`limit prod-hw/${first}`)
    expect(reply.type).toBe('form')
    expect(filledIn(shownIn(reply))).toEqual({ rules: '50 MB/s 09:00-18:00\n10 MB/s 18:00-23:59' })
    expect(JSON.stringify(shownIn(reply))).toContain('does not say which time zone')
  })

  test('is empty if there are no rules, or different ones', async () => {
    add(first, { limits: [daytime] })
    add(second)
    expect(filledIn(shownIn((await desk.types(`limit ${second}`)).reply))).toEqual({ rules: undefined })
    expect(filledIn(shownIn((await desk.types(`limit ${first} ${second}`)).reply))).toEqual({ rules: undefined })
  })

  test('sets its rules for every migration that it was opened for', async () => {
    for (const id of [first, second]) add(id)
    const rules = '50MB/s 09:00-18:00\n\n10 MB/s 18:00-24:00'
    const { reply } = await desk.types(`limit prod-hw/${first} prod-hw/${second}`, { answers: { rules } })
    expect(reply.type).toBe('form done')
    expect(set()).toEqual([
      [
        [first, second],
        [daytime, evening],
      ],
    ])
  })

  // Leaving something out must never mean no limit.
  test.each([
    [{}, 'Type at least one rule, or off for no limit.'],
    [{ rule: '50MB/s' }, 'Type at least one rule, or off for no limit.'],
    [{ rules: '50MB/s 22:00-06:00' }, '22:00-06:00 crosses midnight.'],
  ])('shows the problem at its field: %j', async (answers, problem) => {
    add(first)
    const outcome = await desk.types(`limit prod-hw/${first}`, { answers })
    expect(problemsIn(outcome)?.rules).toContain(problem)
    expect(problemsIn(outcome)?.rules).toContain('Example: 50MB/s 09:00-18:00')
    expect(desk.cloud.calls).toEqual([])
  })

  test('removes all limits with the word off', async () => {
    add(first, { limits: [daytime] })
    await desk.types(`limit prod-hw/${first}`, { answers: { rules: 'off' } })
    expect(set()).toEqual([[[first], []]])
  })

  test('does not open for a migration that cannot be limited or does not exist', async () => {
    add(first, { state: 'succeeded' })
    expect((await desk.types(`limit ${first}`)).code).toBe('action_impossible')
    expect((await desk.types(`limit ${first} prod-hw/9999`)).code).toBe('migration_not_found')
  })
})
