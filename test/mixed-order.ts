import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * Order of the test files: first those that take longest, so that no worker is left alone with one of them at the end of
 * a run. Of the others, those that mostly wait for real programs and sockets take turns with those that compute, so that
 * neither the processors nor the workers are idle.
 */
export class MixedOrder extends BaseSequencer {
  /** Within a kind, what the last run took decides, or in a fresh checkout the size of the file. */
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const longest = longestKinds.flatMap((kind) => sorted.filter((file) => isOf(file, kind)))
    const others = sorted.filter((file) => !longest.includes(file))
    return [
      ...longest,
      ...mixed(
        others.filter(isWaiting),
        others.filter((file) => !isWaiting(file)),
      ),
    ]
  }
}

/** Kinds of files that run many real programs, longest first. */
const longestKinds = [/\/test\/chaos\//, /\.browser\.test\./]
const waitingKinds = [/\/test\/flows\//, /\/test\/terminal\//, /redis\.test\./]

function isOf({ moduleId }: TestSpecification, kind: RegExp): boolean {
  return kind.test(moduleId)
}

function isWaiting(file: TestSpecification): boolean {
  return waitingKinds.some((kind) => isOf(file, kind))
}

/** Both lists in their order, evenly mixed: each file stands where its place within its own list is. */
function mixed(one: readonly TestSpecification[], other: readonly TestSpecification[]): TestSpecification[] {
  const placed = [one, other].flatMap((files) =>
    files.map((file, index) => ({ file, place: (index + 0.5) / files.length })),
  )
  return placed.toSorted((a, b) => a.place - b.place).map(({ file }) => file)
}
