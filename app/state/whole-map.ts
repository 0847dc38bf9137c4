import { create } from 'zustand';

/** While a picture is taken, a large map draws what is out of sight too. */
export const useWholeMap = create<{ readonly wanted: boolean }>()(() => ({ wanted: false }));

const nextFrame = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => resolve()));

/** Does something while all of the map is on the page. */
export async function withWholeMap<T>(act: () => Promise<T>): Promise<T> {
  useWholeMap.setState({ wanted: true });
  try {
    // One frame for React to draw, one for what that brings.
    await nextFrame();
    await nextFrame();
    return await act();
  } finally {
    useWholeMap.setState({ wanted: false });
  }
}
