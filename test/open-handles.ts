import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect } from 'vitest'

/**
 * A test file that leaves a timer, a socket, a server or a child process open fails, because production would not stop
 * either. Counts only what keeps the process alive, and only what was not open when the file began: files that one
 * worker runs one after the other share a process.
 */
const watched = ['Timeout', 'TCPServerWrap', 'TCPSocketWrap', 'TLSWrap', 'PipeServerWrap', 'ProcessWrap']
/** It ends what hangs, and is no measure of speed. */
const patienceMs = 30_000
let before: readonly string[] = []

beforeAll(() => {
  before = open()
})

// Registered first, so it runs after the file's own; sockets may take a moment to close.
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

/** nock never closes the handles of its stand-in sockets, which are connected to nothing. */
function usesNock(): boolean {
  const { testPath } = expect.getState()
  return testPath !== undefined && readFileSync(testPath, 'utf8').includes("from 'nock'")
}
