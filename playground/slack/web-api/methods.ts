import { linkMethods } from '../links/methods.ts'
import { appMethods } from './apps.ts'
import { chatMethods } from './chat.ts'
import { conversationMethods } from './conversations.ts'
import { fileMethods } from './files.ts'
import { historyMethods } from './history.ts'
import type { Methods } from './method.ts'
import { oauthMethods } from './oauth.ts'
import { userMethods } from './users.ts'
import { viewMethods } from './views.ts'

/** All Web API methods of the local Slack, by name. */
export const methods: Methods = {
  ...appMethods,
  ...chatMethods,
  ...conversationMethods,
  ...fileMethods,
  ...historyMethods,
  ...linkMethods,
  ...oauthMethods,
  ...userMethods,
  ...viewMethods,
}
