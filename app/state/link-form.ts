/** Whether a fragment means to be a link of ours. */
export const isLink = (fragment: string): boolean => /^#?v\d{1,4}\./.test(fragment);
