import { tellNow } from '../send/private/tell-now.ts'
import { offWithout } from '../slack/install/start-check.ts'
import { scopesLacking } from '../views/notice/scopes-lacking.ts'
import { createAdmins } from './admins.ts'
import type { Running } from './running.ts'

/** Tells the admins of each workspace once which optional scopes its token lacks, and what is off without them. */
export function tellOfScopes({ installs, store, people, wire, clock, log }: Running): void {
  const admins = createAdmins({ store, people, log })
  installs.whenLacking((workspace, scopes) => {
    const message = scopesLacking(scopes, offWithout(scopes))
    const tell = async () => {
      for (const user of await admins.of(workspace)()) await tellNow({ workspace, user, message }, { wire, clock })
    }
    installs.tellOnce(workspace, { scopes, tell }).catch((error: unknown) => {
      log.warn({ workspace, err: error }, 'Admins could not be told of missing scopes')
    })
  })
}
