package dev.hvsock.foreign;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.FunctionDescriptor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CPrototypeTest {

  @Test
  void aPlainFunction() {
    CPrototype recv = CPrototype.parse("ssize_t recv(int, void *, size_t, int)");
    assertEquals(
        new CPrototype(
            "recv", "ssize_t", List.of("int", "void *", "size_t", "int"), false, List.of()),
        recv);
    assertEquals(
        FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT),
        recv.descriptor());
  }

  @Test
  void typesOfSeveralWords() {
    CPrototype prototype =
        CPrototype.parse("unsigned int f(const struct sockaddr *, unsigned long)");
    assertEquals("unsigned int", prototype.result());
    assertEquals(List.of("const struct sockaddr *", "unsigned long"), prototype.parameters());
    assertEquals(FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG), prototype.descriptor());
  }

  @Test
  void noParameters() {
    CPrototype prototype = CPrototype.parse("int f(void)");
    assertEquals(List.of(), prototype.parameters());
    assertEquals(FunctionDescriptor.of(JAVA_INT), prototype.descriptor());
  }

  @Test
  void aPointerAsResult() {
    CPrototype prototype = CPrototype.parse("void *f(size_t)");
    assertEquals("f", prototype.name());
    assertEquals("void *", prototype.result());
  }

  @Test
  void whatIsPassedAfterTheDotsBelongsToTheCall() {
    CPrototype ioctl = CPrototype.parse("int ioctl(int, unsigned long, ... void *)");
    assertEquals(List.of("int", "unsigned long"), ioctl.parameters());
    assertEquals(List.of("void *"), ioctl.variadic());
    assertEquals(FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS), ioctl.descriptor());
  }

  @Test
  void dotsAloneMakeAFunctionVariadic() {
    CPrototype open = CPrototype.parse("int open(const char *, int, ...)");
    assertEquals(
        new CPrototype("open", "int", List.of("const char *", "int"), true, List.of()), open);
    assertEquals(FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), open.descriptor());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "int close(int)",
        "int f(void)",
        "void * f(size_t)",
        "int open(const char *, int, ...)",
        "int ioctl(int, unsigned long, ... void *)",
        "int f(int, ... void *, int)",
      })
  void textIsTheDeclaration(String declaration) {
    assertEquals(declaration, CPrototype.parse(declaration).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"long", "double", "struct pollfd", "void", ""})
  void anUnknownTypeIsRefused(String type) {
    assertEquals(
        "no layout for the C type '" + type + "'",
        assertThrows(IllegalArgumentException.class, () -> CPrototype.layout(type)).getMessage());
  }
}
