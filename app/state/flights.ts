import { create } from 'zustand';
import type { Flights, Trace } from '../../sim-core/index.js';

/** Packets that were sent together, and the hops of the first on each way. */
export interface FlightBatch {
  readonly flights: Flights;
  readonly traces: readonly Trace[];
}

interface FlightState {
  readonly batch: FlightBatch | undefined;
  readonly show: (batch: FlightBatch | undefined) => void;
}

export const useFlights = create<FlightState>()((set) => ({
  batch: undefined,
  show: (batch) => set({ batch }),
}));
