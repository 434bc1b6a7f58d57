import type { Message } from '../../views/blocks/message.ts'
import { slowCloudsMessage } from '../../views/blocks/problem.ts'

type Show = (message: Message) => Promise<void>
type Waiting = {
  /** Does the work, and calls back for each call that a cloud keeps waiting for long. */
  tellingOfWaits<Done>(onWait: (about: { provider: string }) => void, work: () => Promise<Done>): Promise<Done>
  showMeanwhile: Show
}

/**
 * Runs a command and names the clouds that keep it waiting for long. Says nothing once the command shows its own
 * progress or is over.
 */
export async function namingSlowClouds<Done>(
  { tellingOfWaits, showMeanwhile }: Waiting,
  run: (showMeanwhile: Show) => Promise<Done>,
): Promise<Done> {
  const slow = new Set<string>()
  let isSilent = false
  const onWait = ({ provider }: { provider: string }) => {
    if (isSilent || slow.has(provider)) return
    slow.add(provider)
    void showMeanwhile(slowCloudsMessage([...slow]))
  }
  const show: Show = (message) => {
    isSilent = true
    return showMeanwhile(message)
  }
  try {
    return await tellingOfWaits(onWait, () => run(show))
  } finally {
    isSilent = true
  }
}
