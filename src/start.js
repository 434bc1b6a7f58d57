// What `npm start` runs: JavaScript without types, so that a Node which is too old for the rest can still say so.
import { readFileSync } from 'node:fs'
import * as modules from 'node:module'

const { engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
const [neededMajor] = /\d+/.exec(engines.node)
const found = process.versions.node

if (Number.parseInt(found, 10) < Number(neededMajor)) {
  process.stderr.write(
    `Ferry needs Node ${neededMajor} or later, and this is Node ${found}. Install it from https://nodejs.org, or use the Dockerfile.\n`,
  )
  process.exitCode = 1
} else {
  keepQuietAboutSqlite()
  // The next start takes half the time. A folder that cannot be written to changes nothing else.
  modules.enableCompileCache(new URL('../node_modules/.cache/ferry', import.meta.url).pathname)
  await import('./main.ts')
}

/** Node warns at each start that its SQLite is experimental. Whoever runs Ferry can do nothing about it. */
function keepQuietAboutSqlite() {
  const { emitWarning } = process
  process.emitWarning = (warning, ...rest) => {
    if (!String(warning).startsWith('SQLite is an experimental feature')) emitWarning.call(process, warning, ...rest)
  }
}
