/** Words of the map. */
export const map = {};

/** Words of the path. */
export const path = {};

/** Words of the rules view. */
export const rules = {};

/** Words of the timeline. */
export const timeline = {};
