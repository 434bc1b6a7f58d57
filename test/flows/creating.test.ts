import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { View } from '../../playground/slack/protocol.ts'
import type { Person } from './person.ts'
import { readingOf } from './reading.ts'
import { sourceKey } from './setup.ts'
import { createReadyStage, modes, type Stage } from './stage.ts'
import { until } from './until.ts'

const buckets = [
  { name: 'photos', region: 'us-east-1', cloudType: 'AWS', bytes: 5_000_000, objects: 40 },
  { name: 'archive', region: 'cn-north-4' },
]

describe.each(modes)('creating, over %s', (mode) => {
  let stage: Stage
  let engineer: Person
  beforeAll(async () => {
    stage = await createReadyStage({ mode, account: { buckets } })
    engineer = stage.person()
  })
  afterAll(() => stage.stop())

  /** Waits until the page shows a question in its new form. Until then, the old page stays. */
  const asks = (question: string, sort: string): Promise<View> =>
    until(
      `${question} as ${sort}`,
      () => engineer.modals().find((view) => view.payload.blocks.some((block) => isAsked(block, question, sort))),
      () => JSON.stringify(engineer.modals().map(readingOf)),
    )

  const chooseSource = async () => {
    const form = await engineer.faces('a task of')
    await engineer.answers('source.cloud', 'AWS', form)
    await engineer.answers('source.key', 'photos-read', await asks('source.region', 'external_select'))
    return asks('source.bucket', 'external_select')
  }

  const toSummary = async () => {
    await engineer.sends(await chooseSource(), { 'source.bucket': 'photos' })
    const target = await engineer.faces('Destination bucket')
    await engineer.answers('target.key', 'archive-write', target)
    await engineer.sends(await asks('target.bucket', 'external_select'), { 'target.bucket': 'archive' })
    return engineer.faces('the account’s region')
  }

  test('the home tab, the shortcut and the command open the same form', async () => {
    await engineer.presses('New migration', await engineer.opensHome())
    await engineer.faces('a task of')
    await engineer.uses('new_migration')
    await engineer.faces('a task of')
    await engineer.types('create')
    await engineer.faces('a task of')
  })

  test('the form leads from live lists to a request with its card in the channel', async () => {
    await engineer.types('create')
    const summary = await toSummary()
    expect(readingOf(summary)).toContain('✓')
    await engineer.sends(summary, {})
    const answer = await engineer.learns('1 approval is needed')
    const [record] = (await engineer.messages()).filter((one) => readingOf(one).includes('0 of 1 approvals'))
    expect(record).toBeDefined()
    expect(readingOf(answer)).toMatch(/r-[0-9a-f]{6}/)
    expect(engineer.modals()).toEqual([])
  })

  test('a key added in between can be chosen at once, and all answers are kept', async () => {
    await engineer.types('create')
    const form = await chooseSource()
    await engineer.presses('Add a key', form)
    const keyForm = await engineer.faces('Add a storage key')
    const fields = { 'Access key': sourceKey.accessKey, 'Secret key': sourceKey.secretKey }
    await engineer.sends(keyForm, { 'Key name': `added-${mode}`, ...fields })
    const below = await until(
      'the form below',
      () => (engineer.modals().length === 1 ? engineer.modals()[0] : undefined),
      () => JSON.stringify(engineer.modals().map(readingOf)),
    )
    expect(engineer.entries()).toMatchObject({ 'source.cloud': 'AWS', 'source.key': 'photos-read' })
    await engineer.answers('source.key', `added-${mode}`, below)
    await asks('source.bucket', 'external_select')
  })

  test('a problem is shown at its question, and the page keeps its answers', async () => {
    await engineer.types('create')
    await engineer.faces('You did not send this form')
    expect(engineer.entries()).toMatchObject({ 'source.key': `added-${mode}` })
    await engineer.types('create prod-hw')
    await engineer.presses('Start over', await engineer.faces('You did not send this form'))
    const form = await until(
      'an empty form',
      () => [engineer.modals().at(-1)].find((top) => top && /^(?!.*did not send).*a task of/s.test(readingOf(top))),
      () => JSON.stringify(engineer.modals().map(readingOf)),
    )
    await engineer.answers('source.cloud', 'AWS', form)
    const { errors } = await engineer.sends(await asks('source.bucket', 'plain_text_input'), {
      'source.key': 'photos-read',
      'source.bucket': 'AKIAEXAMPLEEXAMPLE01',
    })
    expect(errors?.['source.bucket']).toContain('looks like a secret')
  })

  test('for a slow cloud, a loading page opens first, then the check', async () => {
    stage.cloud.faults.add({ kind: 'slow', path: '/objectstorage', ms: 2500 })
    await engineer.types('create AWS/photos → archive --source photos-read --target archive-write')
    await engineer.presses('Start over', await engineer.faces('You did not send this form yet'))
    await engineer.faces('the account’s region')
  })
})

function isAsked(block: object, question: string, sort: string): boolean {
  return (
    'block_id' in block && block.block_id === question && JSON.stringify(block).includes(`"element":{"type":"${sort}"`)
  )
}
