/**
 * Open connections, and which of them wait for nothing.
 *
 * `http.Server.closeIdleConnections` takes a connection for idle as soon as its answer was handed over, and cuts off
 * what of it is not yet sent.
 */
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

interface State {
  /** Requests without a complete answer. */
  pending: number;
  /** Bytes that were read when the last answer was complete: more means that a request is on its way. */
  read: number;
}

export class Sockets {
  readonly #states = new Map<Socket, State>();

  add(socket: Socket): void {
    this.#states.set(socket, { pending: 0, read: 0 });
    socket.once('close', () => this.#states.delete(socket));
  }

  busy(socket: Socket, response: ServerResponse): void {
    const state = this.#states.get(socket);
    if (state === undefined) return;
    state.pending++;
    response.once('close', () => {
      state.pending--;
      state.read = socket.bytesRead;
    });
  }

  closeIdle(): void {
    for (const [socket, { pending, read }] of this.#states) {
      if (pending === 0 && socket.bytesRead === read) socket.destroy();
    }
  }
}
