import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Inline } from '../../../playground/page/inline-node.ts'
import { type Passage, parseMrkdwn } from '../../../playground/page/mrkdwn.ts'
import { growthOf } from '../../growth.ts'

describe('mrkdwn', () => {
  test('marks make bold, italic and strikethrough text, also nested', () => {
    expect(inlines('*a _b_* ~c~')).toEqual([
      { kind: 'bold', children: [text('a '), { kind: 'italic', children: [text('b')] }] },
      text(' '),
      { kind: 'strike', children: [text('c')] },
    ])
  })

  test.each(['snake_case_name', '2 * 3 * 4', '*open', 'a*b*c', '* a*', '**', '_ _'])('%s stays as typed', (typed) => {
    expect(inlines(typed)).toEqual([text(typed)])
  })

  test('a style does not continue after its line', () => {
    expect(inlines('*a\nb*')).toEqual([text('*a'), { kind: 'break' }, text('b*')])
  })

  test('nothing is formatted inside code', () => {
    expect(inlines('`*a* &lt;b&gt; :x:`')).toEqual([{ kind: 'code', text: '*a* <b> :x:' }])
  })

  test('a fence makes a block and removes the line breaks next to it', () => {
    expect(parseMrkdwn('see\n```\n*a*\n  b\n```\nend')).toEqual([
      { kind: 'lines', children: [text('see')] },
      { kind: 'preformatted', text: '*a*\n  b' },
      { kind: 'lines', children: [text('end')] },
    ])
  })

  test('quoted lines are joined, and three marks quote everything after them', () => {
    const quote = { kind: 'quote', children: [text('a'), { kind: 'break' }, text('b')] }
    expect(parseMrkdwn('> a\n&gt; b\nc')).toEqual([quote, { kind: 'lines', children: [text('c')] }])
    expect(parseMrkdwn('>>> a\nb')).toEqual([quote])
  })

  test('references become names of people, channels, groups and everybody', () => {
    expect(inlines('<@U0LEAD><#C0OPS|ops><!subteam^S0ONCALL|@oncall><!here>')).toEqual([
      { kind: 'user', id: 'U0LEAD', label: '' },
      { kind: 'channel', id: 'C0OPS', label: 'ops' },
      { kind: 'group', id: 'S0ONCALL', label: '@oncall' },
      { kind: 'broadcast', range: 'here' },
    ])
  })

  test('links keep their text, and plain ones end before the full stop', () => {
    const link = (url: string, label: string) => ({ kind: 'link', url, children: [text(label)] })
    expect(inlines('<https://example.test/?a=1&amp;b=2|A &amp; B>')).toEqual([
      link('https://example.test/?a=1&b=2', 'A & B'),
    ])
    expect(inlines('at https://example.test/a.')).toEqual([
      text('at '),
      link('https://example.test/a', 'https://example.test/a'),
      text('.'),
    ])
  })

  test('an unreadable date shows its fallback', () => {
    expect(inlines('<!date^1392734382^{date}|18 Feb>')).toEqual([
      { kind: 'date', seconds: 1392734382, format: '{date}' },
    ])
    expect(inlines('<!date^soon^{date}|18 Feb>')).toEqual([text('18 Feb')])
  })

  test.each([
    '<javascript:alert(1)|press>',
    '<data:text/html,x>',
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
  ])('%s is shown as text, because a hostile message must not become a link or an element', (hostile) => {
    expect(inlines(hostile)).toEqual([text(hostile)])
  })
})

describe('any text at all', () => {
  const anyText = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc
      .array(
        fc.constantFrom(
          '*',
          '_',
          '~',
          '`',
          '```',
          '<',
          '>',
          '|',
          '@U1',
          '!date^1^',
          '&lt;',
          ':x:',
          'a',
          ' ',
          '\n',
          'javascript:',
          'http://',
        ),
      )
      .map((parts) => parts.join('')),
  )

  test('is parsed without an error, with safe links only', () => {
    fc.assert(
      fc.property(anyText, (source) => {
        for (const node of allNodes(parseMrkdwn(source))) {
          if (node.kind === 'link') expect(node.url).toMatch(/^(https?:\/\/|mailto:|tel:)/i)
        }
      }),
    )
  })

  test('keeps every letter, because text must not disappear if marks are unusual', () => {
    const letters = fc
      .array(fc.constantFrom('*', '_', '~', 'a', 'b', ' ', '\n', '<', '&'))
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(letters, (source) => {
        const shown = allNodes(parseMrkdwn(source)).map((node) => (node.kind === 'text' ? node.text : ''))
        expect(shown.join('').replace(/[^ab]/g, '')).toBe(source.replace(/[^ab]/g, ''))
      }),
    )
  })

  test.each(['*a ', '<', '`', '_a*a', ':', '```', '&gt;'])('takes linear time for repeated "%s"', (piece) => {
    expect(growthOf((size) => parseMrkdwn(piece.repeat(size / piece.length)), 40_000)).toBeLessThan(9)
  })
})

function text(value: string) {
  return { kind: 'text', text: value }
}

function inlines(source: string): Inline[] {
  const [passage] = parseMrkdwn(source)
  return passage === undefined || passage.kind === 'preformatted' ? [] : passage.children
}

function allNodes(passages: Passage[]): Inline[] {
  const walk = (node: Inline): Inline[] => ('children' in node ? [node, ...node.children.flatMap(walk)] : [node])
  return passages.flatMap((passage) => (passage.kind === 'preformatted' ? [] : passage.children.flatMap(walk)))
}
