/**
 * A stand-in server in a process of its own, which may be killed at any moment.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { inProject } from "./paths.ts";

/** Starts one on a free port; gives its address once it listens, and fails where it ends before. */
export async function killableServer(
  args: readonly string[],
): Promise<{ process: ChildProcess; url: string }> {
  const child = spawn(
    process.execPath,
    ["--import", "tsx", inProject("test/support/serveProcess.ts"), "--port", "0", ...args],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  let said = "";
  return new Promise((resolve, reject) => {
    child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
    child.on("exit", (code) => reject(new Error(`the server ended with ${code}: ${said}`)));
    child.stdout.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      const url = /address +(\S+)/.exec(said)?.[1];
      if (url !== undefined && said.includes("curl")) resolve({ process: child, url });
    });
  });
}
