import { expect, test } from 'vitest'
import { createJudge } from './lease-watch.ts'

const lease = '"ferry:claim:owner:T1"'
const record = '"ferry:T1/channels:a"'

function take(at: number, owner: string): string {
  return `+${at}.000000 [0 127.0.0.1:1] "SET" ${lease} "${owner}" "NX" "PX" "10000"`
}

/** A fenced commit, and the write that it made. */
function commit(at: number, owner: string): string[] {
  return [
    `+${at}.100000 [0 127.0.0.1:1] "EVALSHA" "hash" "3" ${lease} ${record} "ferry:index:T1/channels" "${owner}" "put"`,
    `+${at}.100001 [0 lua] "GET" ${lease}`,
    `+${at}.100002 [0 lua] "SET" ${record} "{}"`,
  ]
}

function violationsIn(lines: readonly string[]): readonly string[] {
  const judge = createJudge()
  for (const line of lines) judge.hear(line)
  return judge.violations()
}

test('a write of the owner passes', () => {
  expect(violationsIn([take(1, 'a'), ...commit(2, 'a')])).toEqual([])
})

test('a write after the lease has ended is found, whether somebody else has it or not', () => {
  expect(violationsIn([take(1, 'a'), ...commit(12, 'a')])).toHaveLength(1)
  expect(violationsIn([take(1, 'a'), take(12, 'b'), ...commit(13, 'a')])).toHaveLength(1)
})

test('a lease that is held cannot be taken, but one that was given back can', () => {
  expect(violationsIn([take(1, 'a'), take(2, 'b'), ...commit(3, 'b')])).toHaveLength(1)
  const givenBack = `+2.000000 [0 lua] "DEL" ${lease}`
  expect(violationsIn([take(1, 'a'), givenBack, take(3, 'b'), ...commit(4, 'b')])).toEqual([])
})

test('a renewal makes a lease last', () => {
  const renewal = [
    `+8.000000 [0 127.0.0.1:1] "EVALSHA" "hash" "1" ${lease} "a" "10000"`,
    `+8.000001 [0 lua] "PEXPIRE" ${lease} "10000"`,
  ]
  expect(violationsIn([take(1, 'a'), ...renewal, ...commit(15, 'a')])).toEqual([])
})

test('a write without a fence is found', () => {
  expect(violationsIn([take(1, 'a'), `+2.000000 [0 127.0.0.1:1] "SET" ${record} "{}"`])).toHaveLength(1)
})
