import type { Nameable } from '../../src/access/people.ts'

/** A workspace in which everybody is a full member and every user group has a member. */
export const everybody: Nameable = {
  kindOf: async () => 'member',
  membersOf: async (group) => [`U0MEMBEROF${group}`],
  firstAdmins: async () => ['U0INSTALLER'],
}
