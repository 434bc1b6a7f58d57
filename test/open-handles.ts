import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect } from 'vitest'

/**
 * Resources that a test file must not leave open: a timer, a socket, a server or a child process would keep a real
 * process from stopping as well. Resources that were open before the file began do not count, because test files share
 * a worker process.
 */
const watched = ['Timeout', 'TCPServerWrap', 'TCPSocketWrap', 'TLSWrap', 'PipeServerWrap', 'ProcessWrap']
/** Time limit in milliseconds for resources to close. */
const patienceMs = 30_000
let before: readonly string[] = []

beforeAll(() => {
  before = open()
})

// Registered first, so it runs after the file's own hooks. Sockets may take a moment to close.
afterAll(async () => {
  if (usesNock()) {
    const { default: nock } = await import('nock')
    if (nock.isActive()) throw new Error('This file leaves nock active, in front of what the next one sends')
  }
  const hangs = AbortSignal.timeout(patienceMs)
  while (leftOpen().length > 0) {
    if (hangs.aborted) throw new Error(`This file leaves open: ${leftOpen().join(', ')}`)
    await pause(20, undefined, { ref: false })
  }
})

function open(): string[] {
  return process.getActiveResourcesInfo().filter((kind) => watched.includes(kind))
}

function leftOpen(): string[] {
  const now = open().filter((kind) => kind !== 'TCPSocketWrap' || !usesNock())
  return watched.flatMap((kind) => {
    const allowed = before.filter((one) => one === kind).length
    return now.filter((one) => one === kind).slice(allowed)
  })
}

/** Whether a test uses nock, which never closes the handles of its stand-in sockets. */
function usesNock(): boolean {
  const { testPath } = expect.getState()
  return testPath !== undefined && readFileSync(testPath, 'utf8').includes("from 'nock'")
}
