import { describeFaults } from '../cloud/fault-suite.ts'
import { creation, jobs, service, startCloud } from './cloud.ts'

describeFaults(async () => {
  const { simulator, raw } = await startCloud()
  simulator.addJob(service)
  return {
    simulator,
    read: () => raw('GET', jobs),
    create: () => raw('POST', jobs, { body: creation }),
    jobCount: () => simulator.jobs(service).length,
    field: 'state',
    unexpectedCode: 'GENERAL_FAILURE',
    throttledCode: 'TOO_MANY_REQUESTS',
    quotaCode: 'INSUFFICIENT_CREDITS',
  }
})
