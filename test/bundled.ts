import { makeBundle } from '../build/bundle.ts'
import { bundleOfNow } from '../src/launch/bundle.js'

/**
 * Makes the bundle, unless there is one of the sources as they are. Tests that start real processes would otherwise have
 * each of the first ones make it in the background, all at the same time.
 */
export default async function bundled(): Promise<void> {
  if (bundleOfNow() === undefined) await makeBundle()
}
