import type { SimulatedClock } from '../clock.ts'
import type { JobSeed } from '../upcloud/job-seed.ts'
import { createUpcloud, type UpcloudSimulator } from '../upcloud/simulator.ts'
import type { CloudInPlay } from './cloud-in-play.ts'

/** The account. Every secret is fake and says so. */
const service = '0ab2f83f-03f3-4c48-9a38-0a3e89c6d024'
const token = 'ucat_playground_not_real'

const services = [
  {
    uuid: service,
    name: 'playground',
    buckets: ['logs-fi', 'scans-fi', 'maps-fi', 'drafts-fi'].map((name, index) => ({
      name,
      objects: 1200 * (index + 1),
      bytes: 38_000_000_000 * (index + 1),
    })),
  },
  { uuid: '1bc3a940-14a4-4d59-8b49-1b4f9ad7e135', name: 'long-term', region: 'europe-2' },
]

const jobs: readonly JobSeed[] = [
  { uuid: 'a1b2c3d4-e5f6-4890-abcd-ef1234567890', name: 'web-logs', sourceBucket: 'web-logs', targetBucket: 'logs-fi' },
  {
    uuid: 'b7c1d2e3-0a4b-4c5d-8e6f-102938475601',
    state: 'failed',
    sourceBucket: 'scans',
    targetBucket: 'scans-fi',
    isPossible: false,
  },
  { uuid: 'c9d8e7f6-5a4b-4321-9f8e-7d6c5b4a3921', state: 'completed', sourceBucket: 'maps', targetBucket: 'maps-fi' },
  {
    uuid: 'd4e5f6a7-1b2c-4d3e-8f90-a1b2c3d4e5f6',
    state: 'cancelled',
    sourceBucket: 'drafts',
    targetBucket: 'drafts-fi',
  },
]

export function upcloudInPlay(clock: SimulatedClock): CloudInPlay & { simulator: UpcloudSimulator } {
  const simulator = createUpcloud({
    clock,
    accounts: [{ username: 'playground', token, services }],
  })
  const running = () => simulator.jobs(service).filter(({ state }) => state === 'running')
  return {
    name: 'upcloud',
    simulator,
    plant() {
      for (const job of jobs) simulator.addJob(service, job)
    },
    form: (url) => ({
      'Account name': 'backup-uc',
      'Object Storage service UUID': service,
      'API token': token,
      'Custom API endpoint': url,
    }),
    running: () => running().length,
    addOne: () => void simulator.addJob(service),
    failOne() {
      const victim = running().at(-1)
      if (victim !== undefined) simulator.failJob(victim.uuid)
    },
  }
}
