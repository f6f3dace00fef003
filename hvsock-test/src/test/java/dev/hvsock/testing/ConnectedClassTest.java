package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hvsock.Flow;
import dev.hvsock.Hvsock;
import dev.hvsock.Listener;
import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;

/** What a class is given lasts for all of its tests. */
class ConnectedClassTest {
  private static Listener shared;

  @BeforeAll
  static void keep(@Loopback Listener listener) {
    shared = listener;
  }

  @RepeatedTest(2)
  void isThereInEachTest(@Loopback Listener own) throws IOException {
    for (Listener listener : new Listener[] {shared, own}) {
      try (Flow flow = Hvsock.connect(listener.localAddress());
          Flow accepted = listener.accept()) {
        Content.write(flow, "x");
        flow.shutdownOutput();
        assertEquals("x", Content.textToEnd(accepted));
      }
    }
  }
}
