import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Begins with the files that take longest, so that no worker is left alone with one of them at the end of a run. */
export class LongestFirst extends BaseSequencer {
  /** Within a kind, what the last run took decides, or in a fresh checkout the size of the file. */
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return sorted.toSorted((a, b) => kindOf(a) - kindOf(b))
  }
}

/** The kinds of files that run real programs and real time, longest first. All others come afterwards. */
const slow = [/\/test\/chaos\//, /\.browser\.test\./, /\/test\/flows\//, /\.redis\.test\./, /redis\.test\./]

function kindOf({ moduleId }: TestSpecification): number {
  const kind = slow.findIndex((path) => path.test(moduleId))
  return kind < 0 ? slow.length : kind
}
