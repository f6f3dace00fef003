package dev.hvsock.transfer.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hvsock.transfer.TestVector;
import dev.hvsock.transfer.TestVector.Said;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The test vectors of single messages. */
class MessageVectorsTest {
  /** All but the one that is there to be refused. */
  static Stream<TestVector> vectors() {
    return Stream.of("messages", "conversations")
        .flatMap(TestVector::in)
        .filter(vector -> !vector.name().equals("broken"));
  }

  private static List<Said> messages(TestVector vector) {
    return vector.said().stream()
        .filter(said -> !said.isHalfClose() && !said.name().equals("GREETING"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void messagesAreReadAndWrittenAsTheyWere(TestVector vector) throws Exception {
    for (Said said : messages(vector)) {
      ByteBuffer written = ByteBuffer.allocate(said.bytes().length);
      Message message = decode(said.bytes());
      Encoder.encode(message, written);
      int data = message instanceof Message.Data ? said.bytes().length - Encoder.HEADER_BYTES : 0;
      written.put(said.bytes(), said.bytes().length - data, data);
      assertArrayEquals(said.bytes(), written.array(), said::name);
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void messagesAreTooShortOrTooLongByAByte(TestVector vector) {
    for (Said said : messages(vector)) {
      if (!said.name().equals("DATA")) {
        byte[] longer = Arrays.copyOf(said.bytes(), said.bytes().length + 1);
        longer[4]++;
        assertThrows(ProtocolException.class, () -> decode(longer), said::name);
      }
      if (!said.name().equals("DATA") && said.bytes().length > Encoder.HEADER_BYTES) {
        byte[] shorter = Arrays.copyOf(said.bytes(), said.bytes().length - 1);
        shorter[4]--;
        assertThrows(ProtocolException.class, () -> decode(shorter), said::name);
      }
    }
  }

  private static Message decode(byte[] said) throws ProtocolException {
    ByteBuffer bytes = ByteBuffer.wrap(said);
    int type = bytes.get();
    int length = bytes.getInt();
    return Decoder.decode(type, length, bytes.slice(5, Decoder.fieldBytes(type, length)));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void greetingsAreReadAndWrittenAsTheyWere(TestVector vector) throws Exception {
    for (Said said : vector.said()) {
      if (said.name().equals("GREETING")) {
        String line = new String(said.bytes(), US_ASCII);
        Greeting greeting = Greeting.parse(line.substring(0, line.length() - 1));
        Role role = role(said.end());
        assertEquals(line, new String(Greeting.of(role), US_ASCII));
        greeting.check(role.counterpart());
        assertThrows(ProtocolException.class, () -> greeting.check(role));
      }
    }
  }

  private static Role role(String end) {
    return switch (end) {
      case "sender" -> Role.SEND;
      case "receiver" -> Role.RECEIVE;
      case "asker" -> Role.ASK;
      case "server" -> Role.SERVE;
      default -> throw new AssertionError(end);
    };
  }
}
