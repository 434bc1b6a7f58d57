import { makeBundle } from './bundle.ts'

/** `npm run build`, and what `npm start` runs in the background after a start from the sources. */
if ((await makeBundle()) === 'sources changed') {
  process.stderr.write('A source has changed while Ferry was bundled. Run it again.\n')
  process.exitCode = 1
}
