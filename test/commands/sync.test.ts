import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { typedNames } from '../../src/commands/verbs/sync/object-names.ts'
import { AppError } from '../../src/errors/errors.ts'
import { sample } from '../migrations/sample.ts'
import { filledIn, readable, typedBy } from '../views/readable.ts'
import { createDesk, type Desk, problemsIn, shownIn } from './desk.ts'

const id = 'd18befdd-eb82-41f3-8019-bbb593d74a3e'
const ref = `prod-hw/${id}`
const unknown = new AppError('provider_outcome_unknown', { provider: 'Huawei Cloud OMS' })
let desk: Desk

beforeEach(async () => {
  desk = await createDesk()
  await desk.addAccount()
  desk.cloud.add(sample({ id, kind: 'sync' }))
})

/** Every name that was sent, by call. */
function pushed() {
  return desk.cloud.settings.map((order) => ('names' in order ? order.names : []))
}

function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `o${index}`)
}

describe('sync', () => {
  test.each(['sync', 'Sync.'])('alone (%o) explains itself', async (text) => {
    expect((await desk.reads(text))[0]).toBe('*/migrate sync push &lt;id&gt; [names of objects…]*')
  })

  test('with another word shows how to type it', async () => {
    const { reply, code } = await desk.types(`sync ${ref}`)
    expect(code).toBe('usage')
    expect(readable(shownIn(reply))[1]).toContain('/migrate sync push')
  })
})

describe('sync push', () => {
  test('copies the named objects, and says how many were accepted', async () => {
    expect(await desk.reads('sync push d18b… photos/cat.jpg "photos/my dog.jpg" a+b.txt photos/cat.jpg')).toEqual([
      `:white_check_mark: 3 objects accepted by *photos → archive* (\`${ref}\`). 1 repeated name counted once.`,
      '(The cloud is copying them now. Objects it can’t copy count as failed.)',
      '[Current state]',
    ])
    expect(pushed()).toEqual([['photos/cat.jpg', 'photos/my dog.jpg', 'a+b.txt']])
    expect(desk.looks).toEqual([ref])
  })

  test('takes names as Slack and phones send them if they are unambiguous', async () => {
    await desk.types(
      "sync push d18b… <http://report.example|report.example> a&amp;b &lt;c&gt; “my file.txt” --yes-it-is -x O'Neil",
    )
    expect(pushed()).toEqual([['report.example', 'a&b', '<c>', 'my file.txt', '--yes-it-is', '-x', "O'Neil"]])
  })

  test.each([
    ['sync push d18b… don’t.txt', 'may have changed a character of “don’t.txt”'],
    ['sync push d18b… a–b.txt', 'may have changed a character of “a–b.txt”'],
    ['sync push d18b… a\u200Bb.txt', 'may have changed a character'],
    ['sync push d18b… "a\u00A0b.txt"', 'may have changed a character'],
    ['sync push d18b… `a.txt`', 'may have changed a character'],
    ['sync push d18b… say“hi”.txt', 'There is a quotation mark inside'],
    ['sync push d18b… "a"b', 'There is a quotation mark inside'],
    ['sync push d18b… "a b.txt', 'There is a quotation mark inside'],
    ['sync push d18b… ""', 'There is an empty name.'],
    ['sync push d18b… <#C024BE7LR|general>', 'is a channel or a person in Slack'],
    ['sync push d18b… a.txt, b.txt', 'ends in a comma'],
    ['sync push d18b… a.txt --yes', '`--yes` does not work with this command.'],
    [`sync push d18b… ${'x'.repeat(1025)}`, 'a name has at most 1024 bytes'],
    [`sync push d18b… ${'x '.repeat(2500)}`, 'This is too long to type.'],
  ])('refuses a name that may have been changed, and offers the form: %o', async (text, reason) => {
    const { reply, code } = await desk.types(text)
    expect(code).toBe('usage')
    const [what, next] = readable(shownIn(reply))
    expect(what).toContain(reason)
    expect(next).toBe('Type it like this: `/migrate sync push d18b…`')
    expect(desk.cloud.calls).toEqual([])
  })

  test('shows its progress with many names, and adds up the results', async () => {
    await desk.types(`sync push ${ref}`, { answers: { names: numbered(120).join('\n') } })
    expect(pushed().map(({ length }) => length)).toEqual([50, 50, 20])
    expect(desk.meanwhile.map(({ text }) => text)).toEqual([
      '50 of 120 objects are accepted so far…',
      '100 of 120 objects are accepted so far…',
    ])
  })

  test('names the objects that were not accepted, with the reason, and sends the rest with one press', async () => {
    desk.cloud.refuses(ref, unknown)
    const { reply, code } = await desk.types(`sync push ${ref} ${numbered(12).join(' ')}`)
    expect(code).toBe('ok')
    expect(readable(shownIn(reply))).toEqual([
      `:warning: 10 of 12 objects accepted by *photos → archive* (\`${ref}\`).`,
      'Huawei Cloud OMS did not confirm the request. It may or may not have been carried out.',
      'Some of these may have been accepted. If you send them again, the cloud at worst copies them twice.',
      '• `o10`',
      '• `o11`',
      '[Send the rest] [Current state]',
    ])
    const { 'Send the rest': again } = typedBy(shownIn(reply))
    expect(again).toBe(`sync push ${ref} "o10" "o11"`)
    await desk.types(again ?? '')
    expect(pushed().at(-1)).toEqual(['o10', 'o11'])
  })

  test.each([[['say "hi"']], [['don’t']], [['a&amp;b']], [['<http://a|b>']], [['x'.repeat(1000), 'y'.repeat(1000)]]])(
    'offers no command for the rest if it would mean other names: %j',
    async (rest) => {
      desk.cloud.refuses(ref, unknown)
      const { reply } = await desk.types(`sync push ${ref}`, {
        answers: { names: [...numbered(10), ...rest].join('\n') },
      })
      expect(typedBy(shownIn(reply))).toEqual({ 'Open the form': `sync push ${ref}`, 'Current state': `status ${ref}` })
    },
  )

  test('takes any name of plain characters in quotes, whatever Slack writes for them', () => {
    const character = fc.constantFrom(..."abcXYZ019/+%&<> .,-_=?#!'()[]{}äß日")
    const name = fc
      .string({ unit: character, minLength: 1, maxLength: 20 })
      .filter((text) => !/^<[#@!h]|<http/.test(text))
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 8 }), (names) => {
        const typed = ['sync', 'push', ref, ...names.map((one) => `"${one}"`)].join(' ')
        const sent = typed.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
        expect(typedNames(sent)).toEqual({ ok: true, names, repeated: 0 })
      }),
    )
  })

  test('is refused without a call if the migration is stopped, or is no synchronization task', async () => {
    desk.cloud.add(sample({ id, kind: 'sync', state: 'paused' }), sample())
    expect((await desk.types(`sync push ${ref} a`)).code).toBe('action_impossible')
    expect((await desk.types('sync push 191297407830872 a')).code).toBe('action_impossible')
    expect((await desk.types('sync push')).code).toBe('ref_missing')
    expect(pushed()).toEqual([])
  })

  test('asks which one is meant if several match, and keeps the names', async () => {
    desk.cloud.add(sample({ id: 'd18c0000-eb82-41f3-8019-bbb593d74a3e', kind: 'sync' }))
    const { reply } = await desk.types('sync push d18… "my dog.jpg"')
    expect(typedBy(shownIn(reply))['This one']).toMatch(/^sync push prod-hw\/d18\S+ "my dog.jpg"$/)
    expect(pushed()).toEqual([])
  })

  test('runs once: a second one during the first gets an answer that says so', async () => {
    const goOn = desk.cloud.holds('prod-hw', 'push')
    const one = desk.begins(`sync push ${ref} a`)
    await desk.clock.settle()
    expect((await desk.types(`sync push ${ref} a`)).code).toBe('action_running')
    goOn()
    expect((await desk.clock.passUntil(one)).code).toBe('ok')
    expect(pushed()).toEqual([['a']])
  })
})

