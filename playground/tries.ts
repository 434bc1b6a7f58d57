/** The README's first steps, in order, which the page suggests above the composer. */
export const tries: readonly string[] = [
  '/migrate status 1912…',
  '/migrate failures 2308…',
  '/migrate create prod-hw AWS/shop-photos → photo-archive --source photos-read --target archive-write',
  '/migrate list',
  '/migrate browse',
  '/migrate explain trf 55',
  '/migrate help',
]
