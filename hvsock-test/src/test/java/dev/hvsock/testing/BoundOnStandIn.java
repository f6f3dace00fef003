package dev.hvsock.testing;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.hvsock.HypervAddress;
import java.io.Closeable;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.UUID;

/** A socket of the stand-in that is bound to an address of AF_HYPERV and does not listen. */
record BoundOnStandIn(long socket) implements Closeable {
  private static final SymbolLookup LIBRARY =
      SymbolLookup.libraryLookup(Path.of(System.getProperty("dev.hvsock.winsock")), Arena.global());

  private static final MethodHandle SOCKET =
      link("WSASocketW", JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);
  private static final MethodHandle BIND = link("bind", JAVA_INT, JAVA_LONG, ADDRESS, JAVA_INT);
  private static final MethodHandle CLOSESOCKET = link("closesocket", JAVA_INT, JAVA_LONG);

  private static MethodHandle link(String name, ValueLayout result, ValueLayout... parameters) {
    return Linker.nativeLinker()
        .downcallHandle(
            LIBRARY.find("win_" + name).orElseThrow(), FunctionDescriptor.of(result, parameters));
  }

  static BoundOnStandIn to(HypervAddress address) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocate(36).copyFrom(MemorySegment.ofArray(bytes(address)));
      long socket = (long) SOCKET.invokeExact(34, 1, 1, 0L, 0, 1);
      if ((int) BIND.invokeExact(socket, name, 36) != 0) {
        throw new AssertionError(address + " is somebody else's");
      }
      return new BoundOnStandIn(socket);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** SOCKADDR_HV, written with none of the product's help. */
  private static byte[] bytes(HypervAddress address) {
    ByteBuffer bytes = ByteBuffer.allocate(36).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putShort((short) 34).putShort((short) 0);
    put(bytes, address.vmId());
    put(bytes, address.serviceId());
    return bytes.array();
  }

  private static void put(ByteBuffer bytes, UUID id) {
    long high = id.getMostSignificantBits();
    bytes.putInt((int) (high >> 32)).putShort((short) (high >> 16)).putShort((short) high);
    bytes.putLong(Long.reverseBytes(id.getLeastSignificantBits()));
  }

  @Override
  public void close() {
    try {
      int result = (int) CLOSESOCKET.invokeExact(socket);
      if (result != 0) {
        throw new AssertionError("it is not closed");
      }
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