describe('the form for objects', () => {
  test('opens without names', async () => {
    const { reply } = await desk.types(`sync push ${ref}`)
    expect(reply.type).toBe('form')
    expect(filledIn(shownIn(reply))).toEqual({ names: undefined })
  })

  test('takes every name exactly, one per line, each once', async () => {
    const names = ['say "hi" – don’t.txt', 'a&amp;b', '`x`', '<#C1|x>', 'b,', 'a  b', 'ä+%2B'].join('\r\n')
    const { reply } = await desk.types(`sync push ${ref}`, { answers: { names: `\n${names}\n\nb,\n` } })
    expect(reply.type).toBe('form done')
    expect(pushed()).toEqual([['say "hi" – don’t.txt', 'a&amp;b', '`x`', '<#C1|x>', 'b,', 'a  b', 'ä+%2B']])
    expect(readable(shownIn(reply))[0]).toContain('7 objects accepted')
  })

  test.each([
    [{}, 'Type at least one name'],
    [{ other: 'a' }, 'Type at least one name'],
    [{ names: '\n\n' }, 'Type at least one name'],
    [{ names: 'a\nb \nc' }, 'Line 2 starts or ends with a space.'],
    [{ names: `a\n${'ä'.repeat(600)}` }, 'a name has at most 1024 bytes'],
  ])('shows a problem at its field: %j', async (answers, problem) => {
    expect(problemsIn(await desk.types(`sync push ${ref}`, { answers }))?.names).toContain(problem)
    expect(desk.cloud.calls).toEqual([])
  })
})
