import { tmpdir } from "node:os";

/** Returns the folder of the host's log. */
export function resolvePreferredOpenClawTmpDir() {
  return tmpdir();
}

/** Runs the action; the tests have one process for each file. */
export function withFileLock(_file, _options, action) {
  return action();
}
