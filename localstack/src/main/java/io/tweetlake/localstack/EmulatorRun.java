package io.tweetlake.localstack;

/** An emulator that this process started, or makes use of; closing it ends what was started. */
public interface EmulatorRun extends AutoCloseable {
  Emulator emulator();

  /** Waits until it ends by itself. */
  void await() throws InterruptedException;

  @Override
  void close();
}
