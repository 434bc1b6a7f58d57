import { describeMissing, type Tool } from './missing.ts'

/**
 * Ends a run with one line about tests that were left out. On CI nothing may be: a missing program or a skipped test
 * fails the run.
 */
export function closingReporter({ missing, isCi, print, fail }: ClosingParts) {
  return {
    onTestRunEnd(modules: readonly TestedModule[]) {
      const skipped = modules.flatMap((module) => [...module.children.allTests('skipped')])
      const lines = [
        describeMissing(missing),
        isCi && skipped.length > 0 ? `Skipped, which CI does not accept: ${skipped.map(nameOf).join(', ')}` : undefined,
      ].filter((line) => line !== undefined)
      if (lines.length > 0) print(lines.join('\n'))
      if (lines.length > 0 && isCi) fail()
    },
  }
}

export type ClosingParts = {
  missing: readonly Tool[]
  isCi: boolean
  print(text: string): void
  /** Makes the run end with a failure. */
  fail(): void
}

/** What is needed of vitest's own description of a test file. */
type TestedModule = { children: { allTests(state: 'skipped'): Iterable<{ fullName: string }> } }

function nameOf(test: { fullName: string }): string {
  return `"${test.fullName}"`
}
