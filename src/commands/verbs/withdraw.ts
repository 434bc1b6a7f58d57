import type { Command } from '../machine/command.ts'
import { findRequest, withdrawRequest } from '../request-acts.ts'

export const withdraw: Command = {
  verb: 'withdraw',
  needs: 'viewer',
  takes: { most: 1 },
  usage: 'withdraw <id>',
  summary: 'Withdraw your own request for a migration',
  examples: ['withdraw r-7f3a2c'],
  run: async (invocation, tools) => withdrawRequest(await findRequest(invocation, withdraw, tools), invocation, tools),
}
