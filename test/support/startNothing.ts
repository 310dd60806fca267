/**
 * In a fast test nothing starts: a process, a thread or a server that is asked for is an error,
 * whoever asks.
 */
import childProcess from "node:child_process";
import { syncBuiltinESMExports } from "node:module";
import net from "node:net";
import threads from "node:worker_threads";

function refuse(): never {
  throw new Error("a fast test starts nothing: name the file *.process.test.ts");
}

for (const way of ["exec", "execFile", "execFileSync", "execSync", "fork", "spawn", "spawnSync"])
  Object.assign(childProcess, { [way]: refuse });
Object.assign(threads, { Worker: refuse });
Object.assign(net.Server.prototype, { listen: refuse });
syncBuiltinESMExports();
