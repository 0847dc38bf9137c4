/**
 * Lets processes run a part of the time only, with all their threads: what a slower processor would do. The browser's
 * own brake holds the page's thread alone, and the simulation has another.
 */
const runMillis = 4;

const signal = (pids, name) => {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch (error) {
      // A process that has ended needs no brake.
      if (error.code !== 'ESRCH') throw error;
    }
  }
};

/** From now on they run one of so many milliseconds, until the function that this returns is called. */
export function slowDown(pids, times) {
  let running = true;
  let owed = 0;
  let last = performance.now();
  let timer;
  const turn = () => {
    const now = performance.now();
    // Timers come late on a busy machine: what really passed counts.
    owed += running ? (now - last) * (times - 1) : last - now;
    last = now;
    running = owed <= 0;
    signal(pids, running ? 'SIGCONT' : 'SIGSTOP');
    timer = setTimeout(turn, running ? runMillis : owed);
  };
  timer = setTimeout(turn, runMillis);
  return () => {
    clearTimeout(timer);
    signal(pids, 'SIGCONT');
  };
}
