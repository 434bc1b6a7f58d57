import fc from 'fast-check'
import { expect, test } from 'vitest'
import { subjectOf } from '../../src/access/roles.ts'
import { firstPolicy, type StricterRule } from '../../src/approvals/policy.ts'
import { mostInRule, mostRules, readTypedRules, typedRules } from '../../src/approvals/typed-rules.ts'
import { readNewRule } from '../../src/commands/verbs/approvals/rules.ts'
import { policyForm } from '../../src/views/access/policy-form.ts'
import { ruleRows, ruleText } from '../../src/views/access/rules.ts'
import { hostile } from '../views/hostile.ts'
import { readable, typedBy } from '../views/readable.ts'
import { createDesk, problemsIn, shownIn, workspace } from './desk.ts'

const leads = [subjectOf('S0LEADS'), subjectOf('U0LEAD')]
const [first, second]: [StricterRule, StricterRule] = [
  { account: 'prod-hw', needed: 2 },
  { aboveBytes: 10e12, needed: 3, approvers: leads },
]

test.each<[StricterRule, string]>([
  [first, 'Account `prod-hw`: 2 approvals'],
  [second, 'More than 10 TB: 3 approvals, only by <!subteam^S0LEADS>, <@U0LEAD>'],
  [{ account: 'prod-hw', aboveBytes: 1.5e9, needed: 1 }, 'Account `prod-hw`, more than 1.5 GB: 1 approval'],
])('a rule is a sentence: %j', (rule, text) => expect(ruleText(rule)).toBe(text))

test('the form lists the rules, and its buttons change those that it carries', async () => {
  const desk = await createDesk()
  const form = { blocks: ruleRows([first, second]) }
  expect(readable(form).join('\n')).toContain('An unknown size counts as large.')
  expect(JSON.stringify(ruleRows(Array(20).fill(first)))).not.toContain('Add a rule')
  const { reply } = await desk.types('approvals set --step without-1', {
    carried: { rules: typedRules([first, second]) },
  })
  expect(readable(shownIn(reply))).toContain(ruleText(second))
  expect(readable(shownIn(reply))).not.toContain(ruleText(first))
})

test('a form of the largest policy keeps every rule and every button', () => {
  const crowd = Array.from({ length: mostInRule }, (_, index) => subjectOf(`U0123456789${index}`))
  const largest = Array.from({ length: mostRules - 1 }, (_, index): StricterRule => {
    const account = `a${index}`.padEnd(40, '-long')
    return { account, aboveBytes: Number.MAX_SAFE_INTEGER - index, needed: 5, approvers: crowd }
  })
  const { private_metadata: memo = '', blocks } = policyForm({ policy: { ...firstPolicy, stricter: largest } })
  const [, word = ''] = /--rules (\S+)"/.exec(memo) ?? []
  expect(readTypedRules(word)).toEqual(largest)
  expect(typedBy({ blocks })).toHaveProperty('Add a rule')
  expect(JSON.stringify(blocks).split('"Remove"')).toHaveLength(mostRules)
})

const id = fc.stringMatching(/^[UWS][A-Z0-9]{2,12}$/)
const anyRule = fc.record(
  {
    account: hostile.filter((name) => name !== '' && name.isWellFormed()),
    aboveBytes: fc.integer({ min: 1 }),
    needed: fc.nat(5),
    approvers: fc.array(id.map(subjectOf), { minLength: 1, maxLength: 5 }),
  },
  { requiredKeys: ['aboveBytes', 'needed'] },
)

test('rules come back from one word of a command as they were', () => {
  fc.assert(
    fc.property(fc.array(anyRule, { maxLength: 20 }), (rules) => {
      const word = typedRules(rules)
      expect(word).not.toMatch(/[\s"'<>`&]/)
      expect(readTypedRules(word)).toEqual(rules)
    }),
  )
  for (const word of ['', ',,2', 'prod-hw,,9', 'prod-hw,,2,leads', '%,,2', 'prod-hw 2']) {
    expect(readTypedRules(word)).toBeUndefined()
  }
})

const sound = { ruleAccount: 'prod-hw', ruleUnit: 'TB', ruleNeeded: '2' }
const five = 'U01,U02,U03,U04,U05'

test.each([
  ['ruleAccount', { ruleAccount: undefined }],
  ['ruleAccount', { ruleAccount: 'gone-hw' }],
  ['ruleAccount', {}],
  ['ruleSize', { ruleSize: '0' }],
  ['ruleSize', { ruleSize: 'ten' }],
  ['ruleSize', { ruleSize: '99999999', ruleUnit: 'PB' }],
  ['ruleNeeded', { ruleSize: '1', ruleNeeded: '6' }],
  ['ruleNeeded', { ruleSize: '1', ruleNeeded: '0' }],
  ['ruleGroups', { ruleSize: '1', rulePeople: five, ruleGroups: 'S0LEADS' }],
  ['ruleGroups', { ruleSize: '1', ruleGroups: '-' }],
])('a rule that cannot be is refused at %s: %j', (field, changes) => {
  const entered = Object.entries({ ...sound, ...changes }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  )
  const read = readNewRule(Object.fromEntries(entered), { rules: [first], accounts: ['prod-hw'] })
  expect(read.ok ? {} : read.problems).toHaveProperty(field)
})

test('only admins add a rule, nothing is stored before the form is saved, and the audit notes it once', async () => {
  const desk = await createDesk()
  await desk.addAccount()
  const adding = `approvals set --step rule --rules ${typedRules([first])}`
  expect((await desk.types(adding, { user: 'U0ASKER' })).code).toBe('not_allowed')
  expect(problemsIn(await desk.types(adding, { answers: sound }))).toHaveProperty('ruleAccount')
  const { reply } = await desk.types(adding, { answers: { ruleSize: '10', ruleNeeded: '3', ruleGroups: 'S0LEADS' } })
  expect(readable(shownIn(reply)).join('\n')).toContain('Not saved yet')
  expect((await desk.tools.store.policies.list()).items).toEqual([])
  const saving = typedBy(shownIn(reply))['Open the policy'] ?? ''
  desk.groups.set('S0LEADS', ['U1', 'U2', 'U3', 'U4'])
  const answers = { needed: '1', self: 'no', expires: '24' }
  expect((await desk.types(saving, { answers })).reply.type).toBe('form done')
  const { items } = await desk.tools.store.policies.list()
  expect(items[0]?.stricter).toEqual([first, { aboveBytes: 10e12, needed: 3, approvers: [subjectOf('S0LEADS')] }])
  expect((await desk.reads('audit')).join('\n').split('2 stricter rules')).toHaveLength(2)
})

test('a policy is not saved while somebody else saves one, and the answer says so', async () => {
  const desk = await createDesk()
  const held = await desk.tools.claim(`policy:${workspace}`, 30_000)
  const answers = { needed: '1', self: 'yes', expires: '24' }
  const { reply, code } = await desk.types('approvals set', { answers })
  expect(code).toBe('policy_busy')
  expect(readable(shownIn(reply))[0]).toContain('Somebody is saving the approval policy right now')
  await held?.release()
  expect((await desk.types('approvals set', { answers })).code).toBe('ok')
})
