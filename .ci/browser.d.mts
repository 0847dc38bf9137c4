/** The path of a usable Chromium, if there is one. */
export declare function findChromium(): string | undefined;
/** As findChromium, but installs one when needed and ends the process when that fails. */
export declare function requireChromium(): string;
