/** Milliseconds of the world's virtual clock; never wall-clock time. */
export type Millis = number;
