import { describe, expect, test } from 'vitest'
import { validateView } from '../../playground/slack/blockkit/validate.ts'
import { huawei } from '../../src/providers/huawei/index.ts'
import { accountForm } from '../../src/views/account/form.ts'
import { keyForm } from '../../src/views/account/keys.ts'
import { type StartForm, startForm } from '../../src/views/act/start-form.ts'
import type { Modal } from '../../src/views/blocks/message.ts'
import { sample } from '../migrations/sample.ts'
import { filledIn, readable, typedBy } from './readable.ts'

function start(changes: Partial<StartForm> = {}): Modal {
  return startForm({
    migration: sample({ state: 'paused' }),
    verb: 'start',
    sourceKeys: ['photos-read', 'other'],
    targetKeys: ['archive-write'],
    canRetryFailed: false,
    onlyFailed: false,
    ...changes,
  })
}

describe('the form to start again', () => {
  test('asks for the key of each bucket, with the last used one filled in, and says why', () => {
    const form = start({ lastSourceKey: 'photos-read', lastTargetKey: 'removed-since' })
    expect(readable(form)).toEqual([
      '*photos → archive*',
      '`prod-hw/191297407830872`',
      'Source key: static_select',
      '(Opens AWS us-east-1 `photos`, prefix 2026/)',
      'Destination key: static_select',
      '(Opens HuaweiCloud cn-north-4 `archive`)',
      '[Add a key]',
      '(The cloud does not keep storage keys, so it needs them again to start this migration.)',
    ])
    expect([filledIn(form).source, filledIn(form).target]).toEqual(['photos-read', undefined])
    expect(form.private_metadata).toBe('{"command":"start prod-hw/191297407830872"}')
    expect(typedBy(form)).toEqual({ 'Add a key': 'keys add --for "start prod-hw/191297407830872"' })
  })

  test('asks for nothing that the cloud does not need', () => {
    const form = start({ migration: sample({ needsOnStart: ['target-key'] }) })
    expect(Object.keys(filledIn(form))).toEqual(['target'])
  })

  test('speaks of a restart if it restarts what failed', () => {
    const form = start({ verb: 'retry', migration: sample({ state: 'failed' }) })
    expect(readable(form).at(-1)).toBe(
      '(The cloud does not keep storage keys, so it needs them again to restart this migration.)',
    )
  })

  test('says so if no key is stored, and is still a form that Slack accepts', () => {
    const form = start({ sourceKeys: [], targetKeys: [] })
    expect(readable(form)).toContain(
      '*Source key* for AWS us-east-1 `photos`, prefix 2026/: there is none yet. Add one below.',
    )
    expect(validateView(form)).toEqual([])
  })

  test('offers to retry only the failed objects if the cloud can', () => {
    const retry = { verb: 'retry', canRetryFailed: true } as const
    expect(filledIn(start({ ...retry, onlyFailed: true })).scope).toBe('failed')
    expect(filledIn(start(retry)).scope).toBe('all')
    expect(filledIn(start()).scope).toBeUndefined()
  })
})

describe('the form to connect an account', () => {
  const form = accountForm({
    provider: huawei,
    clouds: [],
    command: 'connect prod-hw',
    initial: { name: 'prod-hw', region: 'cn-north-4', secretKey: 'never-shown' },
  })

  test('fills in everything but the secrets', () => {
    expect(filledIn(form)).toMatchObject({ name: 'prod-hw', region: 'cn-north-4' })
    expect(JSON.stringify(form)).not.toContain('never-shown')
  })

  test('has labels that never change', () => {
    const labels = readable(form).flatMap((line) => /^(.+?)( \(optional\))?: /.exec(line)?.[1] ?? [])
    expect(labels).toEqual(['Account name', ...huawei.accountFields.map(({ label }) => label)])
  })
})

test('the form for a key leads back to the form that needed it', () => {
  const memo = { command: 'keys add', channel: 'C1', returnTo: 'start prod-hw/1912' }
  expect(keyForm(memo).private_metadata).toBe(JSON.stringify(memo))
})
