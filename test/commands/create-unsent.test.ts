import { beforeEach, describe, expect, test } from 'vitest'
import { huawei } from '../../src/providers/huawei/index.ts'
import { naver } from '../../src/providers/naver/index.ts'
import { upcloud } from '../../src/providers/upcloud/index.ts'
import { readable, typedBy } from '../views/readable.ts'
import { addAccount, makeBrowsable } from './browsable.ts'
import { type Creator, createCreator, makeCheckable } from './creator.ts'
import { createDesk, type Desk } from './desk.ts'

let desk: Desk
let person: Creator

beforeEach(async () => {
  desk = await createDesk()
  makeBrowsable(desk, [huawei, naver, upcloud])
  makeCheckable(desk)
  await desk.addAccount()
  for (const name of ['photos-read', 'archive-write']) await desk.addKey(name)
  person = createCreator(desk)
})

const source = { 'source.cloud': 'AWS', 'source.key': 'photos-read', 'source.bucket': 'photos' }
const typed = 'create AWS/videos → archive --source photos-read --target archive-write'
const drafts = async () => (await desk.tools.store.drafts.list()).items

/** Leaves a form on its second page three hours ago. */
async function left(bucket = 'photos'): Promise<void> {
  await person.opens()
  await person.sends({ ...source, 'source.bucket': bucket })
  await desk.clock.advance(3 * 3_600_000)
}

describe('an unsent form', () => {
  test('is offered with its route, step and age, and continues where it stopped', async () => {
    await left()
    const page = (await person.opens()).join('\n')
    expect(page).toContain('You have a form you did not send')
    expect(page).toMatch(/\*photos → no destination yet\*\n`prod-hw` · step 2 of 3: destination · left 3 h ago/)
    await person.presses('Continue')
    expect(person.page().title.text).toBe('New: destination')
    await person.presses('Back')
    expect(person.entries()['source.bucket']).toBe('photos')
  })

  test('is discarded by starting over', async () => {
    await left()
    await person.opens()
    await person.presses('Start over')
    expect(person.page().title.text).toBe('New migration: source')
    expect(person.entries()['source.bucket']).toBeUndefined()
    expect(await drafts()).toHaveLength(1)
  })

  test('is not offered while it is empty', async () => {
    await person.opens()
    expect((await person.opens()).join('\n')).toContain('Step 1 of 3')
  })

  test('is gone once it was sent', async () => {
    await person.opens(typed)
    await person.sends()
    expect(readable(person.answer() ?? person.page()).join('\n')).toContain('approval is needed')
    expect((await person.opens()).join('\n')).toContain('Step 1 of 3')
  })

  test('shows its route and how to start over on the options pages, too', async () => {
    await person.opens(typed)
    const lines = (await person.presses('Options')).join('\n')
    expect(lines).toContain('videos → archive · a task of `prod-hw`')
    expect(lines).toContain('Start over')
  })
})

describe('a typed order', () => {
  test('that differs begins another form, and the answer names the first one', async () => {
    await left()
    const page = (await person.opens(typed)).join('\n')
    expect(page).toContain('Your unsent form *photos → no destination yet* is kept for a day')
    expect(await drafts()).toHaveLength(2)
    await person.sends()
    expect(readable(person.answer() ?? person.page()).join('\n')).toContain(
      'Your unsent form *photos → no destination yet*',
    )
    expect((await person.opens()).join('\n')).toContain('*photos → no destination yet*')
  })

  test('that equals an unsent form opens that form', async () => {
    await person.opens(typed)
    expect((await person.opens(typed)).join('\n')).toContain('*videos → archive*')
    expect((await person.opens('create prod-hw')).join('\n')).toContain('*videos → archive*')
    await person.presses('Continue')
    expect(person.page().title.text).toBe('New migration: check')
    expect(await drafts()).toHaveLength(1)
  })

  test('for another account begins another form', async () => {
    await left()
    await addAccount(desk, 'upcloud', 'backup-uc')
    const page = (await person.opens('create backup-uc')).join('\n')
    expect(page).toContain('Your unsent form *photos → no destination yet*')
    expect(page).toContain('`backup-uc`')
  })

  test('several unsent forms are all listed, the newest first', async () => {
    await left()
    await person.opens(typed)
    const page = (await person.opens()).join('\n')
    expect(page.indexOf('videos → archive')).toBeLessThan(page.indexOf('photos → no destination yet'))
    expect(page).toContain('discards all 2 of them')
  })
})

// Filled-in forms are work, so Ferry discards only those that it has named.
describe('starting over', () => {
  const photos = 'create AWS/photos'
  const routes = async () => {
    const all = (await drafts()).toSorted((a, b) => a.changedAt - b.changedAt)
    return all.map(({ answers }) => `${answers['source.bucket'] ?? 'none'} → ${answers['target.bucket'] ?? 'none'}`)
  }
  const startOver = () => typedBy(person.page())['Start over'] ?? 'no button'

  test('discards only what the page names, and keeps what was typed', async () => {
    await left()
    await person.opens(typed)
    const page = (await person.opens(photos)).join('\n')
    expect(page).toContain('*photos → no destination yet*')
    expect(page).not.toContain('videos')
    await desk.clock.advance(1000)
    const begun = (await person.presses('Start over')).join('\n')
    expect(person.entries()).toMatchObject({ 'source.cloud': 'AWS', 'source.bucket': 'photos' })
    expect(person.entries()['source.key']).toBeUndefined()
    expect(begun).toContain('Your unsent form *videos → archive* is kept for a day')
    expect(await routes()).toEqual(['videos → archive', 'photos → none'])
  })

  test('does not discard what was begun in another window since', async () => {
    await left()
    await person.opens()
    await createCreator(desk).opens(typed)
    await desk.clock.advance(1000)
    await person.presses('Start over')
    expect(await routes()).toEqual(['videos → archive', 'none → none'])
  })

  test('does not discard what was sent since', async () => {
    await person.opens(typed)
    const other = createCreator(desk)
    await other.opens()
    await person.sends()
    await other.presses('Start over')
    expect(await routes()).toContain('videos → archive')
  })

  test('with a button of an earlier version discards the form that it belongs to', async () => {
    await left()
    await person.opens(typed)
    const [, newest] = (await drafts()).toSorted((a, b) => a.changedAt - b.changedAt)
    await desk.clock.advance(1000)
    await person.opens(`create --draft ${newest?.id} --step blank`)
    expect(await routes()).toEqual(['photos → none', 'none → none'])
  })

  test('twice begins one form', async () => {
    await left()
    await person.opens(photos)
    const command = startOver()
    await person.opens(command)
    expect((await person.opens(command)).join('\n')).toContain('You have a form you did not send')
    await person.opens('create')
    const blank = startOver()
    await person.opens(blank)
    await person.opens(blank)
    expect(await routes()).toEqual(['none → none'])
  })

  test('with many forms discards those on the page, and says that the others stay', async () => {
    for (let each = 1; each <= 7; each += 1) await person.opens(typed.replace('videos', `videos${each}`))
    expect((await person.opens()).join('\n')).toContain('discards these 5. 2 older ones are kept')
    await person.presses('Start over')
    expect(await drafts()).toHaveLength(3)
  })

  test('is not offered if the typed order does not fit a button', async () => {
    const long = `create AWS/photos/${'x'.repeat(1990)} → archive`
    await person.opens(long)
    const page = (await person.opens(long)).join('\n')
    expect(page).toContain('Continue')
    expect(page).not.toContain('Start')
  })
})
