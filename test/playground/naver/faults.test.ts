import { describeFaults } from '../cloud/fault-suite.ts'
import { creation, policy, startCloud } from './cloud.ts'

describeFaults(async () => {
  const { simulator, raw } = await startCloud()
  const title = simulator.addJob('main')
  return {
    simulator,
    read: () => raw('GET', `${policy}/${title}`),
    create: () => raw('POST', policy, { body: creation }),
    jobCount: () => simulator.jobs('main').length,
    field: 'jobState',
    unexpectedCode: '900',
    throttledCode: '420',
    quotaCode: '400',
  }
})
