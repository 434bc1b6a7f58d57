import { describe, expect, test } from 'vitest'
import type { Session } from '../../src/commands/verbs/create/session.ts'
import { type Act, step } from '../../src/commands/verbs/create/step.ts'
import {
  both,
  checked,
  draftOf,
  page,
  presses,
  region,
  sends,
  sessionOf,
  source,
  target,
  told,
  whole,
} from './create-session.ts'

describe('what somebody does on a page', () => {
  test.each<[string, [Session, Act], object]>([
    [
      'a sent source leads to the destination',
      [sessionOf([draftOf()]), sends('source', { ...source, ...region })],
      { draft: { answers: source, step: 'target' }, shown: page('target', { isOnward: true }) },
    ],
    [
      'a sent source with something missing stays, with the problem at its question',
      [sessionOf([draftOf()]), sends('source', { 'source.cloud': 'AWS', 'source.bucket': 'photos' })],
      { draft: { step: 'source' }, shown: { type: 'problems', problems: { 'source.key': expect.any(String) } } },
    ],
    [
      'a secret is stored nowhere',
      [sessionOf([draftOf()]), sends('source', { 'source.bucket': 'AKIAEXAMPLEEXAMPLE01' })],
      { draft: { answers: { account: 'prod-hw' } }, shown: { type: 'problems' } },
    ],
    [
      'a sent destination leads to the summary',
      [sessionOf([draftOf({ ...source, ...region })]), sends('target', target)],
      { draft: { step: 'summary' }, shown: page('summary', { isOnward: true }) },
    ],
    [
      'a sent destination leads back to the source if its key is gone',
      [sessionOf([draftOf({ ...source, ...region, 'source.key': 'no-such-key' })]), sends('target', target)],
      { draft: { step: 'summary' }, shown: { step: 'source', problems: [expect.stringContaining('Source key')] } },
    ],
    [
      'a page without an account that can be used leads to the question for one',
      [sessionOf([draftOf(source, { answers: { ...source, account: 'gone' } })]), sends('target', target)],
      { draft: { answers: target }, shown: { step: 'account' } },
    ],
    [
      'a sent account leads to the source',
      [sessionOf([draftOf(source)], both), sends('account', { account: 'backup-uc' })],
      { draft: { answers: { ...source, account: 'backup-uc' } }, shown: { step: 'source' } },
    ],
    [
      'a changed answer voids the checks, and the form is no longer as it was asked for',
      [
        sessionOf([draftOf(whole, { checked, isUntouched: true })]),
        presses('options', { 'options.overwrite': 'never' }),
      ],
      { draft: { answers: { 'options.overwrite': 'never' } }, shown: page('options') },
    ],
    [
      'an emptied answer is gone',
      [
        sessionOf([draftOf({ ...whole, 'target.prefix': 'x/' })]),
        { type: 'page sent', step: 'target', entered: target, asked: [...Object.keys(target), 'target.prefix'] },
      ],
      { draft: { answers: whole }, shown: { step: 'summary' } },
    ],
    [
      'a button shows the page that it names',
      [sessionOf([draftOf(whole)]), presses('source')],
      { draft: { step: 'source' }, shown: page('source') },
    ],
    [
      'a button of a page that no longer exists shows the present page',
      [sessionOf([draftOf(whole, { step: 'target' })]), presses('blank')],
      { draft: { step: 'target' }, shown: page('target') },
    ],
    [
      'a sent summary is ready to be sent',
      [sessionOf([draftOf(whole, { step: 'summary' })]), sends('summary', { agreed: 'yes' })],
      { draft: { answers: whole }, shown: { type: 'sending', isAgreed: true } },
    ],
    [
      'a sent summary with a problem shows the page on which it is',
      [sessionOf([draftOf({ ...whole, 'target.key': 'no-such-key' })]), sends('summary')],
      { shown: { type: 'page', step: 'target' } },
    ],
    [
      'a form that was sent before is not sent again',
      [sessionOf([draftOf(whole, { request: 'r-000001' })]), sends('summary')],
      { shown: { type: 'sent', request: 'r-000001' } },
    ],
  ])('%s', (_, [session, act], expected) => {
    const next = told(step(session, act))
    expect(next).toMatchObject(expected)
    expect(next.draft.answers.agreed).toBeUndefined()
  })

  test('an untouched form keeps neither its mark nor its checks when an answer changes', () => {
    const session = sessionOf([draftOf(whole, { checked, isUntouched: true })])
    const { draft } = step(session, presses('options', { 'options.overwrite': 'never' }))
    expect(draft).not.toHaveProperty('checked')
    expect(draft).not.toHaveProperty('isUntouched')
    expect(step(session, presses('options', { 'target.bucket': 'archive' })).draft).toMatchObject({ checked })
  })
})

describe('what a cloud tells', () => {
  const waiting = step(sessionOf([draftOf()]), sends('source', source))

  test.each<[string, Act, object]>([
    [
      'a region is an answer',
      { type: 'region looked up', region: 'us-east-1' },
      { draft: { answers: region, step: 'target' }, shown: page('target', { isOnward: true }) },
    ],
    [
      'without a region the form goes on, and the summary will ask for it',
      { type: 'region looked up' },
      { draft: { step: 'target' }, shown: { step: 'target', problems: [] } },
    ],
    [
      'a region that cannot be read is asked for',
      { type: 'region looked up', problem: 'It is silent.' },
      { draft: { step: 'source' }, shown: { step: 'source', problems: ['It is silent.'] } },
    ],
  ])('%s', (_, act, expected) => {
    expect(told(step(waiting, act))).toMatchObject(expected)
  })

  test('a region that was found leaves an untouched form untouched', () => {
    const typed = step(sessionOf(), { type: 'typed', answers: { account: 'prod-hw', ...source, ...target } })
    const next = step(typed, { type: 'region looked up', region: 'us-east-1' })
    expect(told(next)).toMatchObject({ draft: { isUntouched: true, answers: whole }, shown: { step: 'summary' } })
  })

  test.each<[string, Act, object]>([
    ['not known', { type: 'region looked up' }, [expect.stringContaining('Source region: ')]],
    [
      'not readable',
      { type: 'region looked up', problem: 'It is silent.' },
      ['It is silent.', expect.stringContaining('Source region: ')],
    ],
  ])('a whole order whose region is %s opens the page that asks for it', (_, act, problems) => {
    const typed = step(sessionOf(), { type: 'typed', answers: { account: 'prod-hw', ...source, ...target } })
    expect(step(typed, act).shown).toMatchObject({ type: 'page', step: 'source', problems })
  })

  test('the checks are kept with the form', () => {
    const next = step(sessionOf([draftOf(whole, { step: 'summary' })]), { type: 'checked', checked })
    expect(next.draft).toMatchObject({ answers: whole, checked })
  })
})

test('a job of a cloud that needs a name gets one of its buckets', () => {
  const answers = {
    ...{ account: 'backup-uc', 'source.endpoint': 's3.example.com', 'source.key': 'photos-read' },
    ...{ 'source.region': 'us-east-1', 'source.bucket': 'photos', 'target.bucket': 'archive' },
  }
  const next = step(sessionOf([], both), { type: 'typed', answers })
  expect(told(next)).toMatchObject({ draft: { answers: { name: 'photos-to-archive' } }, shown: { step: 'summary' } })
})
