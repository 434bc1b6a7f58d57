import { beforeEach, describe, expect, test } from 'vitest'
import { sample } from '../migrations/sample.ts'
import { typedBy } from '../views/readable.ts'
import { createDesk, type Desk, shownIn } from './desk.ts'

const ref = 'prod-hw/191297407830872'
let desk: Desk

beforeEach(async () => {
  desk = await createDesk()
  await desk.addAccount()
  desk.cloud.add(sample())
})

describe('a mistyped word', () => {
  test('is corrected with one press, and the words after it are kept', async () => {
    expect(await desk.reads('stauts 1912…')).toEqual([
      ':warning: Ferry does not know `stauts`. Did you mean `/migrate status`?',
      'Type `/migrate help` to see what it can do.',
      '[status 1912…] [Help]',
    ])
  })

  test.each([
    ['wacth 1912 <#C0MOVES|data-moves>', 'watch 1912 #data-moves'],
    ['wacth 1912 <#C0MOVES>', 'watch 1912 #channel'],
    ['wacth 1912 <#C0MOVES|>', 'watch 1912 #channel'],
    ['akc 1912 <@U0ANN|ann>', 'ack 1912 @ann'],
    ['akc 1912 <@U0ANN>', 'ack 1912 @person'],
    ['owenr prod-hw <!subteam^S0LEADS|@leads>', 'owner prod-hw @leads'],
    ['owenr prod-hw <!subteam^S0LEADS>', 'owner prod-hw @group'],
  ])('is corrected by a button that names places and people as somebody would: %s', async (text, label) => {
    const [button] = (await desk.reads(text)).slice(-1)
    expect(button).toBe(`[${label}] [Help]`)
  })

  test('is corrected by a button that types the mention, whatever its label is', async () => {
    const typed = typedBy(shownIn((await desk.types('wacth 1912 <#C0MOVES|data-moves>')).reply))
    expect(typed['watch 1912 #data-moves']).toBe('watch 1912 <#C0MOVES|data-moves>')
  })

  test.each(['delet 1912 --yes', 'staus "two words"'])(
    'has to be typed again if a press could do harm: %s',
    async (text) => {
      expect((await desk.reads(text)).at(-1)).toBe('[Help]')
    },
  )

  test('after help is reported as unknown', async () => {
    expect(await desk.reads('help paus')).toEqual([
      ':warning: Ferry does not know `paus`. Did you mean `/migrate help pause`?',
      'Type `/migrate help` to see what it can do.',
      '[help pause] [Help]',
    ])
    expect((await desk.reads('help frobnicate'))[0]).toBe(':warning: Ferry does not know `frobnicate`.')
    expect((await desk.reads('help Pause.'))[0]).toBe('*/migrate pause &lt;id | all …&gt;*')
  })

  test('after help finds a topic by its former name, which buttons of older messages carry', async () => {
    expect(await desk.reads('help asking')).toEqual(await desk.reads('help requesting'))
    expect((await desk.reads('help asking'))[0]).toContain('*Move something new*')
  })
})

test('a mistyped speed is not taken for a migration', async () => {
  expect(await desk.reads('limit 1912… fast')).toEqual([
    ':warning: `fast` is not a migration or a speed.',
    'Type it like this: `/migrate limit 1912… 50MB/s 09:00-18:00, 10MB/s 18:00-23:59`',
  ])
})

test('a verb without an id offers the list', async () => {
  expect((await desk.reads('pause')).at(-1)).toBe('[List migrations]')
})

describe('an action that is impossible now', () => {
  test('is refused with buttons for what is possible', async () => {
    const lines = await desk.reads(`start ${ref}`)
    expect(lines[0]).toBe(`:warning: \`${ref}\` cannot be started now: its state is “running”.`)
    expect(lines.at(-1)).toBe('[Pause] [Limit speed] [Current state]')
  })
})

describe('an option that does not exist', () => {
  test.each([
    [
      'list --account prod-hw',
      '`list` has no option `--account`. Type the account without it.',
      '[list prod-hw] [Help]',
    ],
    ['list --kind=sync', '`list` has no option `--kind`. Type the kind without it.', '[list sync] [Help]'],
    [
      'list failed --grup d85e…',
      '`list` has no option `--grup`. Did you mean `--group`?',
      '[list failed --group d85e…] [Help]',
    ],
    [
      'retry 1912… —sorce photos',
      '`retry` has no option `--sorce`. Did you mean `--source`?',
      '[retry 1912… --source photos] [Help]',
    ],
    ['pause 1912… --dry-run', '`pause` has no option `--dry-run`.', '[Help]'],
    ['delete 1912… --force', '`delete` has no option `--force`.', '[Help]'],
  ])('is named, with what comes nearest: %s', async (text, what, buttons) => {
    const lines = await desk.reads(text)
    expect(lines[0]).toBe(`:warning: ${what}`)
    expect(lines[1]).toMatch(/^Type it like this: `\/migrate (list|retry|pause|delete) /)
    expect(lines.at(-1)).toBe(buttons)
    expect(desk.cloud.calls).toEqual([])
  })

  test('is not offered ready to press where it would act at once', async () => {
    expect((await desk.reads('retry 1912… --faild-only')).at(-1)).toBe('[Help]')
  })

  test('is text in a command that takes text, unless it is like one of its options', async () => {
    expect((await desk.types('reject r-7f3a2c please add --dry-run first')).code).toBe('request_not_found')
    expect((await desk.types('explain --frozen account')).code).toBe('ok')
    expect((await desk.reads('approve r-7f3a2c --brake-glass full'))[0]).toContain('Did you mean `--break-glass`?')
  })
})
