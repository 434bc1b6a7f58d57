import { describe, expect, test } from 'vitest'
import { cut, cutMrkdwn } from '../../src/views/limits.ts'
import { at, code, escaped, named, notice, sentence } from '../../src/views/text.ts'

describe('foreign text', () => {
  test('is made harmless', () => {
    expect(escaped('<!channel> & <@U1>')).toBe('&lt;!channel&gt; &amp; &lt;@U1&gt;')
  })

  test('keeps no character that hides or turns what follows', () => {
    expect(escaped('a\u202Eb\nc\u2028d\u0000e\uD800')).toBe('a b c d e\uFFFD')
  })

  test('cannot leave its code span', () => {
    expect(code('a`b')).toBe('`aˋb`')
    expect(code('  ')).toBe('–')
    expect(code('abcdef', 4)).toBe('`abc…`')
  })

  test('opens no code span as a name', () => {
    expect(named('a`b')).toBe('aˋb')
  })

  test('leaves bold, struck and slanted text as it found it', () => {
    expect(named('*b* ~s~ _i_ snake_case')).toBe('∗b∗ ∼s∼ ˍiˍ snake_case')
    expect(code('*b* _i_')).toBe('`*b* _i_`')
  })

  test('is cut before it is escaped, so that no entity is halved', () => {
    expect(notice('&'.repeat(600))).toBe(`${'&amp;'.repeat(499)}…`)
  })
})

describe('a sentence', () => {
  test('keeps its channel, which disturbs nobody', () => {
    expect(sentence('Ferry can’t post in <#C024BE7LR>.')).toBe('Ferry can’t post in <#C024BE7LR>.')
  })

  test('mentions nobody, whatever a cloud has put into it', () => {
    expect(sentence('refused: <@U123ABC> <!here> <#C1|x>')).toBe(
      'refused: &lt;@U123ABC&gt; &lt;!here&gt; &lt;#C1|x&gt;',
    )
  })
})

describe('a cut', () => {
  test('never halves a character', () => {
    expect(cut('a😀b', 3)).toBe('a…')
  })

  test('leaves what fits', () => {
    expect(cut('abc', 3)).toBe('abc')
  })

  test('of mrkdwn leaves no link, entity or code span half', () => {
    expect(cutMrkdwn('see <#C123|general>', 10)).toBe('see …')
    expect(cutMrkdwn('fish &amp; chips', 8)).toBe('fish …')
    expect(cutMrkdwn('use `long code` now', 10)).toBe('use …')
    expect(cutMrkdwn('`a` and more', 8)).toBe('`a` and…')
  })
})

describe('a moment', () => {
  test('is shown in the reader’s own zone', () => {
    expect(at(Date.UTC(2026, 10, 21, 12))).toBe('<!date^1795262400^{date_short_pretty} {time}|2026-11-21 12:00 UTC>')
    expect(at(Date.UTC(2026, 10, 21, 12), 'time')).toBe('<!date^1795262400^{time_secs}|2026-11-21 12:00 UTC>')
  })

  test.each([-1, 1e300, -1e300])('that cannot be (%d) breaks nothing', (epochMs) => {
    expect(at(epochMs)).toMatch(/^<!date\^\d+\^/)
  })
})
