/**
 * Byte streams between a host and its virtual machines.
 *
 * <p>Start at {@link dev.hvsock.Hvsock}. The packages that are not exported hold one thing each:
 * {@code engine} waits, times out and closes for every kind of flow; {@code linux} and {@code
 * windows} talk to those systems, {@code channel} to the JDK's channels; {@code memory} needs no
 * kernel; {@code framed} ends directions by messages, over any of the others; {@code hybrid} asks a
 * virtual machine's monitor for a flow; {@code tls} keeps a flow to its two ends; {@code capture}
 * writes down what goes through flows.
 */
@SuppressWarnings("module") // the test kit, which its engine is exported to, is compiled later
module dev.hvsock {
  requires static org.jspecify;

  exports dev.hvsock;
  exports dev.hvsock.spi;
  exports dev.hvsock.engine to
      dev.hvsock.testing;

  uses dev.hvsock.spi.Transport;
}
