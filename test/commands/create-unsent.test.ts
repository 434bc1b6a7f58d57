import { beforeEach, describe, expect, test } from 'vitest'
import type { Draft } from '../../src/migrations/spec/draft.ts'
import { huawei } from '../../src/providers/huawei/index.ts'
import { naver } from '../../src/providers/naver/index.ts'
import { upcloud } from '../../src/providers/upcloud/index.ts'
import { readable, typedBy } from '../views/readable.ts'
import { addAccount } from './browsable.ts'
import { type Creator, createCreating, createCreator, source } from './creator.ts'
import type { Desk } from './desk.ts'

let desk: Desk
let person: Creator

beforeEach(async () => {
  ;({ desk, person } = await createCreating(huawei, naver, upcloud))
})

const typed = 'create AWS/videos → archive --source photos-read --target archive-write'
const drafts = async () => (await desk.tools.store.drafts.list()).items
const routes = async () =>
  (await drafts()).map(({ answers }) => `${answers['source.bucket'] ?? 'none'} → ${answers['target.bucket'] ?? 'none'}`)

/** Leaves a form on its second page three hours ago. */
async function left(bucket = 'photos'): Promise<void> {
  await person.opens()
  await person.sends({ ...source, 'source.bucket': bucket })
  await desk.clock.advance(3 * 3_600_000)
}

describe('an unsent form', () => {
  test('opens where it stopped, with its route, its age and a way to start over', async () => {
    await left()
    const [first] = await person.opens()
    expect(first).toMatch(/^You did not send this form: \*photos → no destination yet\*, left 3 h ago/)
    expect(person.page().title.text).toBe('New: destination')
    expect(typedBy(person.page())['Start over']).toContain('--step new')
    await person.presses('Back')
    expect(person.entries()['source.bucket']).toBe('photos')
    expect(person.lines().join('\n')).not.toContain('You did not send')
  })

  test('stays for a day after its last change, however often it is opened', async () => {
    await left()
    await desk.clock.advance(20 * 3_600_000)
    expect((await person.opens()).join('\n')).toContain('left 23 h ago')
    await desk.clock.advance(2 * 3_600_000)
    expect((await person.opens()).join('\n')).toContain('Step 1 of 3')
  })

  test('is discarded by starting over', async () => {
    await left()
    await person.opens()
    await person.presses('Start over')
    expect(person.page().title.text).toBe('New migration: source')
    expect(person.entries()['source.bucket']).toBeUndefined()
    expect(await routes()).toEqual(['none → none'])
  })

  test('is not named while it is empty', async () => {
    await person.opens()
    expect((await person.opens())[0]).toContain('Step 1 of 3')
    expect(await drafts()).toHaveLength(1)
  })

  test('is gone once it was sent', async () => {
    await person.opens(typed)
    await person.sends()
    expect(readable(person.answer() ?? person.page()).join('\n')).toContain('approval is needed')
    expect((await person.opens())[0]).toContain('Step 1 of 3')
  })

  test('shows its route and how to start over on the options pages, too', async () => {
    await person.opens(typed)
    const lines = (await person.presses('Options')).join('\n')
    expect(lines).toContain('videos → archive · a task of `prod-hw`')
    expect(lines).toContain('Start over')
  })

  test('of an account that its person may not use any more asks for another account', async () => {
    await addAccount(desk, 'naver', 'old-ncp')
    await person.opens('create prod-hw')
    await person.sends(source)
    desk.admins.delete('U1')
    const grant = { type: 'user' as const, id: 'U1', role: 'operator' as const, account: 'old-ncp' }
    await desk.tools.store.grants.set('U1 old-ncp', { ...grant, grantedBy: 'U2', grantedAt: 1 })
    const lines = (await person.opens()).join('\n')
    expect(lines).toContain('`prod-hw` is no longer an account you can use')
    expect(lines).toContain('Start over')
  })
})

