// JavaScript without types, so that a Node which is too old for the rest can still say so.
import { existsSync, readFileSync } from 'node:fs'

const root = new URL('../../', import.meta.url)
const { engines } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'))
/** The binary that the install script of the package `node` fetches. */
const broughtNode = new URL('node_modules/node/bin/node', root)
const neededMajor = Number(/\d+/.exec(engines.node)?.[0])

/** The one line that says which Node is missing and how to get it. Undefined if this Node is new enough. */
export function missingNode() {
  const found = process.versions.node
  if (Number.parseInt(found, 10) >= neededMajor) return undefined
  const wasLeftOut = existsSync(new URL('node_modules/node/package.json', root)) && !existsSync(broughtNode)
  const mend = wasLeftOut
    ? 'npm was not allowed to fetch it: run `npm rebuild node --ignore-scripts=false`, or install it from https://nodejs.org.'
    : 'Install it from https://nodejs.org, or use the Dockerfile.'
  return `Ferry needs Node ${neededMajor} or later, and this is Node ${found}. ${mend}\n`
}

/** Node warns at each start that parts of it are experimental. People who run Ferry can do nothing about it. */
export function keepQuietAboutExperiments() {
  process.emitWarning = new Proxy(process.emitWarning, {
    apply(emitWarning, self, words) {
      const [, options] = words
      const type = typeof options === 'object' ? options?.type : options
      if (type !== 'ExperimentalWarning') Reflect.apply(emitWarning, self, words)
    },
  })
}
