import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hashOf } from '../../src/access/canonical.ts'
import type { Form } from '../../src/migrations/fields/field.ts'
import { answersOf, choicesFor, questionsFor, readSpec } from '../../src/migrations/fields/form.ts'
import { selections } from '../../src/migrations/spec/selection.ts'
import type { Spec } from '../../src/migrations/spec/spec.ts'
import { huawei } from '../../src/providers/huawei/index.ts'
import { naver } from '../../src/providers/naver/index.ts'
import { upcloud } from '../../src/providers/upcloud/index.ts'
import { hostile } from '../views/hostile.ts'
import { anyRequest } from '../views/inputs-requests.ts'

/** An empty form for every kind that any provider can create. */
const forms = [huawei, naver, upcloud].flatMap((provider) =>
  Object.entries(provider.kinds).flatMap(([kind, { can }]) => {
    const { creation, limit } = can
    if (creation === undefined) return []
    const form: Form = { takes: creation.takes, answers: { kind }, ...(limit && { limitRules: limit.rules }) }
    return [[`a ${kind} of ${provider.label}`, form] as const]
  }),
)

/** Any answers that somebody could give: each question left open, answered from its list, or typed. */
function anyFilled(form: Form): fc.Arbitrary<Form> {
  return fc.constantFrom(...selections).chain((selection) => {
    const base = { ...form.answers, account: 'prod-hw', 'source.selection': selection, 'source.cloud': 'Tencent' }
    const asked = questionsFor({ ...form, answers: base }).filter(({ name }) => !Object.hasOwn(base, name))
    const answers = asked.map((ask) => [ask.name, anyAnswer(choicesFor(ask, form), ask.as, ask.name)] as const)
    return fc
      .record(Object.fromEntries(answers), { requiredKeys: [] })
      .map((given) => Object.entries(given).filter(([, answer]) => answer !== ''))
      .map((given) => ({ ...form, answers: { ...base, ...Object.fromEntries(given) } }))
  })
}

function anyAnswer(offered: ReturnType<typeof choicesFor>, as: string, name: string): fc.Arbitrary<string> {
  if (offered !== undefined && offered.length > 0) return fc.constantFrom(...offered.map(({ value }) => value))
  if (name === 'options.since')
    return fc.constantFrom('1970-01-01', '2024-02-29', '2026-11-22 08:30', '9999-12-31 23:59:59')
  if (name === 'options.limits') return fc.constantFrom('off', '50MB/s', '1.5 MB/s 9:00-18:00\n10MB/s 18:00-24:00')
  if (as === 'lines') return fc.array(hostile, { maxLength: 8 }).map((lines) => lines.join('\n'))
  return hostile
}

describe.each(forms)('%s', (_, form) => {
  test('comes back from the spec exactly as it was filled in', () => {
    fc.assert(
      fc.property(anyFilled(form), (filled) => {
        const { spec } = readSpec(filled)
        const again = readSpec({ ...filled, answers: answersOf(spec) })
        expect(again).toEqual({ spec, problems: {} })
        expect(hashOf(plain(again.spec))).toBe(hashOf(plain(spec)))
      }),
    )
  })
})

test('a stored request with any content never breaks the form', () => {
  fc.assert(
    fc.property(anyRequest, ({ spec }) => {
      expect(Object.values(answersOf(spec)).every((answer) => answer !== '')).toBe(true)
    }),
  )
  const spec: Spec = {
    account: 'a',
    kind: 'task',
    source: { selection: 'everything' },
    target: { bucket: 'b' },
    options: { since: 1e300 },
  }
  expect(answersOf(spec)['options.since']).toBeUndefined()
})

function plain(spec: Spec) {
  return JSON.parse(JSON.stringify(spec))
}
