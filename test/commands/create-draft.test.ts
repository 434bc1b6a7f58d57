import { beforeEach, describe, expect, test } from 'vitest'
import { huawei } from '../../src/providers/huawei/index.ts'
import { naver } from '../../src/providers/naver/index.ts'
import { upcloud } from '../../src/providers/upcloud/index.ts'
import { sample } from '../migrations/sample.ts'
import { addAccount, type Browsable } from './browsable.ts'
import { type Checkable, type Creator, createCreating, createCreator, source, target } from './creator.ts'
import type { Desk } from './desk.ts'

let desk: Desk
let cloud: Browsable
let found: Checkable
let person: Creator

beforeEach(async () => {
  ;({ desk, cloud, found, person } = await createCreating(huawei, naver, upcloud))
})

function titleOf({ page }: Creator): string {
  return page().title.text
}

describe('the content of a form', () => {
  test('stays when the person goes back and forth', async () => {
    await person.opens()
    await person.sends({ ...source, 'source.selection': 'everything' })
    await person.presses('Back', { 'target.key': 'archive-write', 'target.prefix': 'from-aws/' })
    expect(person.entries()).toMatchObject({ ...source, 'source.region': 'us-east-1' })
    await person.sends()
    expect(person.entries()).toMatchObject({ 'target.key': 'archive-write', 'target.prefix': 'from-aws/' })
  })

  test('stays when its owner closes and reopens the form, and nobody else sees it', async () => {
    await person.opens()
    await person.sends(source)
    const again = createCreator(desk)
    await again.opens()
    expect(titleOf(again)).toBe('New: destination')
    const other = createCreator(desk, 'U2')
    await other.opens()
    expect(other.entries()['source.bucket']).toBeUndefined()
    const { reply } = await desk.types(person.command(), { user: 'U2' })
    expect(JSON.stringify(reply)).toContain('This form has expired')
  })

  test('stays for an hour, and is gone after a day', async () => {
    await person.opens()
    await person.sends(source)
    await desk.clock.advance(3_600_000)
    expect(await person.sends(target)).toEqual({})
    const command = person.command()
    await desk.clock.advance(24 * 3_600_000)
    expect(JSON.stringify((await desk.types(command)).reply)).toContain('This form has expired')
    expect(await person.opens()).toContain('Step 1 of 3 · a task of `prod-hw`')
    expect(person.entries()['source.bucket']).toBeUndefined()
  })

  test('is shown again after a key was added in between', async () => {
    await person.opens()
    await person.chooses({ 'source.cloud': 'AWS' })
    const adding = `keys add --for "${person.command()}"`
    const answers = { name: 'new-key', accessKey: 'EXAMPLEACCESSKEY1234', secretKey: 'not-a-real-secret' }
    const { reply } = await desk.types(adding, { answers })
    expect(reply).toMatchObject({ type: 'form done', reopen: person.command() })
    await person.opens(person.command())
    expect(person.entries()['source.cloud']).toBe('AWS')
    expect(await person.suggested('source.key')).toContain('new-key')
  })

  test('no longer has an answer that was removed', async () => {
    await person.opens()
    await person.sends(source)
    await person.sends({ ...target, 'target.prefix': 'x/' })
    await person.presses('Change destination')
    await person.sends({ 'target.prefix': undefined })
    expect(found.orders.at(-1)?.spec.target).toEqual({ bucket: 'archive', key: 'archive-write' })
  })

  const many = Array.from({ length: 500 }, (_, index) => `2026/${index}/${'x'.repeat(60)}/`)
  /** A failed migration whose prefixes do not fit a text box. */
  const failed = sample({
    state: 'failed',
    source: { cloud: 'AWS', region: 'us-east-1', bucket: 'photos', selection: 'prefixes', names: many },
    target: { bucket: 'archive' },
  })

  test('can have more prefixes than fit a text box, if it began like another migration', async () => {
    desk.cloud.add(failed)
    await person.opens('create --like prod-hw/191297407830872')
    expect(person.lines().join('\n')).toContain('*500 names*: `2026/0/xxx')
    expect(person.lines().join('\n')).toContain('497 more names')
    expect(await person.sends({ 'source.key': 'photos-read' })).toEqual({})
    await person.sends(target)
    expect(found.orders.at(-1)?.spec.source.names).toEqual(many)
    await person.presses('Change source')
    expect(await person.sends({ 'source.names.instead': '2026/11/' })).toEqual({})
    await person.presses('Back')
    expect(person.entries()['source.names']).toBe('2026/11/')
  })

  test('shows a problem with names that do not fit a text box at the question that replaces them', async () => {
    desk.cloud.add({ ...failed, source: { ...failed.source, names: [...many, 'a/'] } })
    await person.opens('create --like prod-hw/191297407830872')
    const problems = await person.sends({ 'source.key': 'photos-read' })
    expect(Object.keys(problems)).toEqual(['source.names.instead'])
  })

  test('says how more names than fit a text box can be given', async () => {
    await person.opens()
    const lines = await person.chooses({ ...source, 'source.selection': 'prefixes' })
    expect(lines.join('\n')).toContain('Put the object names into a list file')
  })

  test('is discarded by starting over', async () => {
    await person.opens()
    await person.sends(source)
    await person.presses('Back')
    await person.presses('Start over')
    expect(person.entries()['source.cloud']).toBeUndefined()
    expect((await desk.tools.store.drafts.list()).items).toHaveLength(1)
  })
})

