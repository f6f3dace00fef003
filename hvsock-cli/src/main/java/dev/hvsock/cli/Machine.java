package dev.hvsock.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hvsock.Hvsock;
import dev.hvsock.TransportStatus;
import dev.hvsock.cli.windows.WindowsHost;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What this machine offers. Found out by looking: nothing is connected to, nothing listens. */
sealed interface Machine permits LinuxMachine, WindowsMachine {

  /** Looks. */
  static Machine look(Optional<WindowsHost> windows) {
    return windows.<Machine>map(WindowsMachine::look).orElseGet(LinuxMachine::look);
  }

  /** What works, and what does not for which reason. */
  List<TransportStatus> transports();

  /** Tells it to a person. */
  void write(ReportLines lines);

  /** Tells it to a program. */
  void write(JsonGenerator out) throws IOException;

  /** Whether anything can be connected to from here. */
  default boolean isUsable() {
    return transports().stream().anyMatch(TransportStatus::isAvailable);
  }

  /** Version and vendor of this Java. */
  static String java() {
    return Runtime.version() + ", " + System.getProperty("java.vendor");
  }

  /** Whether this JVM lets the library call the system, and if not, the remedy. */
  static Finding nativeAccess() {
    Module library = Hvsock.class.getModule();
    if (library.isNativeAccessEnabled()) {
      return Finding.good("allowed");
    }
    String name = library.isNamed() ? library.getName() : "ALL-UNNAMED";
    return Finding.bad(
        Optional.empty(), "not allowed for good; try: java --enable-native-access=" + name);
  }

  /** Writes what works as a field that is an object. */
  static void write(JsonGenerator out, List<TransportStatus> transports) throws IOException {
    out.writeObjectFieldStart("transports");
    for (TransportStatus status : transports) {
      JsonText.writeWorks(out, status.transport(), status.unavailable());
    }
    out.writeEndObject();
  }
}
