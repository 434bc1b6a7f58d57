/** What all keys and channels in Redis begin with. */
export const prefix = 'ferry'
