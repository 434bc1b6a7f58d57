import { plural } from './format.ts'
import type { Message } from './message.ts'
import { sentence } from './text.ts'

/** The private message to an admin when Ferry's store is not the one that Ferry started with. `how`: what is wrong. */
export function storeChanged({ how, followed }: { how: string; followed: number }): Message {
  const lines = [
    `:rotating_light: Ferry’s store is not the one that Ferry started with: ${sentence(how)}`,
    `Ferry has stopped here: it reads and saves nothing, and follows none of the ${plural(followed, 'migration')} that it followed. Nothing changes in the clouds.`,
    'Ask whoever runs Ferry to bring the right store back and to restart every replica. With another store, people have to connect accounts and follow migrations again.',
  ]
  return { text: lines.join(' '), blocks: [] }
}
