// What `npm start` and the image run.
import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import * as modules from 'node:module'
import { setPriority, constants as system } from 'node:os'
import { fileURLToPath } from 'node:url'
import { bundleOfNow, root } from './launch/bundle.js'
import { limitMemory } from './launch/memory.js'
import { keepQuietAboutExperiments, missingNode } from './launch/node.js'

const missing = missingNode()
if (missing === undefined) {
  keepQuietAboutExperiments()
  limitMemory()
  await start()
} else {
  process.stderr.write(missing)
  process.exitCode = 1
}

/** Runs the bundle, if there is one of the sources as they are now. Otherwise runs these, and leaves a bundle for the next start. */
async function start() {
  const bundle = bundleOfNow()
  // A folder that cannot be written to changes nothing but how long a start takes.
  modules.enableCompileCache(fileURLToPath(new URL('cache', bundle ?? new URL('node_modules/.cache/ferry/', root))))
  const { run } = bundle === undefined ? await import('./main.ts') : modules.createRequire(bundle)('./main.cjs')
  await run()
  if (process.exitCode !== undefined) return
  // Node would write it only at an orderly end.
  modules.flushCompileCache()
  if (bundle === undefined) bundleInBackground()
}

/** Makes the bundle, if the folder can be written to and what is needed for it is installed. */
function bundleInBackground() {
  try {
    accessSync(new URL('node_modules/rolldown', root))
    accessSync(root, constants.W_OK)
  } catch {
    return
  }
  const child = spawn(process.execPath, [fileURLToPath(new URL('build/main.ts', root))], { env: {}, stdio: 'ignore' })
  child.on('error', () => {})
  if (child.pid !== undefined) setPriority(child.pid, system.priority.PRIORITY_LOW)
  child.unref()
}
