import { beforeEach, describe, expect, test } from 'vitest'
import { commands } from '../../src/commands/index.ts'
import { parse } from '../../src/commands/machine/parse.ts'
import type { Modal } from '../../src/views/blocks/message.ts'
import { filledIn, readable } from '../views/readable.ts'
import { type Desk, problemsIn, secretOf, shownIn, workspace } from './desk.ts'
import { commandOf, createRetrying, failed, groupId, storedKeys } from './retrying.ts'

let desk: Desk
let retrying: Awaited<ReturnType<typeof createRetrying>>

beforeEach(async () => {
  retrying = await createRetrying()
  desk = retrying.desk
})

describe('the form for the keys of a group', () => {
  test('asks once for each distinct pair of places, and asks no cloud', async () => {
    await retrying.group(failed(1), failed(2), failed(3, { from: 'logs' }), failed(4, { from: 'logs', to: 'vault' }))
    desk.cloud.calls.length = 0
    expect(readable(await retrying.opens())).toEqual([
      expect.stringContaining('A pair without keys is left out'),
      ...['*photos → archive* · 2 migrations', 'Source key (optional): static_select'],
      'Destination key (optional): static_select',
      ...['*logs → archive* · 1 migration', 'Source key (optional): static_select'],
      'Destination key (optional): static_select',
      ...['*logs → vault* · 1 migration', 'Source key (optional): static_select'],
      'Destination key (optional): static_select',
      '[Add a key]',
    ])
    expect(desk.cloud.calls).toEqual([])
  })

  test('carries no id of a member', async () => {
    await retrying.group(...Array.from({ length: 25 }, (_, index) => failed(index, { to: `archive-${index}` })))
    const form = JSON.stringify(await retrying.opens())
    expect(form).toContain(groupId)
    expect(form).not.toContain('1912000000')
  })

  test('requires both keys if there is one pair, and is followed by the restart of each with them', async () => {
    await retrying.group(failed(1), failed(2))
    const form = await retrying.opens()
    expect(readable(form).slice(2, 4)).toEqual(['Source key: static_select', 'Destination key: static_select'])
    expect(await retrying.reads(form, ['photos-read', 'archive-write'])).toEqual([':repeat: *2 migrations restarted*'])
    expect(desk.cloud.orders.map(({ source }) => source)).toEqual([secretOf('photos-read'), secretOf('photos-read')])
  })

  test('preselects what opened a bucket before, even as part of another pair', async () => {
    await retrying.group(failed(1))
    await retrying.sends(await retrying.opens(), ['photos-read', 'archive-write'])
    await retrying.group(failed(2, { from: 'logs' }), failed(3, { to: 'vault' }))
    expect(Object.values(filledIn(await retrying.opens()))).toEqual([
      undefined,
      'archive-write',
      'photos-read',
      undefined,
    ])
  })

  test('asks only for the kinds of keys that are needed', async () => {
    await retrying.group({ ...failed(1), needsOnStart: ['target-key'] })
    expect(readable(await retrying.opens()).filter((line) => line.includes('key:'))).toEqual([
      'Destination key: static_select',
    ])
  })

  test('names the key for the CDN, and a source key without one is answered for the migration', async () => {
    await retrying.group({ ...failed(1), needsOnStart: ['source-key', 'target-key', 'cdn-key'] })
    const form = await retrying.opens()
    expect(JSON.stringify(form)).toContain('Read through a CDN: the key needs a CDN authentication key')
    const lines = await retrying.reads(form, ['photos-read', 'archive-write'])
    expect(lines.slice(0, 2)).toEqual([':warning: *No migration was restarted*', '1 needs storage keys'])
    expect(lines.join('\n')).toContain('The source’s CDN requires an authentication key')
    expect(desk.cloud.orders).toEqual([])
  })

  test('opens again if there is no storage key yet', async () => {
    for (const name of storedKeys) await desk.tools.store.storageKeys.delete(name)
    await retrying.group(failed(1))
    const form = await retrying.opens()
    expect(readable(form)).toEqual([
      expect.stringContaining('none is stored yet'),
      '*photos → archive* · 1 migration',
      '[Add a key]',
    ])
    expect((await retrying.sends(form, [])).reply.type).toBe('form')
    await desk.addKey('new')
    expect(Object.keys(filledIn(await retrying.opens(commandOf(form))))).toHaveLength(2)
  })

  test('does not take half a pair or no keys at all', async () => {
    await retrying.group(failed(1), failed(2, { from: 'logs' }))
    const form = await retrying.opens()
    const [first = '', second = ''] = Object.keys(filledIn(form))
    expect(problemsIn(await retrying.sends(form, []))).toEqual({ [first]: 'Choose the keys of at least one pair.' })
    expect(problemsIn(await retrying.sends(form, ['photos-read']))).toEqual({
      [second]: 'Choose this key too, or none for this pair.',
    })
    expect(desk.cloud.orders).toEqual([])
  })

  test('leaves out a pair without keys, and names what it leaves out with a button of its own', async () => {
    await retrying.group(failed(1), failed(2, { from: 'logs' }))
    const { reply } = await retrying.sends(await retrying.opens(), ['photos-read', 'archive-write'])
    expect(readable(shownIn(reply))).toEqual([
      ':repeat: *1 migration restarted*',
      '1 needs storage keys',
      '*logs → archive*',
      '`prod-hw/191200000000002`',
      'Needs storage keys',
      '[Retry]',
    ])
  })

  test('finds a key by typing where there are more than a hundred', async () => {
    for (let index = 0; index < 98; index += 1) await desk.addKey(`team-${String(index).padStart(2, '0')}`)
    await retrying.group(failed(1))
    await desk.tools.store.keyUses.set('photos', { bucket: 'photos', sourceKey: 'team-77', usedAt: 1 })
    const form = await retrying.opens()
    expect(readable(form)[2]).toBe('Source key: external_select')
    expect(Object.values(filledIn(form))).toEqual(['team-77', undefined])
    expect(await suggestedIn(form, 'team-9')).toHaveLength(8)
    expect(await retrying.reads(form, ['team-77', 'archive-write'])).toEqual([':repeat: *1 migration restarted*'])
  })

  test('keeps every key of long lists choosable', async () => {
    for (let index = 0; index < 97; index += 1) await desk.addKey(`team-${index}`)
    await retrying.group(...Array.from({ length: 30 }, (_, index) => failed(index, { from: `logs-${index}` })))
    const form = await retrying.opens()
    expect(form.blocks.length).toBeLessThanOrEqual(100)
    expect(JSON.stringify(form)).not.toContain('don’t fit')
    expect(readable(form).filter((line) => line.includes('external_select'))).toHaveLength(60)
  })
})

