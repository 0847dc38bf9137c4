let handed: number | undefined;

/** The plain editor had the focus when it was replaced, with its caret at this offset. */
export function handCaret(offset: number): void {
  handed = offset;
}

/** Where to go on writing, once. */
export function takeCaret(): number | undefined {
  const offset = handed;
  handed = undefined;
  return offset;
}
