/**
 * Where things lie under the path that is given as `data`: a directory, or a file where its name
 * has an extension.
 */
import { statSync } from "node:fs";
import { extname, join } from "node:path";

/** The places of one store. */
export interface DataPaths {
  /** Whether the path is that of a file, which keeps the jobs. */
  readonly isFile: boolean;
  /** The file that keeps the jobs. */
  readonly jobs: string;
  /** The file that keeps certificate and key. */
  readonly certificate: string;
}

/** The places under a path; nothing is made. */
export function dataPaths(path: string): DataPaths {
  const isDirectory = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  const isFile = extname(path) !== "" && !isDirectory;
  return {
    isFile,
    jobs: isFile ? path : join(path, "jobs.sqlite"),
    certificate: isFile ? `${path}.tls.pem` : join(path, "tls.pem"),
  };
}
