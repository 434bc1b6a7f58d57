import { expect, test } from 'vitest'
import { huawei } from '../../src/providers/huawei/index.ts'
import { naver } from '../../src/providers/naver/index.ts'
import { figureLines } from '../../src/views/figures.ts'
import { sample } from '../migrations/sample.ts'

test('what waits for its turn and what waits for somebody to start it are told apart', () => {
  const waiting = { state: 'queued', progress: { bytes: {}, objects: {} } } as const
  expect(figureLines(sample(waiting), huawei)).toContain(
    'Waiting for a free place: the cloud runs only a few at a time',
  )
  expect(figureLines(sample({ ...waiting, kind: 'policy' }), naver)).toContain('Waiting to be started')
})
