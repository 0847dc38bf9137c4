import { Desk, type DeskCall, type DeskReply } from './desk.js';

const desk = new Desk();

self.onmessage = ({ data }: MessageEvent<DeskCall & { readonly id: number }>) => {
  const { id, ...call } = data;
  let reply: DeskReply;
  try {
    // The parts of a call stay together.
    reply = { id, ok: true, value: desk.answer(call as DeskCall) };
  } catch {
    reply = { id, ok: false };
  }
  self.postMessage(reply);
};
