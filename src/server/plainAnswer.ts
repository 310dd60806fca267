/**
 * Who speaks plain HTTP to a port that speaks HTTPS is told so, where TLS by itself would hang up
 * without a word.
 *
 * The first byte decides: a request of HTTP begins with a letter, a handshake of TLS never does.
 * What else comes is left to TLS.
 */
import type { Server } from "node:https";
import type { Socket } from "node:net";

/** Nobody waits longer for the first byte of a connection. */
const FIRST_BYTE_MS = 10_000;

/** Looks at the connections of a server before TLS does; `answer` is given those of plain HTTP. */
export function answerPlainHttp(server: Server, answer: (socket: Socket) => void): void {
  const accept = server.listeners("connection") as ((socket: Socket) => void)[];
  server.removeAllListeners("connection");
  server.on("connection", (socket: Socket) => {
    const hangUp = (): void => void socket.destroy();
    const timer = setTimeout(hangUp, FIRST_BYTE_MS);
    socket.on("error", hangUp);
    socket.once("close", () => clearTimeout(timer));
    socket.once("data", (bytes: Buffer) => {
      clearTimeout(timer);
      socket.pause();
      if (isLetter(bytes[0])) {
        answer(socket);
        socket.resume(); // the rest runs into nothing
        return;
      }
      socket.off("error", hangUp);
      socket.unshift(bytes);
      for (const listener of accept) listener.call(server, socket);
      process.nextTick(() => socket.resume());
    });
  });
}

function isLetter(byte: number | undefined): boolean {
  return byte !== undefined && /[A-Za-z]/.test(String.fromCharCode(byte));
}
