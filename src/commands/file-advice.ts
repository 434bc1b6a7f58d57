import { AppError, isAppError } from '../errors/errors.ts'
import { whyNotSent } from '../views/blocks/files.ts'

/**
 * How long sending one file holds off others if its process dies, in milliseconds: longer than reading and uploading
 * the largest file takes.
 */
export const fileHoldMs = 300_000

/**
 * Does work that ends in sending a file. Throws file_not_sent if Slack does not take the file: why, and the command
 * that sends it again.
 */
export async function withFileAdvice<Done>(command: string, work: () => Promise<Done>): Promise<Done> {
  try {
    return await work()
  } catch (error) {
    if (!isAppError(error, ...sendingFailures)) throw error
    throw new AppError('file_not_sent', { reason: whyNotSent(error), command }, { cause: error })
  }
}

const sendingFailures = ['slack_refused', 'slack_rate_limited', 'slack_unreachable', 'slack_outcome_unknown'] as const
