import { describe, expect, test } from 'vitest'
import type { Session } from '../../src/commands/verbs/create/session.ts'
import { type Act, step } from '../../src/commands/verbs/create/step.ts'
import {
  both,
  checked,
  draftOf,
  edit,
  left,
  older,
  page,
  region,
  request,
  sessionOf,
  source,
  target,
  told,
  whole,
} from './create-session.ts'

describe('what somebody asks for', () => {
  test.each<[string, [Session, Act], object]>([
    [
      'nothing stored: an empty form in the only account',
      [sessionOf(), { type: 'opened' }],
      { draft: { id: 'blank', answers: { account: 'prod-hw' } }, shown: page('source') },
    ],
    [
      'nothing stored and several accounts: the question for the account',
      [sessionOf([], both), { type: 'opened' }],
      { draft: { id: 'blank', answers: {} }, shown: page('account') },
    ],
    [
      'a form that was left: that form, where it stopped',
      [sessionOf([left]), { type: 'opened' }],
      { draft: left, shown: page('target', { left: 'opened' }), dropped: [] },
    ],
    [
      'several forms: the newest, and the others are named and dropped',
      [sessionOf([left, older]), { type: 'opened' }],
      { draft: left, shown: page('target', { left: 'opened', rest: [older.answers] }), dropped: ['older'] },
    ],
    [
      'a form and an edit of a request: the edit stays',
      [sessionOf([left, edit]), { type: 'opened' }],
      { draft: left, shown: page('target', { left: 'opened' }), dropped: [] },
    ],
    [
      'starting over: an empty form, and the one before is dropped without a word',
      [sessionOf([left], { isOver: true }), { type: 'opened' }],
      { draft: { id: 'blank', answers: { account: 'prod-hw' } }, shown: page('source'), dropped: ['open'] },
    ],
    [
      'a whole order: the summary',
      [sessionOf(), { type: 'typed', answers: whole }],
      {
        draft: { id: 'blank', answers: whole, step: 'summary', isUntouched: true },
        shown: page('summary', { isOnward: true }),
      },
    ],
    [
      'an order without a destination: the page where it is missing',
      [sessionOf(), { type: 'typed', answers: { account: 'prod-hw', ...source, ...region } }],
      { shown: { step: 'target', problems: [expect.stringContaining('Destination key'), expect.anything()] } },
    ],
    [
      'an order without an account: the question for it, with all answers kept',
      [sessionOf([], both), { type: 'typed', answers: source }],
      { draft: { answers: source }, shown: page('account', { isOnward: true }) },
    ],
    [
      'an order without a region: the summary, once the cloud has told the region',
      [sessionOf(), { type: 'typed', answers: { account: 'prod-hw', ...source, ...target } }],
      { shown: page('summary', { isOnward: true }) },
    ],
    [
      'an account alone: its first page',
      [sessionOf([], both), { type: 'typed', answers: { account: 'backup-uc' } }],
      { draft: { answers: { account: 'backup-uc' } }, shown: page('source') },
    ],
    [
      'an order that the form says already: that form',
      [sessionOf([left]), { type: 'typed', answers: { account: 'prod-hw', 'source.bucket': 'photos' } }],
      { draft: left, shown: page('target', { left: 'opened' }) },
    ],
    [
      'another order than the form holds: that form, at its first page',
      [sessionOf([left]), { type: 'typed', answers: whole }],
      { draft: left, shown: page('source', { left: 'instead' }) },
    ],
    [
      'another order than one that was only typed: the new order',
      [sessionOf([draftOf(source, { isUntouched: true })]), { type: 'typed', answers: whole }],
      { draft: { id: 'blank', answers: whole }, shown: { step: 'summary' }, dropped: ['open'] },
    ],
    [
      'another order, after starting over: the new order',
      [sessionOf([left], { isOver: true }), { type: 'typed', answers: whole }],
      { draft: { id: 'blank', answers: whole }, shown: { step: 'summary' }, dropped: ['open'] },
    ],
    [
      'a migration like another: what its record tells',
      [sessionOf(), { type: 'like', answers: whole }],
      { draft: { answers: whole, isUntouched: true }, shown: { step: 'summary' } },
    ],
    [
      'a change of a request: its content, beside the form that was left',
      [sessionOf([left]), { type: 'edit', request }],
      {
        draft: { id: 'blank', answers: { 'source.bucket': 'photos' }, from: { type: 'edit', request: 'r-000001' } },
        shown: { step: 'summary' },
        dropped: [],
      },
    ],
    [
      'a change that was begun: what was changed so far',
      [sessionOf([edit]), { type: 'edit', request }],
      { draft: { id: 'edit', answers: whole }, shown: { step: 'summary' } },
    ],
    [
      'a change of content that has changed since: the new content',
      [sessionOf([edit]), { type: 'edit', request: { ...request, specHash: 'h2' } }],
      { draft: { id: 'blank', from: { specHash: 'h2' } } },
    ],
    [
      'changes that are discarded: the request’s present content in the same form',
      [
        sessionOf([{ ...edit, answers: { ...whole, 'target.bucket': 'elsewhere' }, checked }], { isOver: true }),
        { type: 'edit', request: { ...request, specHash: 'h2' } },
      ],
      { draft: { id: 'edit', answers: { 'target.bucket': 'archive' }, from: { specHash: 'h2' } } },
    ],
    [
      'a request again: its content',
      [sessionOf(), { type: 'again', request }],
      { draft: { from: { type: 'again' }, isUntouched: true }, shown: { step: 'summary' } },
    ],
    [
      'a request again with changes that came too late: with the changes',
      [
        sessionOf([], { drafts: [{ ...edit, answers: { ...whole, 'target.bucket': 'elsewhere' } }] }),
        { type: 'again', request },
      ],
      { draft: { id: 'blank', answers: { 'target.bucket': 'elsewhere' }, from: { type: 'again' } } },
    ],
  ])('%s', (_, [session, act], expected) => {
    expect(told(step(session, act))).toMatchObject(expected)
  })
})
