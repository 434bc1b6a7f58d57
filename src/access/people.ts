import type { PersonKind, Standing } from './roles.ts'

/** Who the people of a workspace are. Each method throws rights_unknown if Slack does not say. */
export type People = {
  /**
   * Who a person is now. `isFresh` asks Slack again, whatever Ferry remembers. `isOldFine` accepts what Slack said
   * within a day if it does not answer. Throws stranger if they are not or no longer a member, and slack_token_refused if
   * Slack refuses Ferry's token.
   */
  standingOf(
    user: string,
    asked: { groups: readonly string[]; isFresh?: boolean; isOldFine?: boolean },
  ): Promise<Standing>
  /** The kind of user behind an id, for naming them in messages. Grants no right. */
  kindOf(user: string, asked?: { isFresh?: boolean }): Promise<PersonKind>
  /** Ids of the people in a user group now, for naming them in messages. Empty if the group does not exist. */
  membersOf(group: string, asked?: { isFresh?: boolean }): Promise<readonly string[]>
  userGroups(): Promise<readonly UserGroup[]>
  peopleNamed(name: string): Promise<PeopleNamed>
  /** The time zone in a person's profile, by its IANA name. */
  timeZoneOf(user: string): Promise<string>
  /** Ids of the people who are admins whatever the grants say: who installed Ferry, and whom its operator named. */
  firstAdmins(): Promise<readonly string[]>
}

/** A user group by its id, with the handle that people type. */
export type UserGroup = { id: string; handle: string; name: string }

/** The people of one name. `isWhole`: Slack has listed everybody, so there are no others. */
export type PeopleNamed = { people: readonly string[]; isWhole: boolean }

/** The people of each workspace, or the part of what is known of them that is used. */
export type PeopleIn<Part = People> = { in(workspace: string): Part }

/** The part of them that tells whom a message can name. */
export type Nameable = Pick<People, 'kindOf' | 'membersOf' | 'firstAdmins'>
