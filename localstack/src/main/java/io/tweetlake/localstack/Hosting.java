package io.tweetlake.localstack;

/** Who runs the functions that are deployed to an emulator. */
public enum Hosting {
  /** The emulator itself, in containers. */
  EMULATOR,
  /** A process of ours, to which the emulator posts invocations. */
  PROXY,
  /** The process that wants rows: it polls the queues in the emulator's place. */
  POLLED
}
