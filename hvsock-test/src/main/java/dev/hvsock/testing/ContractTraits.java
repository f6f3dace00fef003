package dev.hvsock.testing;

import dev.hvsock.ConnectOptions;
import dev.hvsock.Flow;
import dev.hvsock.FlowPair;
import dev.hvsock.FlowResetException;
import dev.hvsock.Hvsock;
import dev.hvsock.Listener;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What the contract leaves to a transport, as it was found out by trying.
 *
 * @param tellsReset as {@link FlowSupply#tellsReset}
 * @param tellsInputShutdown as {@link FlowSupply#tellsInputShutdown}
 * @param answersClose as {@link FlowSupply#answersClose}
 * @param refusesWhenFull as {@link ListenerSupply#refusesWhenFull}
 * @param namesPeersAlike as {@link ListenerSupply#namesPeersAlike}
 */
public record ContractTraits(
    boolean tellsReset,
    boolean tellsInputShutdown,
    boolean answersClose,
    boolean refusesWhenFull,
    boolean namesPeersAlike) {
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final Duration SOON = Duration.ofMillis(200);
  private static final int MANY = 100;

  static ContractTraits observe(AddressSeries addresses) throws IOException {
    return new ContractTraits(
        resets(addresses, 0, 0) && resets(addresses, 1, 0) && resets(addresses, 0, 1),
        failsWithoutReader(addresses),
        answers(addresses),
        refuses(addresses),
        names(addresses));
  }

  private static FlowPair pair(AddressSeries addresses) throws IOException {
    FlowPair pair = FlowContract.through(addresses.next());
    pair.first().readTimeout(LIMIT);
    pair.first().writeTimeout(SOON);
    return pair;
  }

  /** Whether an abort is seen as one, with so many bytes in flight to and from who aborts. */
  private static boolean resets(AddressSeries addresses, int to, int from) throws IOException {
    try (FlowPair pair = pair(addresses)) {
      Content.write(pair.first(), Content.bytes(to));
      Content.write(pair.second(), Content.bytes(from));
      pair.second().abort();
      Content.toEnd(pair.first());
      return false;
    } catch (FlowResetException e) {
      return true;
    }
  }

  /** A transport that does not tell either takes all of it, or takes no more at some time. */
  private static boolean failsWithoutReader(AddressSeries addresses) throws IOException {
    try (FlowPair pair = pair(addresses)) {
      pair.second().shutdownInput();
      ByteBuffer bulk = Content.bulk();
      while (bulk.hasRemaining()) {
        bulk.limit(Math.min(bulk.position() + 4096, bulk.capacity()));
        pair.first().write(bulk);
        bulk.limit(bulk.capacity());
      }
      return false;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (FlowResetException | ClosedChannelException e) {
      return true;
    }
  }

  private static boolean answers(AddressSeries addresses) throws IOException {
    try (FlowPair pair = pair(addresses)) {
      Task<?> closing = ThreadKind.PLATFORM.start(() -> pair.second().close());
      Content.toEnd(pair.first());
      try {
        Content.write(pair.first(), "discarded, or not even taken");
        return false;
      } catch (FlowResetException | ClosedChannelException e) {
        return true;
      } finally {
        pair.first().abort(); // which ends the other's waiting
        finish(closing);
      }
    }
  }

  private static void finish(Task<?> closing) throws IOException {
    try {
      closing.get();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("close: " + e.getMessage(), e);
    }
  }

  private static boolean names(AddressSeries addresses) throws IOException {
    try (FlowPair pair = pair(addresses)) {
      Flow accepted = pair.second();
      return accepted.remoteAddress().scheme().equals(accepted.localAddress().scheme());
    }
  }

  private static boolean refuses(AddressSeries addresses) throws IOException {
    List<Flow> waiting = new ArrayList<>();
    try (Listener listener = Hvsock.listen(addresses.next(), listen -> listen.backlog(1))) {
      while (waiting.size() < MANY) {
        waiting.add(Hvsock.connect(listener.localAddress(), ContractTraits::limit));
      }
      return false; // it is never full, as a case will say
    } catch (SocketTimeoutException e) {
      return false;
    } catch (ConnectException e) {
      return true;
    } finally {
      waiting.forEach(Flow::abort);
    }
  }

  private static void limit(ConnectOptions connect) {
    connect.timeout(SOON);
  }
}
