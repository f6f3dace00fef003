package dev.hvsock.transfer;

import dev.hvsock.transfer.TestVector.Said;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** A small change of what an end says, which the other end may or may not notice. */
enum Mutation {
  FLIP {
    @Override
    byte[] change(byte[] said, int at, SplittableRandom random) {
      byte[] changed = said.clone();
      changed[at] ^= (byte) (1 << random.nextInt(8));
      return changed;
    }
  },
  SET {
    @Override
    byte[] change(byte[] said, int at, SplittableRandom random) {
      byte[] changed = said.clone();
      changed[at] = (byte) random.nextInt(256);
      return changed;
    }
  },
  CUT {
    @Override
    byte[] change(byte[] said, int at, SplittableRandom random) {
      int to = Math.min(said.length, at + 1 + random.nextInt(MOST));
      return join(said, 0, at, new byte[0], to);
    }
  },
  REPEAT {
    @Override
    byte[] change(byte[] said, int at, SplittableRandom random) {
      int to = Math.min(said.length, at + 1 + random.nextInt(MOST));
      return join(said, 0, to, new byte[0], at);
    }
  },
  INSERT {
    @Override
    byte[] change(byte[] said, int at, SplittableRandom random) {
      byte[] more = new byte[1 + random.nextInt(MOST)];
      random.nextBytes(more);
      return join(said, 0, at, more, at);
    }
  },
  NUMBER {
    @Override
    byte[] change(byte[] said, int at, SplittableRandom random) {
      long[] numbers = {0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 0x7fff, 0x1_0000, 1 << 30};
      byte[] changed = Arrays.copyOf(said, said.length + Integer.BYTES);
      ByteBuffer.wrap(changed).putInt(at, (int) numbers[random.nextInt(numbers.length)]);
      return Arrays.copyOf(changed, said.length);
    }
  },
  END {
    @Override
    byte[] change(byte[] said, int at, SplittableRandom random) {
      return Arrays.copyOf(said, at);
    }
  };

  private static final int MOST = 40;
  private static final int MOST_CHANGES = 3;

  /** Makes the change at that place. */
  abstract byte[] change(byte[] said, int at, SplittableRandom random);

  private static byte[] join(byte[] said, int from, int to, byte[] between, int then) {
    return ByteBuffer.allocate(to - from + between.length + said.length - then)
        .put(said, from, to - from)
        .put(between)
        .put(said, then, said.length - then)
        .array();
  }

  /** Makes one to three changes to what one end says, each in one message or all of it. */
  static List<Said> some(TestVector vector, String end, SplittableRandom random) {
    List<Said> all = new ArrayList<>(vector.said());
    List<Said> own = all.stream().filter(said -> said.end().equals(end)).toList();
    for (int i = random.nextInt(MOST_CHANGES); i >= 0; i--) {
      Said said = own.get(random.nextInt(own.size()));
      int at = all.indexOf(said);
      switch (random.nextInt(8)) {
        case 0 -> all.add(random.nextInt(all.size()), said);
        case 1 -> all.remove(said);
        default -> {
          if (at >= 0 && said.bytes().length > 0) {
            all.set(at, new Said(end, said.name(), changed(said.bytes(), random)));
          }
        }
      }
    }
    return all;
  }

  private static byte[] changed(byte[] said, SplittableRandom random) {
    Mutation mutation = values()[random.nextInt(values().length)];
    return mutation.change(said, random.nextInt(said.length), random);
  }
}
