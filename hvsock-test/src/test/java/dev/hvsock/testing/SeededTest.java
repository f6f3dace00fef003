package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

class SeededTest {

  @Test
  void theSeedThatAFailureTellsRepeatsIt() throws Exception {
    List<Long> drawn = new ArrayList<>();
    AssertionFailedError failure =
        assertThrows(
            AssertionFailedError.class,
            () ->
                Seeded.run(
                    random -> {
                      drawn.add(random.nextLong());
                      throw new AssertionError("as it happens");
                    }));
    Matcher seed = Pattern.compile("-Dhvsock\\.seed=(-?\\d+)").matcher(failure.getMessage());
    assertEquals(true, seed.find());
    System.setProperty(Seeded.SEED, seed.group(1));
    try {
      Seeded.run(random -> drawn.add(random.nextLong()));
    } finally {
      System.clearProperty(Seeded.SEED);
    }
    Seeded.run(random -> drawn.add(random.nextLong()));
    assertEquals(drawn.get(0), drawn.get(1));
    assertNotEquals(drawn.get(0), drawn.get(2));
  }
}