describe('more than 30 pairs', () => {
  const pairs = Array.from({ length: 31 }, (_, index) => failed(index, { from: `logs-${index}` }))

  test('are asked for by account, and the keys that opened a bucket before are used first', async () => {
    await desk.addAccount('test-hw')
    const far = failed(90, { from: 'far', to: 'away', account: 'test-hw' })
    await retrying.group(...pairs, far)
    await desk.tools.store.keyUses.set('logs-7', { bucket: 'logs-7', sourceKey: 'other', usedAt: 1 })
    await desk.tools.store.keyUses.set('archive', { bucket: 'archive', targetKey: 'archive-write', usedAt: 1 })
    const form = await retrying.opens()
    expect(readable(form)).toEqual([
      expect.stringContaining('Ferry uses the keys that opened each bucket before'),
      ...['*`prod-hw`* · 30 migrations', 'Source key (optional): static_select'],
      ...['*`test-hw`* · 1 migration', 'Source key (optional): static_select'],
      'Destination key (optional): static_select',
      '[Add a key]',
    ])
    const lines = await retrying.reads(form, ['photos-read'])
    expect(lines).toEqual([
      ':repeat: *31 migrations restarted*',
      '1 needs storage keys',
      '*far → away*',
      '`test-hw/191200000000090`',
      ...['Needs storage keys', '[Retry]'],
    ])
    const started = retrying.startedWith()
    expect(started).toContainEqual([7, 'other', 'archive-write'])
    expect(started).toContainEqual([8, 'photos-read', 'archive-write'])
  })

  test('need no question at all if every bucket was opened before', async () => {
    await retrying.group(...pairs)
    for (const bucket of ['archive', ...pairs.map(({ source }) => source.bucket ?? '')]) {
      await desk.tools.store.keyUses.set(bucket, { bucket, sourceKey: 'other', targetKey: 'other', usedAt: 1 })
    }
    const form = await retrying.opens()
    expect(filledIn(form)).toEqual({})
    expect(await retrying.reads(form, [])).toEqual([':repeat: *31 migrations restarted*'])
  })

  test('do not use a key that has been removed', async () => {
    await retrying.group(...pairs)
    await desk.tools.store.keyUses.set('logs-1', { bucket: 'logs-1', sourceKey: 'gone', usedAt: 1 })
    expect(readable(await retrying.opens())[1]).toBe('*`prod-hw`* · 31 migrations')
  })
})

/** Suggestions of the form's questions for a typed text. */
async function suggestedIn(form: Modal, typed: string) {
  const parsed = parse(commandOf(form), commands)
  if (parsed.type === 'problem') throw parsed.error
  const origin = { workspace, user: 'U1', isStranger: false, door: 'form' as const }
  return parsed.command.suggest?.({ ...parsed, origin }, { question: 'any', typed }, desk.tools)
}
