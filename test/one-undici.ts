import { install } from 'undici'

// As `src/main.ts` does: what is tested is the fetch that people run.
install()
