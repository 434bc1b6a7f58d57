import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Form } from '../../src/migrations/fields/field.ts'
import { answersOf, questionsFor, readSpec } from '../../src/migrations/fields/form.ts'
import { selections } from '../../src/migrations/spec/selection.ts'
import type { Spec, SpecField } from '../../src/migrations/spec/spec.ts'
import { providers } from '../../src/providers/index.ts'
import { type Page, stepPage } from '../../src/views/create/page.ts'
import { anyOrder as anyHuaweiOrder, kinds as huaweiKinds } from '../providers/huawei/specs.ts'
import { anyOrder as anyNaverOrder } from '../providers/naver/specs.ts'
import { anyOrder as anyUpCloudOrder } from '../providers/upcloud/specs.ts'

/** A form for every kind that any provider can create. */
const forms = providers.flatMap((provider) =>
  Object.entries(provider.kinds).flatMap(([kind, { can }]) => {
    const { creation, limit } = can
    if (creation === undefined) return []
    const form: Form = { takes: creation.takes, answers: { kind }, ...(limit && { limitRules: limit.rules }) }
    return [{ id: `${provider.name} ${kind}`, form }]
  }),
)

test.each(forms)('the pages for a $id show a question for everything that it takes', ({ form }) => {
  const asked = answersThatMatter(form).flatMap((answers) => fieldsAsked({ ...form, answers }))
  expect([...new Set(asked)].toSorted()).toEqual(Object.keys(form.takes).toSorted())
})

describe('editing a request leaves out nothing', () => {
  const orders = [
    ...huaweiKinds.map((kind) => [`huawei ${kind}`, anyHuaweiOrder(kind)] as const),
    ['naver policy', anyNaverOrder] as const,
    ['upcloud job', anyUpCloudOrder] as const,
  ]

  test('for any kind that can be created', () => {
    expect(orders.map(([id]) => id).toSorted()).toEqual(forms.map(({ id }) => id).toSorted())
  })

  test.each(orders)('for any content of a %s', (id, anyOrder) => {
    const form = forms.find((one) => one.id === id)?.form
    if (form === undefined) throw new Error(`There is no form for a ${id}`)
    fc.assert(
      fc.property(anyOrder, ({ spec }) => {
        expect(filledIn(readSpec({ ...form, answers: answersOf(spec) }).spec)).toEqual(filledIn(spec))
      }),
    )
  })
})

/** Answers with which every question makes sense. Some questions depend on others. */
function answersThatMatter({ takes, answers }: Form): Form['answers'][] {
  const clouds = [undefined, ...(takes['source.appId']?.clouds ?? [])]
  return selections.flatMap((selection) =>
    clouds.map((cloud) => ({
      ...answers,
      'source.selection': selection,
      ...(cloud === undefined ? {} : { 'source.cloud': cloud }),
    })),
  )
}

/** The fields that the pages really show. */
function fieldsAsked(form: Form): SpecField[] {
  const shown = new Set(steps.flatMap((step) => questionsOn({ ...page, step, form })))
  return questionsFor(form).flatMap(({ name, field }) => (shown.has(name) ? [field] : []))
}

const steps = ['source', 'target', 'more'] as const

const page = {
  id: '0123456789abcdef',
  lists: {},
  found: [],
  hasKeys: true,
  problems: [],
  rest: [],
  account: 'prod',
  noun: 'task',
} satisfies Partial<Page>

function questionsOn(shown: Page): string[] {
  return stepPage(shown).blocks.flatMap(({ type, block_id: name }) =>
    type === 'input' && name !== undefined ? [name] : [],
  )
}

/** The value of a field in a spec as it comes back: texts are trimmed, and a moment becomes its day. */
function filledIn(spec: Spec): string[] {
  return [...new Set(placesIn(spec, 'spec'))].toSorted()
}

function placesIn(value: unknown, at: string): string[] {
  if (value === undefined || (typeof value === 'string' && value.trim() === '')) return []
  if (Array.isArray(value) && value.length > 0) return value.flatMap((one) => placesIn(one, `${at}[]`))
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [at]
  return Object.entries(value).flatMap(([name, one]) => placesIn(one, `${at}.${name}`))
}
