package io.tweetlake.infrastructure;

import software.amazon.awscdk.services.ecr.assets.Platform;
import software.amazon.awscdk.services.ecs.CpuArchitecture;
import software.amazon.awscdk.services.lambda.Architecture;

/** The processors that functions and containers can run on. */
public enum ProcessorArchitecture {
  ARM64("arm64", 0xB7),
  X86_64("x86_64", 0x3E);

  private final String lambdaName;
  private final int elfMachine;

  ProcessorArchitecture(String lambdaName, int elfMachine) {
    this.lambdaName = lambdaName;
    this.elfMachine = elfMachine;
  }

  String lambdaName() {
    return lambdaName;
  }

  /** {@code e_machine} in the header of a native library for this processor. */
  int elfMachine() {
    return elfMachine;
  }

  Architecture lambda() {
    return this == ARM64 ? Architecture.ARM_64 : Architecture.X86_64;
  }

  CpuArchitecture ecs() {
    return this == ARM64 ? CpuArchitecture.ARM64 : CpuArchitecture.X86_64;
  }

  Platform image() {
    return this == ARM64 ? Platform.LINUX_ARM64 : Platform.LINUX_AMD64;
  }
}
