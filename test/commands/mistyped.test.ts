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

describe('a command that was typed right', () => {
  test.each([
    ['repair', ':warning: Ferry’s record of <#C1> is in order: there is nothing to repair.', '[Examine Ferry]'],
    ['unsubscribe', ':warning: <#C1> has no subscription.', '[Watches]'],
    ['unsubscribe all', ':warning: <#C1> has no subscription to all accounts.', '[Watches]'],
    ['owner prod-hw none', ':warning: Nobody is named for account `prod-hw`.', '[All owners]'],
    [`ack ${ref}`, `:warning: Nothing is wrong with \`${ref}\` that somebody has to take care of.`, '[Current state]'],
  ])('and has nothing to do does not say how to type it: %s', async (text, what, button) => {
    await desk.hasListed(sample())
    const lines = await desk.reads(text)
    expect(lines[0]).toBe(what)
    expect(lines.join('\n')).not.toContain('Type it like this')
    expect(lines.at(-1)).toBe(button)
  })
})

describe('everything, for a command that takes one migration', () => {
  test.each(['delete all', 'cancel everything', 'status all', 'watch all', 'unwatch all', 'ack all'])(
    'is not called a migration that is missing: %s',
    async (text) => {
      const [verb] = text.split(' ')
      expect((await desk.reads(text))[0]).toBe(`:warning: \`${verb}\` takes one migration at a time.`)
    },
  )

  test('is what a subscription follows', async () => {
    expect((await desk.reads('watch all')).join('\n')).toContain('`/migrate subscribe all`')
  })

  test.each(['pause everything', 'pause everything now!!!', 'pause all, please'])(
    'is everything that is listed: %s',
    async (text) => {
      await desk.hasListed(sample())
      expect((await desk.reads(text))[0]).toBe('*Pause 1 migration?*')
    },
  )
})

describe('what to mute', () => {
  test.each(['mute me 30m', 'mute for 2 hours', 'mute 2h'])('is asked for, with the time: %s', async (text) => {
    expect((await desk.reads(text))[0]).toContain('Type what to mute and for how long')
  })
})

describe('a list of what nobody can name at once', () => {
  test.each([
    ['list running failed', '`running` and `failed` are both states.'],
    ['list tasks groups', '`tasks` and `groups` are both kinds.'],
  ])('is refused: %s', async (text, what) => {
    expect((await desk.reads(text))[0]).toBe(`:warning: ${what} A list shows one at a time.`)
  })

  test.each(['fail', 'failures', 'errors', 'broken'])('understands what people call a failure: %s', async (word) => {
    await desk.hasListed(sample({ state: 'failed' }))
    expect((await desk.reads(`list ${word}`))[0]).toContain('*1 migration*')
  })

  test('offers the account that begins with a word', async () => {
    expect((await desk.reads('list prod failed'))[0]).toContain('Did you mean `prod-hw`?')
  })
})

describe('the words of a list, typed elsewhere', () => {
  test.each([
    ['failed', '[List migrations] [List failed]'],
    ['show me failed', '[List migrations] [list failed]'],
    ['show running', '[List migrations] [list running]'],
  ])('lead to the list: %s', async (text, buttons) => {
    await desk.hasListed(sample({ name: 'x' }))
    expect((await desk.reads(text)).at(-1)).toBe(buttons)
  })
})

describe('a question in place of a verb', () => {
  test.each(['how is 1912 doing?', "what's wrong with 1912?", 'is `1912…` ok'])(
    'leads to the migration that it names: %s',
    async (text) => {
      expect((await desk.reads(text)).at(-1)).toMatch(/^\[status 1912…?\] \[Help\]$/)
    },
  )

  test.each([
    ['what failed', 'list failed'],
    ['What has failed?', 'list failed'],
    ['which ones are broken', 'list failed'],
    ['what’s stuck', 'list stalled'],
    ["what's running right now", 'list running'],
    ['who is on call?', 'owner'],
    ['who is responsible', 'owner'],
    ['who gets called at night', 'owner'],
    ['whos oncall', 'owner'],
    ['who owns prod-hw', 'owner'],
    ['who is watching', 'watches'],
    ['who approved it', 'audit'],
    ['who paused 1912…', 'audit 1912…'],
  ])('leads to the command that answers it: %s', async (text, meant) => {
    const lines = await desk.reads(text)
    expect(lines[0]).toContain(`Did you mean \`/migrate ${meant}\`?`)
    expect(lines.at(-1)).toBe(`[${meant}] [Help]`)
  })
})

describe('a channel behind a preposition', () => {
  test.each(['watch 1912… in <#C2>', 'subscribe prod-hw failed in <#C2>', 'unwatch 1912… from <#C2>'])(
    'is understood: %s',
    async (text) => {
      await desk.hasListed(sample())
      await desk.types('watch 1912… <#C2>')
      expect((await desk.types(text)).code).toBe('ok')
    },
  )
})

test('an account that is mistyped is named, whatever stands after it', async () => {
  expect(await desk.reads('subscribe prod failed')).toEqual([
    ':warning: There is no account named `prod` here. Did you mean `prod-hw`?',
    'Type `/migrate accounts` to see the accounts, or `/migrate connect` to add one.',
  ])
})
