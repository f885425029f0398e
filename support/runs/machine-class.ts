import { arch, cpus, platform } from 'node:os';

/** The machine that the suite runs on: on the embedded target it is the system under test as well. */
export const machineClass = (): string =>
  `${cpus().length} × ${cpus()[0]?.model.trim() || 'unknown processor'}, ${platform()} ${arch()}`;
