import { existsSync, readFileSync, statSync } from 'node:fs'

/* Ferry in one file, which `build/bundle.ts` makes of the sources: it starts in a third of their time. */

/** The folder of the project. */
export const root = new URL('../../', import.meta.url)
/** The folder of bundles. `bundle.json` in it names the one to run, and the files that it was made of. */
export const dist = new URL('dist/', root)

/**
 * The folder of the bundle that was made of the sources as they are now. Undefined if there is none. In the image, which
 * has no sources, the bundle always counts.
 */
export function bundleOfNow() {
  try {
    /** @type {{ folder: string, inputs: [path: string, stamp: string][] }} */
    const { folder, inputs } = JSON.parse(readFileSync(new URL('bundle.json', dist), 'utf8'))
    const isFresh =
      !existsSync(new URL('src/main.ts', root)) || inputs.every(([path, stamp]) => stampOf(path) === stamp)
    return isFresh ? new URL(`${folder}/`, dist) : undefined
  } catch {
    return undefined
  }
}

/**
 * A text that changes with each change of a file, also with one that keeps its time of modification: nobody can set
 * the time of its last change of any sort.
 * @param {string} path relative to the folder of the project
 */
export function stampOf(path) {
  const { size, mtimeNs, ctimeNs } = statSync(new URL(path, root), { bigint: true })
  return `${size} ${mtimeNs} ${ctimeNs}`
}
