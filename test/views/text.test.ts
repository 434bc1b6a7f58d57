import { describe, expect, test } from 'vitest'
import { cut, cutMrkdwn } from '../../src/views/blocks/limits.ts'
import { at, code, escaped, named, notice, noticeOf, period, sentence } from '../../src/views/words/text.ts'

describe('foreign text', () => {
  test('is made harmless', () => {
    expect(escaped('<!channel> & <@U1>')).toBe('&lt;!channel&gt; &amp; &lt;@U1&gt;')
  })

  test('loses characters that hide or reverse other text', () => {
    expect(escaped('a\u202Eb\nc\u2028d\u0000e\uD800')).toBe('a b c d e\uFFFD')
  })

  test('cannot end its code span', () => {
    expect(code('a`b')).toBe('`aˋb`')
    expect(code('  ')).toBe('–')
    expect(code('abcdef', 4)).toBe('`abc…`')
  })

  test('opens no code span as a name', () => {
    expect(named('a`b')).toBe('aˋb')
  })

  test('keeps its characters for bold, strikethrough and italic text', () => {
    expect(named('*b* ~s~ _i_ snake_case')).toBe('∗b∗ ∼s∼ ˍiˍ snake_case')
    expect(code('*b* _i_')).toBe('`*b* _i_`')
  })

  test('is cut before it is escaped, so that no entity is halved', () => {
    expect(notice('&'.repeat(600))).toBe(`${'&amp;'.repeat(499)}…`)
  })
})

describe('a sentence', () => {
  test('keeps a reference to a channel, which notifies nobody', () => {
    expect(sentence('Ferry can’t post in <#C024BE7LR>.')).toBe('Ferry can’t post in <#C024BE7LR>.')
  })

  test('mentions nobody, whatever a cloud put into it', () => {
    expect(sentence('refused: <@U123ABC> <!here> <#C1|x>')).toBe(
      'refused: &lt;@U123ABC&gt; &lt;!here&gt; &lt;#C1|x&gt;',
    )
  })
})

describe('the text of a notification', () => {
  test('names a channel as Slack does, and mentions nobody', () => {
    expect(notice('Ferry can’t post in <#C024BE7LR>, says <@U123ABC>')).toBe(
      'Ferry can’t post in <#C024BE7LR>, says &lt;@U123ABC&gt;',
    )
  })

  test('has no half of a channel at its end', () => {
    expect(notice(`${'x'.repeat(490)} <#C024BE7LR>`)).toBe(`${'x'.repeat(490)} …`)
  })

  test('from mrkdwn has its mentions and names once escaped, and neither marks nor emoji', () => {
    expect(noticeOf(':no_bell: *`a&amp;b` is muted* in <#C1> by <@U1>')).toBe('a&amp;b is muted in <#C1> by <@U1>')
  })
})

describe('a cut', () => {
  test('never halves a character', () => {
    expect(cut('a😀b', 3)).toBe('a…')
  })

  test('keeps text that fits', () => {
    expect(cut('abc', 3)).toBe('abc')
  })

  test('of mrkdwn leaves no half link, entity or code span', () => {
    expect(cutMrkdwn('see <#C123|general>', 10)).toBe('see …')
    expect(cutMrkdwn('fish &amp; chips', 8)).toBe('fish …')
    expect(cutMrkdwn('use `long code` now', 10)).toBe('use …')
    expect(cutMrkdwn('`a` and more', 8)).toBe('`a` and…')
  })
})

describe('a moment', () => {
  test('is shown in the reader’s own time zone', () => {
    expect(at(Date.UTC(2026, 10, 21, 12))).toBe('<!date^1795262400^{date_short_pretty} {time}|2026-11-21 12:00 UTC>')
    expect(at(Date.UTC(2026, 10, 21, 12), 'seconds')).toBe('<!date^1795262400^{time_secs}|2026-11-21 12:00 UTC>')
  })

  test('that ends a period has the format of the first, with a date only if it may be on another day', () => {
    const from = Date.UTC(2026, 10, 21, 12)
    const hour = 3_600_000
    expect(period(from, from)).toBe(at(from))
    expect(period(from, from + 59_999)).toBe(at(from))
    expect(period(from + 59_000, from + 60_000)).toBe(`${at(from + 59_000)} to ${at(from + 60_000, 'time')}`)
    expect(period(from, from + hour)).toBe(`${at(from)} to <!date^1795266000^{time}|2026-11-21 13:00 UTC>`)
    expect(period(from, from + 12 * hour)).toBe(`${at(from)} to ${at(from + 12 * hour)}`)
  })

  test.each([-1, 1e300, -1e300])('that is impossible (%d) does no harm', (epochMs) => {
    expect(at(epochMs)).toMatch(/^<!date\^\d+\^/)
  })
})
