package io.tweetlake.localstack.cli;

/** The emulators that can be started here. */
enum EmulatorChoice {
  LOCALSTACK,
  MINISTACK
}
