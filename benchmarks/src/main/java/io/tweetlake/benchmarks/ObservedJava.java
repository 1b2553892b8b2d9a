package io.tweetlake.benchmarks;

import static java.lang.management.ManagementFactory.newPlatformMXBeanProxy;

import com.sun.management.OperatingSystemMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** What another Java process uses, asked from outside. */
final class ObservedJava implements AutoCloseable {
  private final JMXConnector connector;
  private final MemoryMXBean memory;
  private final OperatingSystemMXBean system;

  private ObservedJava(JMXConnector connector) throws IOException {
    this.connector = connector;
    MBeanServerConnection beans = connector.getMBeanServerConnection();
    this.memory =
        newPlatformMXBeanProxy(beans, ManagementFactory.MEMORY_MXBEAN_NAME, MemoryMXBean.class);
    this.system =
        newPlatformMXBeanProxy(
            beans, ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME, OperatingSystemMXBean.class);
  }

  // the address comes from a process that this one has started, not from a user
  @SuppressWarnings("BanJNDI")
  static ObservedJava of(Process process) throws IOException {
    try {
      VirtualMachine machine = VirtualMachine.attach(Long.toString(process.pid()));
      try {
        JMXServiceURL address = new JMXServiceURL(machine.startLocalManagementAgent());
        return new ObservedJava(JMXConnectorFactory.connect(address));
      } finally {
        machine.detach();
      }
    } catch (AttachNotSupportedException e) {
      throw new IOException("Cannot look into process " + process.pid(), e);
    }
  }

  /** Processor time of all its threads, compilers and collector among them. */
  long cpuNanos() {
    return system.getProcessCpuTime();
  }

  /** What its heap holds after a collection. */
  long liveBytes() {
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed();
  }

  @Override
  public void close() throws IOException {
    connector.close();
  }
}
