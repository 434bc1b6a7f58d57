import type { KnownBlock } from '@slack/types'
import { beforeEach, describe, expect, test } from 'vitest'
import { huawei } from '../../src/providers/huawei/index.ts'
import { newTask } from '../../src/providers/huawei/requests/creation.ts'
import { naver } from '../../src/providers/naver/index.ts'
import { upcloud } from '../../src/providers/upcloud/index.ts'
import type { Modal } from '../../src/views/blocks/message.ts'
import { leftOpen } from '../../src/views/create/field-question.ts'
import { addAccount } from './browsable.ts'
import { type Checkable, type Creator, createCreating, target } from './creator.ts'
import type { Desk } from './desk.ts'

let desk: Desk
let found: Checkable
let person: Creator

beforeEach(async () => {
  ;({ desk, found, person } = await createCreating(huawei, naver, upcloud))
})

const source = { 'source.cloud': 'Aliyun', 'source.key': 'photos-read', 'source.bucket': 'photos' }

async function toAllOptions(kind = 'task'): Promise<void> {
  await person.opens()
  await person.presses('Change')
  await person.chooses({ kind })
  await person.sends({ kind })
  await person.sends(source)
  await person.sends(target)
  await person.presses('Options')
  const open = person.lines()
  if (open.some((line) => line.includes('More options'))) await person.presses('More options')
}

/** The lists of a page that may be left open, each with its entries. */
function openLists({ blocks }: Modal) {
  const inputs = blocks.filter((block): block is Extract<KnownBlock, { type: 'input' }> => block.type === 'input')
  return inputs.flatMap(({ block_id: name = '', element, optional }) =>
    element.type === 'static_select' && optional
      ? [{ name, options: element.options ?? [], initial: element.initial_option?.value }]
      : [],
  )
}

/** The questions of a form, each answered with an entry of its list. */
function oneOfEach(page: Modal): Record<string, string> {
  return Object.fromEntries(openLists(page).map(({ name, options }) => [name, options[1]?.value ?? '']))
}

describe('a list with an answer', () => {
  test.each(['task', 'group', 'sync'])('begins with the default: %s', async (kind) => {
    await toAllOptions(kind)
    const lists = openLists(person.page())
    expect(lists.length).toBeGreaterThan(4)
    for (const { options, initial } of lists) {
      expect(options[0]?.value).toBe(leftOpen)
      expect(initial).toBe(leftOpen)
    }
  })

  test('can be emptied again, and then nothing of it is sent to the cloud', async () => {
    await toAllOptions()
    const before = newTask.from({ ...lastOrder(), region: 'cn-north-4' })
    const chosen = oneOfEach(person.page())
    expect(
      await person.sends({ ...chosen, 'source.cdn.domain': 'cdn.example.com', 'source.cdn.authentication': 'NONE' }),
    ).toEqual({})
    const answered = Object.keys(chosen).filter((name) => /^options\.\w+$/.test(name))
    const kept = Object.keys(lastOrder().spec.options).map((name) => `options.${name}`)
    expect(kept.toSorted()).toEqual(answered.toSorted())
    await person.presses('Options')
    await person.presses('More options')
    const emptied = Object.fromEntries(Object.keys(chosen).map((name) => [name, leftOpen]))
    expect(await person.sends({ ...emptied, 'source.cdn.domain': undefined })).toEqual({})
    expect(lastOrder().spec.options).toEqual({})
    expect(newTask.from({ ...lastOrder(), region: 'cn-north-4' })).toEqual(before)
    expect(JSON.stringify((await desk.tools.store.drafts.list()).items)).not.toContain(leftOpen)
  })

  test('names the cloud’s default', async () => {
    await toAllOptions()
    const first = Object.fromEntries(openLists(person.page()).map(({ name, options }) => [name, options[0]?.text.text]))
    expect(first).toMatchObject({
      'options.overwrite': 'Cloud’s default: if size or time differ',
      'options.storageClass': 'Cloud’s default: standard',
      'options.check': 'Cloud’s default: size and time',
      'options.encrypts': 'Cloud’s default: no',
      'options.recordsFailures': 'Cloud’s default: yes',
      'options.priority': 'Cloud’s default: medium',
      'options.notification.language': 'Cloud’s default: English',
      'source.cdn.authentication': 'No CDN',
    })
  })

  test('can be set back to finding out the region', async () => {
    await person.opens()
    await person.sends(source)
    await person.presses('Back')
    expect(person.entries()['source.region']).toBe('us-east-1')
    expect((await person.suggested('source.region'))[0]).toBe('Detect it')
    expect(await person.suggested('source.region', 'us')).not.toContain('Detect it')
    await person.chooses({ 'source.region': leftOpen })
    expect(person.entries()['source.region']).toBeUndefined()
  })
})

describe('the summary', () => {
  test('names the defaults of open options, and no others', async () => {
    await toAllOptions()
    await person.sends({ 'options.overwrite': 'always', 'options.encrypts': 'yes' })
    const [defaults] = person.lines().filter((line) => line.includes('cloud’s defaults'))
    expect(defaults).toContain('compares size and time, storage class `STANDARD`, not copying metadata')
    expect(defaults).toContain('priority medium')
    expect(defaults).not.toContain('overwrites')
    expect(defaults).not.toContain('encrypting')
    expect(person.lines()).toContain('*Options* always overwrites, encrypting')
  })

  test('does not mention defaults if a cloud has no options', async () => {
    await addAccount(desk, 'upcloud', 'backup-uc')
    await person.opens('create backup-uc s3.example.com/photos to archive --source photos-read --region us-east-1')
    expect(person.page().title.text).toBe('New migration: check')
    expect(person.lines().join('\n')).not.toContain('defaults')
  })
})

describe('an answer for another kind of migration', () => {
  test('hides no question of this kind', async () => {
    await person.opens()
    await person.chooses({ 'source.selection': 'url list' })
    await person.presses('Change')
    await person.chooses({ kind: 'sync' })
    await person.sends({ kind: 'sync' })
    expect(Object.keys(person.entries({ ...source }))).toEqual(
      expect.arrayContaining(['source.cloud', 'source.bucket']),
    )
    expect(person.lines()).toContain('Source cloud: static_select')
    await person.sends(source)
    await person.sends(target)
    expect(lastOrder().spec.source).toMatchObject({ selection: 'everything', bucket: 'photos' })
  })

  test('does not speak of list files for a cloud that has none', async () => {
    await addAccount(desk, 'naver', 'media-nv')
    await person.opens('create media-nv')
    await person.chooses({ 'source.selection': 'prefixes' })
    expect(person.lines()).toContain('Prefix: plain_text_input')
    expect(person.lines().join('\n')).not.toContain('list file')
  })
})

test('a list of URLs needs neither a source cloud nor its key', async () => {
  await person.opens()
  const lines = await person.chooses({ ...source, 'source.cloud': 'Tencent', 'source.selection': 'url list' })
  expect(lines.filter((line) => line.includes(': ')).map((line) => line.split(':')[0])).toEqual([
    'What to migrate',
    'Bucket with the list file',
    'List file',
  ])
  await person.sends({ 'source.listFile.bucket': 'lists', 'source.listFile.key': 'urls.txt' })
  expect(await person.sends(target)).toEqual({})
  expect(lastOrder().spec.source).toEqual({ selection: 'url list', listFile: { bucket: 'lists', key: 'urls.txt' } })
})

function lastOrder() {
  const order = found.orders.at(-1)
  if (order === undefined) throw new Error('Nothing was looked at')
  return order
}
