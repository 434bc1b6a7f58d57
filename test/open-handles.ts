import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, expect } from 'vitest'

/**
 * A test file that leaves a timer, a socket, a server or a child process open fails, because production would not stop
 * either. Counts only what keeps the process alive.
 */
const allowed = { Timeout: 0, TCPServerWrap: 0, TCPSocketWrap: 0, TLSWrap: 0, PipeServerWrap: 0, ProcessWrap: 0 }
const attempts = 150

// Registered first, so it runs after the file's own; sockets may take a moment to close.
afterAll(async () => {
  for (let attempt = 1; leftOpen().length > 0; attempt += 1) {
    if (attempt > attempts) throw new Error(`This file leaves open: ${leftOpen().join(', ')}`)
    await pause(20, undefined, { ref: false })
  }
})

function leftOpen(): string[] {
  const open = process.getActiveResourcesInfo().filter((kind) => kind !== 'TCPSocketWrap' || !usesNock())
  return Object.entries(allowed).flatMap(([kind, most]) => open.filter((one) => one === kind).slice(most))
}

/** nock never closes the handles of its stand-in sockets, which are connected to nothing. */
function usesNock(): boolean {
  const { testPath } = expect.getState()
  return testPath !== undefined && readFileSync(testPath, 'utf8').includes("from 'nock'")
}