// Work that somebody put into a form is discarded only when they say so.
describe('a typed order', () => {
  test('opens the form into which its person has put work, and begins after starting over', async () => {
    await left()
    const [first] = await person.opens(typed)
    expect(first).toContain('You did not send this form yet: *photos → no destination yet*')
    expect(first).toContain('*Start over* discards it and begins what you asked for')
    expect(await routes()).toEqual(['photos → none'])
    await person.presses('Start over')
    expect(person.page().title.text).toBe('New migration: check')
    expect(await routes()).toEqual(['videos → archive'])
    await person.sends()
    expect(readable(person.answer() ?? person.page()).join('\n')).toContain('approval is needed')
  })

  // Somebody who types an order and presses the button without reading requests nothing else.
  test('never opens the check of another form', async () => {
    await person.opens()
    await person.sends({ ...source })
    await person.sends({ 'target.key': 'archive-write', 'target.bucket': 'archive' })
    await person.opens(typed)
    expect(person.page().title.text).toBe('New migration: source')
    await person.sends()
    expect((await desk.tools.store.requests.list()).items).toEqual([])
  })

  test('takes the place of an order that was only typed', async () => {
    await person.opens(typed.replace('videos', 'vidoes'))
    const lines = (await person.opens(typed)).join('\n')
    expect(lines).not.toContain('You did not send')
    expect(await routes()).toEqual(['videos → archive'])
  })

  test('opens a form that says the same', async () => {
    await person.opens(typed)
    await person.presses('Options')
    await person.sends({ 'options.overwrite': 'never' })
    expect((await person.opens(typed)).join('\n')).toContain('You did not send this form: *videos → archive*')
    expect((await person.opens('create prod-hw')).join('\n')).toContain('*Options* never overwrites')
    expect(await drafts()).toHaveLength(1)
  })

  test('for another account opens the form first', async () => {
    await left()
    await addAccount(desk, 'upcloud', 'backup-uc')
    expect((await person.opens('create backup-uc'))[0]).toContain('You did not send this form yet')
    await person.presses('Start over')
    expect((await drafts()).map(({ answers }) => answers)).toEqual([{ account: 'backup-uc' }])
  })

  test('that does not fit a button has to be typed again', async () => {
    await left()
    const [first] = await person.opens(`create AWS/photos/${'x'.repeat(1990)} → archive`)
    expect(first).toContain('*Start over* discards it; then ask again')
  })
})

describe('starting over', () => {
  test('twice begins one form', async () => {
    await left()
    await person.opens(typed)
    const command = typedBy(person.page())['Start over'] ?? 'no button'
    await person.opens(command)
    expect((await person.opens(command)).join('\n')).toContain('*videos → archive*')
    expect(await routes()).toEqual(['videos → archive'])
  })

  test('does not discard what was begun in another window since', async () => {
    await left()
    await person.opens()
    const other = createCreator(desk)
    await other.opens(typed)
    await other.presses('Start over')
    expect((await person.presses('Start over')).join('\n')).toContain('*videos → archive*')
    expect(await routes()).toEqual(['videos → archive'])
  })

  test('does not discard what was sent since', async () => {
    await person.opens(typed)
    const other = createCreator(desk)
    await other.opens()
    await person.sends()
    await other.presses('Start over')
    expect(await routes()).toContain('videos → archive')
  })
})

describe('what an earlier version left', () => {
  const old = (bucket: string, at: number): Draft => ({
    id: `0123456789abc${at}`,
    user: 'U1',
    answers: { account: 'prod-hw', kind: 'task', 'source.bucket': bucket },
    step: 'target',
    changedAt: desk.clock.now() + at,
  })
  const keep = (draft: Draft) => desk.tools.store.drafts.set(`U1/${draft.id}`, draft)

  test('several forms: the newest opens, the others are named once and are gone', async () => {
    for (const [index, bucket] of ['photos', 'videos', 'scans'].entries()) await keep(old(bucket, 100 + index))
    const lines = (await person.opens()).join('\n')
    expect(lines).toContain('You did not send this form: *scans → no destination yet*')
    expect(lines).toContain('*videos → no destination yet*, *photos → no destination yet*')
    expect((await person.opens()).join('\n')).not.toContain('photos')
    expect(await routes()).toEqual(['scans → none'])
  })

  test('a list of forms: its Continue opens the form, and its Start over discards none', async () => {
    const draft = old('photos', 100)
    await keep(draft)
    await person.opens(`create --draft ${draft.id} --step target`)
    expect(person.page().title.text).toBe('New: destination')
    await person.opens(`${typed} --draft ${draft.id},0123456789abc999 --step blank`)
    expect(person.lines().join('\n')).toContain('You did not send this form yet: *photos → no destination yet*')
    await person.opens(`create --draft ${draft.id} --step blank`)
    expect(person.lines().join('\n')).toContain('You did not send this form: *photos → no destination yet*')
    expect(await routes()).toEqual(['photos → none'])
  })

  test('a page that collects names: what was typed there is added, and the page is drawn as it is now', async () => {
    await keep({ ...old('photos', 100), answers: { ...source, account: 'prod-hw', 'source.selection': 'prefixes' } })
    const filled = { entered: { 'source.names.more': 'a/\nb/' }, asked: ['source.names.more'] }
    const page = 'create --draft 0123456789abc100 --step source --names'
    await desk.types(`${page} more`, filled)
    await desk.types(`${page} none`, { ...filled, entered: { 'source.names.more': 'c/' } })
    await person.opens(`${page} more`)
    expect(person.entries()['source.names']).toBe('a/\nb/\nc/')
  })
})
