package dev.hvsock.headers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.foreign.CFunction;
import dev.hvsock.foreign.CHeaders;
import dev.hvsock.foreign.CPrototype;
import dev.hvsock.foreign.CStruct;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a report says of a binding class that is wrong. */
class DifferenceTest {
  private static final MethodHandle NOTHING = MethodHandles.empty(MethodType.methodType(int.class));

  @TempDir Path temporary;

  private final CCompiler compiler = Toolchain.LINUX.orSkip();

  @CHeaders({"sys/socket.h", "sys/ioctl.h", "linux/netfilter.h", "unistd.h"})
  static final class Wrong {
    static final int AF_UNIX = 1;
    static final int AF_INET6 = 23;
    static final int AF_NOWHERE = 5;
    static final int NF_DROP = -1;

    @CStruct("struct linger")
    static final class Linger {
      static final int SIZEOF = 16;
      static final int l_onoff = 0;
      static final int l_linger = 8;
    }

    static final class Functions {
      static final CFunction BIND = function("int bind(int, const struct sockaddr *, socklen_t)");
      static final CFunction LISTEN = function("int listen(int, unsigned int)");
      static final CFunction READ = function("ssize_t read(int, const void *, size_t)");
      static final CFunction IOCTL = function("int ioctl(int, unsigned long, void *)");

      private static CFunction function(String declaration) {
        return new CFunction(CPrototype.parse(declaration), NOTHING);
      }
    }
  }

  @Test
  void namesTheItemAndBothSides() throws IOException {
    assertEquals(
        """
        DifferenceTest.Wrong.AF_INET6 is 23 in Java, in C: 10
        DifferenceTest.Wrong.AF_NOWHERE is 5 in Java, in C: 'AF_NOWHERE' undeclared here (not in a function)
        DifferenceTest.Wrong.NF_DROP is -1 in Java, in C: 0
        DifferenceTest.Wrong.Functions.LISTEN is int listen(int, unsigned int) in Java, in C: int (*)(int, int)
        DifferenceTest.Wrong.Functions.READ is ssize_t read(int, const void *, size_t) in Java, in C: ssize_t (*)(int, void *, size_t)
        DifferenceTest.Wrong.Functions.IOCTL is int ioctl(int, unsigned long, void *) in Java, in C: int (*)(int, long unsigned int, ...)
        DifferenceTest.Wrong.Linger.SIZEOF is 16 in Java, in C: 8
        DifferenceTest.Wrong.Linger.l_linger is 8 in Java, in C: 4
        """,
        differences(Wrong.class));
  }

  @CHeaders("no/such/header.h")
  static final class Homeless {
    static final int AF_UNIX = 1;
  }

  @Test
  void aMissingHeaderIsNoDifference() {
    IOException failure = assertThrows(IOException.class, () -> differences(Homeless.class));
    assertTrue(failure.toString().contains("no/such/header.h: No such file"), failure::toString);
  }

  @CHeaders("sys/socket.h")
  static final class Nameless {
    @CStruct("struct sockaddr_nowhere")
    static final class Nowhere {
      static final int SIZEOF = 16;
    }
  }

  @Test
  void aStructThatIsNotDeclaredIsOne() throws IOException {
    assertTrue(
        differences(Nameless.class).contains("'struct sockaddr_nowhere'"),
        differences(Nameless.class));
  }

  private String differences(Class<?> binding) throws IOException {
    return compiler.compare(Bindings.of(List.of(binding)), temporary.resolve("wrong.c")).stream()
        .map(difference -> difference + "\n")
        .collect(Collectors.joining());
  }
}
