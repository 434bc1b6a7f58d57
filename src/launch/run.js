// `node src/launch/run.js FILE …`: runs a file of the project as `node FILE …` does. If Node is too old, one line says so.
import { pathToFileURL } from 'node:url'
import { keepQuietAboutExperiments, missingNode } from './node.js'

const [node = '', , file = ''] = process.argv
const missing = missingNode()
if (missing === undefined) {
  keepQuietAboutExperiments()
  process.argv.splice(0, 3, node, file)
  await import(pathToFileURL(file).href)
} else {
  process.stderr.write(missing)
  process.exitCode = 1
}
