import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { commands } from '../../src/commands/index.ts'
import { parse } from '../../src/commands/machine/parse.ts'
import { channelIn, tokenize } from '../../src/commands/machine/tokenize.ts'
import { say } from '../../src/errors/errors.ts'
import { anyCharacter } from '../any-character.ts'
import { hostile } from '../views/hostile.ts'

/** The command that was understood, in plain characters: `retry 1912… --failed-only`. */
function understood(text: string): string {
  const parsed = parse(text, commands)
  if (parsed.type === 'problem') return `? ${say(parsed.error()).what}`
  const flags = Object.entries(parsed.flags).map(([name, value]) =>
    value === 'yes' ? `--${name}` : `--${name}=${value}`,
  )
  return [parsed.command.verb, ...parsed.words, ...flags].join(' ')
}

describe('what people type', () => {
  test.each([
    ['status 1912…', 'status 1912…'],
    ['  STATUS   191297407830872 ', 'status 191297407830872'],
    ['retry 1912 --failed-only --source=a --target b', 'retry 1912 --failed-only --source=a --target=b'],
    ['list "prod hw" failed', 'list prod hw failed'],
    ['limit 1912,2308 20MB/s', 'limit 1912 2308 20MB/s'],
    ['status 191297407830872,', 'status 191297407830872'],
    ['status #1912', 'status #1912'],
    ['status photos → archive', 'status photos → archive'],
    ['ｓｔａｔｕｓ　１９１２', 'status １９１２'],
    ['１９１２', 'status １９１２'],
    ['', 'help'],
    ['   ', 'help'],
  ])('%o is understood as %o', (text, meant) => expect(understood(text)).toBe(meant))
})

describe('what phones change', () => {
  test.each([
    ['retry 1912 —failed-only', 'retry 1912 --failed-only'],
    ['retry 1912 –failed-only', 'retry 1912 --failed-only'],
    ['retry 1912 –failed–only', 'retry 1912 --failed-only'],
    ['retry 1912 −failed−only', 'retry 1912 --failed-only'],
    ['delete 1912 -yes', 'delete 1912 --yes'],
    ['delete 1912 --yes.', 'delete 1912 --yes'],
    ['retry 1912 —failed-only.', 'retry 1912 --failed-only'],
    ['retry 1912 --Failed-Only', 'retry 1912 --failed-only'],
    ['Status. 1912', 'status 1912'],
    ['Status, 1912…', 'status 1912…'],
    ['Status: 1912', 'status 1912'],
    ['status “1912…”', 'status 1912…'],
    ['status „1912…“', 'status 1912…'],
    ['status ‘1912…’', 'status 1912…'],
    ['status `1912…`', 'status 1912…'],
    ['keys add —for “start prod-hw/1912”', 'keys add --for=start prod-hw/1912'],
    ['status\u00A01912…', 'status 1912…'],
    ['sta\u200Btus 1912\uFEFF…', 'status 1912…'],
    ['status \u200E1912…\u200F', 'status 1912…'],
    ['status \u2068191297407830872\u2069', 'status 191297407830872'],
    ['connect prod‑hw', 'connect prod-hw'],
    ['connect prod–hw', 'connect prod-hw'],
  ])('%o is understood as %o', (text, meant) => expect(understood(text)).toBe(meant))
})

describe('what Slack changes', () => {
  test.each([
    ['watch 1912 <#C024BE7LR|data-moves>', 'watch 1912 <#C024BE7LR|data-moves>'],
    ['watch 1912 <#C024BE7LR|data moves>', 'watch 1912 <#C024BE7LR|data moves>'],
    ['watch 1912 <#C024BE7LR>', 'watch 1912 <#C024BE7LR>'],
    ['status <https://archive.example|archive.example>', 'status archive.example'],
    ['status <https://archive.example>', 'status https://archive.example'],
    ['status <mailto:a@b.example|a@b.example>', 'status a@b.example'],
    ['status <tel:191297407830872|191297407830872>', 'status 191297407830872'],
    ['explain a &lt; b &amp; c &gt; d', 'explain a < b & c > d'],
    ['explain &amp;lt;', 'explain &lt;'],
    ['explain <1 TB', 'explain <1 TB'],
  ])('%o is understood as %o', (text, meant) => expect(understood(text)).toBe(meant))

  test('the id of a channel is read from Slack’s format for it, and from nothing else', () => {
    expect(['<#C024BE7LR|data-moves>', '<#C024BE7LR>'].map(channelIn)).toEqual(['C024BE7LR', 'C024BE7LR'])
    expect(['#data-moves', 'C024BE7LR', '<@U024BE7LR>', '<#>'].map(channelIn)).toEqual(Array(4).fill(undefined))
  })
})

describe('verbs', () => {
  test.each(commands.flatMap(({ verb, aliases = [] }) => aliases.map((alias) => [alias, verb])))(
    '%o means %o',
    (alias, verb) => expect(understood(`${alias} please`)).toBe(`${verb} please`),
  )

  test.each(['191297407830872', '1912…', 'prod-hw/1912', '1912.'])('an id alone (%s) shows its status', (id) => {
    expect(understood(id)).toBe(`status ${id}`)
  })

  test.each(['?', '...', '!'])('punctuation alone (%s) shows the help', (marks) =>
    expect(understood(marks)).toBe('help'),
  )

  test.each([
    ['statsu', '? Ferry does not know `statsu`. Did you mean `/migrate status`?'],
    ['puase', '? Ferry does not know `puase`. Did you mean `/migrate pause`?'],
    ['Resmue', '? Ferry does not know `resmue`. Did you mean `/migrate resume`?'],
    ['frobnicate', '? Ferry does not know `frobnicate`.'],
    ['x', '? Ferry does not know `x`.'],
    ['constructor', '? Ferry does not know `constructor`.'],
  ])('%s is no verb: %s', (text, problem) => expect(understood(text)).toBe(problem))
})

describe('options', () => {
  test('that Ferry does not know are refused by name, and read as words where text is expected', () => {
    expect(understood('status 1912 --verbose')).toBe('? `status` has no option `--verbose`.')
    expect(understood('status 1912 -x')).toBe('? Ferry does not understand `-x` here. Nothing was done.')
    expect(understood('explain --constructor')).toBe('explain --constructor')
  })

  test('without their value are a problem, and the answer shows how to type them', () => {
    const parsed = parse('start 1912 --target', commands)
    expect(parsed.type === 'problem' && say(parsed.error())).toEqual({
      what: '`--target` needs a value.',
      next: 'Type it like this: `/migrate start <id | all …> [--source <key>] [--target <key>]`',
    })
  })

  test('that appear twice take the last value', () => {
    expect(understood('list --page 2 --page 3')).toBe('list --page=3')
  })
})

describe('for any text', () => {
  const anything = fc.oneof(
    hostile,
    fc.string({ unit: anyCharacter }),
    fc.tuple(fc.constantFrom(...commands), hostile).map(([{ verb }, rest]) => `${verb} ${rest}`),
  )

  test('the parser does not throw, and returns only verbs from the list', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const parsed = parse(text, commands)
        expect(parsed.type === 'problem' || commands.includes(parsed.command)).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })

  test('words are not empty and contain no quotation mark and no hidden character', () => {
    fc.assert(
      fc.property(anything, (text) => {
        expect(tokenize(text).filter((word) => word === '' || /[`“”‘’\u200B\u200F\u202E]/.test(word))).toEqual([])
      }),
      { numRuns: 1000 },
    )
  })

  test('a text pasted by mistake takes little time', () => {
    expect(tokenize('word '.repeat(100_000)).length).toBeLessThan(1000)
  })
})
