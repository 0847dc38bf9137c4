/** The larger parts are fetched ahead of need only where that costs nobody money. */
const savesData = (): boolean => {
  const connection: unknown = 'connection' in navigator ? navigator.connection : undefined;
  return (
    typeof connection === 'object' && connection !== null && 'saveData' in connection && connection.saveData === true
  );
};

async function register(everything: boolean): Promise<void> {
  try {
    const address = new URL('sw.js', document.baseURI);
    await navigator.serviceWorker.register(address, { scope: './', updateViaCache: 'none' });
    if (!everything || savesData()) return;
    const { active } = await navigator.serviceWorker.ready;
    active?.postMessage('keep-all');
  } catch {
    // Not here then: a sandboxed frame, blocked storage, a page that came from a file.
  }
}

/** Lets later visits work without a network, once this one has all that it shows. */
export function keepForOffline(everything: boolean): void {
  const begin = (): void => void setTimeout(() => void register(everything), 1500);
  if (document.readyState === 'complete') begin();
  else window.addEventListener('load', begin, { once: true });
}
