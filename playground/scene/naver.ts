import type { SimulatedClock } from '../clock.ts'
import type { JobSeed } from '../naver/job-seed.ts'
import { createNaver, type NaverSimulator } from '../naver/simulator.ts'
import type { CloudInPlay } from './cloud-in-play.ts'

/** The account. Every secret is fake and says so. */
const account = { name: 'media', accessKey: 'PLAYGROUNDNAVERKEY01', secretKey: 'playground-naver-not-real' }

const gigabyte = 1_000_000_000

/** Migrations. A policy is identified by its title. */
const policies: readonly JobSeed[] = [
  {
    title: 'media-library',
    sourceBucket: 'media-library',
    targetBucket: 'media-kr',
    bytes: 820 * gigabyte,
    objects: 240_000,
    bytesPerSecond: 110_000_000,
    fractionDone: 0.44,
  },
  {
    title: 'game-assets',
    state: 'INITIALIZED',
    sourceBucket: 'game-assets',
    targetBucket: 'assets-kr',
    bytes: 96 * gigabyte,
  },
  {
    title: 'old-mail',
    state: 'PAUSED',
    cspType: 'Azure',
    sourceRegion: 'koreacentral',
    sourceBucket: 'mail',
    targetBucket: 'mail-kr',
  },
  { title: 'ledger-2025', state: 'ERROR', sourceBucket: 'ledger', targetBucket: 'ledger-kr', isPossible: false },
  // Its bucket was locked early on.
  {
    title: 'scans-2024',
    state: 'DONE',
    sourceBucket: 'scans',
    targetBucket: 'scans-kr',
    bytes: 100 * gigabyte,
    objects: 1_000,
    skippedObjects: 950,
  },
  { title: 'fonts', state: 'DONE', sourceBucket: 'fonts', targetBucket: 'fonts-kr', bytes: 2 * gigabyte },
]

export function naverInPlay(clock: SimulatedClock): CloudInPlay & { simulator: NaverSimulator } {
  const simulator = createNaver({ clock, accounts: [account], gatewayClock: { now: Date.now } })
  const running = () => simulator.jobs(account.name).filter(({ jobState }) => jobState === 'STARTED')
  return {
    name: 'naver',
    simulator,
    plant() {
      for (const policy of policies) simulator.addJob(account.name, policy)
    },
    form: (url) => ({
      'Account name': 'media-nv',
      'Access key': account.accessKey,
      'Secret key': account.secretKey,
      'Region code': 'KR',
      'Custom Object Migration endpoint': url,
    }),
    running: () => running().length,
    addOne: () => void simulator.addJob(account.name),
    failOne() {
      const victim = running().at(-1)
      if (victim !== undefined) simulator.failJob(victim.title)
    },
  }
}
