import { run } from '../../src/main.ts'

/** Ferry from its sources, whether there is a bundle or not. */
await run()