describe('a problem', () => {
  test('is shown at its question, and no call is made', async () => {
    await person.opens()
    const problems = await person.sends({ ...source, 'source.key': undefined, 'source.bucket': undefined })
    expect(Object.keys(problems)).toEqual(['source.key', 'source.bucket'])
    expect(cloud.calls.filter((call) => call.startsWith('bucketRegion'))).toEqual([])
    expect(found.orders).toEqual([])
  })

  test('with an account that was disconnected meanwhile is shown on the page where another can be chosen', async () => {
    await addAccount(desk, 'upcloud', 'backup-uc')
    await person.opens('create prod-hw')
    await person.sends(source)
    await desk.tools.store.accounts.delete('prod-hw')
    expect(await person.sends(target)).toEqual({})
    expect(person.lines()[0]).toContain('`prod-hw` is no longer an account you can use')
    await desk.addAccount()
    await person.sends({ account: 'prod-hw', kind: 'task' })
    expect(person.entries()).toMatchObject(source)
    await person.sends()
    expect(person.entries()).toMatchObject(target)
  })

  test('on an earlier page opens that page', async () => {
    await person.opens()
    await person.sends(source)
    await desk.tools.store.storageKeys.delete('photos-read')
    await person.sends(target)
    expect(titleOf(person)).toBe('New migration: source')
    expect(person.lines()[0]).toContain('There is no storage key with this name')
  })

  test.each([
    ['a bucket', 'source.bucket', 'AKIAEXAMPLEEXAMPLE01'],
    ['a bucket, random', 'source.bucket', 'wJalrXUtnFEMI0K7MDENG0bPxRfiCYEXAMPLEKEY'],
    ['a prefix', 'source.names', 'wJalrXUtn1EMI/K7MD2NG/bPxRfi3YEXAMPLEKEY'],
  ])('a secret typed as %s is refused and stored nowhere', async (_, question, secret) => {
    await person.opens()
    await person.chooses({ ...source, 'source.selection': 'prefixes' })
    const problems = await person.sends({ [question]: secret })
    expect(problems[question]).toContain('looks like a secret')
    expect(JSON.stringify(problems)).not.toContain(secret)
    await person.presses('Add a key', { [question]: secret }).catch(() => undefined)
    await person.chooses({ [question]: secret })
    expect(JSON.stringify((await desk.tools.store.drafts.list()).items)).not.toContain(secret)
    expect(JSON.stringify(person.page())).not.toContain(secret)
  })

  test('long paths do not count as secrets', async () => {
    await person.opens()
    const names = 'Backups2024/Photos/IMG0001/ABCdef123/Thumbs\nexports/3f9c2b7a-11aa-4c1e-9f00-aabbccddeeff/part-00001'
    await person.chooses({ ...source, 'source.selection': 'prefixes' })
    expect(await person.sends({ 'source.names': names })).toEqual({})
  })

  test('answers to unknown questions do no harm', async () => {
    await person.opens()
    const hostile = { 'source.bucket': '<!channel>`*', 'source.region': '<@U2>' }
    await person.sends({ ...source, ...hostile })
    await person.sends({ ...target, 'target.prefix': '\u0000\uD800&<>' })
    expect(JSON.stringify(person.page())).not.toContain('<!channel>')
  })
})
