package io.tweetlake.local.cli;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets a command that runs until it is interrupted end well: SIGINT and SIGTERM interrupt its
 * thread, and the process waits until it has cleaned up.
 */
final class Interruption implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 20;

  private final Thread thread;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final ReentrantLock undisturbed = new ReentrantLock();
  private final Thread hook = new Thread(this::interrupt, "interruption");

  private Interruption(Thread thread) {
    this.thread = requireNonNull(thread, "thread is null");
  }

  static Interruption ofThisThread() {
    Interruption interruption = new Interruption(Thread.currentThread());
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  /** What work ends well by itself when the process is told to end; an interrupt would cut it. */
  interface Work<T> {
    T run() throws InterruptedException;
  }

  /** Runs work on this thread that is not interrupted: the interruption comes once it has ended. */
  <T> T undisturbed(Work<T> work) throws InterruptedException {
    undisturbed.lock();
    try {
      return work.run();
    } finally {
      undisturbed.unlock();
    }
  }

  void interrupt() {
    try {
      if (undisturbed.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        undisturbed.unlock();
      }
      thread.interrupt();
      if (!ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("Not everything could be cleaned up in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until the thread is interrupted. */
  void await() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      // that is what was waited for; what comes now is cleaning up
      return;
    }
  }

  /** To be called last, after everything else was closed. */
  @Override
  public void close() {
    ended.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the process is ending
      return;
    }
  }
}
