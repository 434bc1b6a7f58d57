import type { Role } from '../../../access/roles.ts'
import type { FlagName, Invocation, Origin } from '../../machine/command.ts'

/** The role for ending or changing a watch or a subscription: everybody may for their own, operators for anybody's. */
export function roleToChange({ createdBy }: { createdBy: string }, { user }: Pick<Origin, 'user'>): Role {
  return createdBy === user ? 'viewer' : 'operator'
}

/** The right to end something, as far as the command tells whose it is: a button of somebody else's carries `--theirs`. */
export const ending = {
  needs: ({ flags }: Pick<Invocation, 'flags'>): Role => (flags.theirs === undefined ? 'viewer' : 'operator'),
  options: ['theirs'] satisfies readonly FlagName[],
}
