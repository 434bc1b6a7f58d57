import { describe, expect, test } from 'vitest'
import { type Abilities, actionsFor, isPossible } from '../../src/migrations/actions.ts'
import { states } from '../../src/migrations/migration.ts'
import { sample } from './sample.ts'

const possible: Abilities = {
  can: {
    pause: { in: ['running'] },
    start: { in: ['paused'] },
    retry: { in: ['failed'] },
    'retry-failed': { in: ['failed'] },
    delete: { in: ['paused', 'failed', 'succeeded'] },
  },
}

describe('the possible actions', () => {
  test.each([
    ['queued', []],
    ['running', ['pause']],
    ['retrying', []],
    ['pausing', []],
    ['paused', ['start', 'delete']],
    ['succeeded', ['delete']],
    ['failed', ['retry', 'delete']],
    ['unknown', []],
  ] as const)('when %s are %o', (state, actions) => {
    expect(actionsFor(sample({ state }), possible)).toEqual(actions)
  })

  test('include retrying the failed objects only if the cloud has a list of them', () => {
    const failed = sample({ state: 'failed' })
    expect(isPossible('retry-failed', failed, possible)).toBe(false)
    expect(isPossible('retry-failed', { ...failed, failedObjects: { canRetry: false } }, possible)).toBe(false)
    expect(actionsFor({ ...failed, failedObjects: { canRetry: true } }, possible)).toEqual([
      'retry-failed',
      'retry',
      'delete',
    ])
  })

  test('are those of the region, which may be unknown', () => {
    const limited: Abilities = { ...possible, limitedTo: { regions: ['cn-north-4'], butAnywhere: ['delete'] } }
    const actionsIn = (region?: string) =>
      actionsFor(sample({ state: 'paused', target: region === undefined ? {} : { region } }), limited)
    expect([actionsIn('cn-north-4'), actionsIn(), actionsIn('ap-southeast-3')]).toEqual([
      ['start', 'delete'],
      ['start', 'delete'],
      ['delete'],
    ])
  })

  test('of a group’s task leave out those that only the group has', () => {
    const grouped: Abilities = { ...possible, leftToGroup: ['retry', 'retry-failed', 'delete'] }
    const failed = sample({ state: 'failed', failedObjects: { canRetry: true } })
    expect(actionsFor(failed, grouped)).toEqual(['retry-failed', 'retry', 'delete'])
    expect(actionsFor({ ...failed, groupId: 'd85ed5a8' }, grouped)).toEqual([])
    expect(actionsFor({ ...failed, groupId: 'd85ed5a8', state: 'running' }, grouped)).toEqual(['pause'])
  })

  test('are none if the cloud can do nothing', () => {
    expect(states.flatMap((state) => actionsFor(sample({ state }), undefined))).toEqual([])
  })
})
