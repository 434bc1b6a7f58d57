import { describeMissing, type Tool } from './missing.ts'

/**
 * Makes a reporter that ends a run with one line about tests that were left out. On CI, a missing program or a skipped
 * test fails the run.
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

/** The part of Vitest's description of a test file that the reporter reads. */
type TestedModule = { children: { allTests(state: 'skipped'): Iterable<{ fullName: string }> } }

function nameOf(test: { fullName: string }): string {
  return `"${test.fullName}"`
}
