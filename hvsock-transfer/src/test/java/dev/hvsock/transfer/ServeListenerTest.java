package dev.hvsock.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Flow;
import dev.hvsock.Hvsock;
import dev.hvsock.Server;
import dev.hvsock.UnixAddress;
import dev.hvsock.testing.CheckLeaks;
import dev.hvsock.testing.Watchdog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a server hears of its clients. */
@CheckLeaks
@ExtendWith(Watchdog.class)
class ServeListenerTest {
  @TempDir Path folder;

  private Path served;

  /** All that is heard of one client, as text. */
  private static final class Heard implements ClientListener {
    final List<String> lines = new ArrayList<>();
    final List<Exception> failures = new ArrayList<>();

    @Override
    public void asked(Request request, List<String> paths) {
      lines.add(request + " " + paths);
    }

    @Override
    public void ended(String path) {
      lines.add("ended " + path);
    }

    @Override
    public void notTaken(String path, String reason) {
      lines.add("not taken " + path + ": " + reason);
    }

    @Override
    public void over(TransferReport report) {
      lines.add(
          "over: %d taken, %d not, %d bytes"
              .formatted(report.taken(), report.notTaken(), report.bytes()));
    }

    @Override
    public void listed(int entries) {
      lines.add("listed " + entries);
    }

    @Override
    public void failed(Exception failure) {
      lines.add("failed");
      failures.add(failure);
    }
  }

  @BeforeEach
  void makeFolder() throws IOException {
    served = folder.resolve("served");
    Files.createDirectories(served.resolve("sub"));
    Files.writeString(served.resolve("sub/one"), "one", UTF_8);
    Files.writeString(served.resolve("two"), "two!", UTF_8);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text, UTF_8);
  }

  /** What is heard of a client, and what the handler of its flow came to. */
  private record Served(Heard heard, BothEnds<?, Boolean> ends) {}

  private Served serve(BothEnds.End<?> client, Consumer<ServeOptions> options) throws Exception {
    Heard heard = new Heard();
    return new Served(
        heard,
        BothEnds.of(
            client,
            flow -> {
              Transfer.server(
                      served,
                      serve -> {
                        serve.listeners(_ -> heard);
                        options.accept(serve);
                      })
                  .handle(flow);
              return true;
            }));
  }

  private List<String> heard(BothEnds.End<?> client) throws Exception {
    Served done = serve(client, _ -> {});
    done.ends().near().get();
    done.ends().far().get();
    return done.heard().lines;
  }

  @Test
  void eachRequestIsToldOfFromItsPathsToItsEnd() throws Exception {
    assertEquals(
        List.of("GET [sub/one, two]", "ended one", "ended two", "over: 2 taken, 0 not, 7 bytes"),
        heard(
            flow -> Transfer.get(flow, List.of("sub/one", "two"), folder.resolve("in"), _ -> {})));
    Path mine = write("mine", "mine");
    assertEquals(
        List.of("PUT [new/sub]", "ended mine", "over: 1 taken, 0 not, 4 bytes"),
        heard(flow -> Transfer.put(flow, List.of(mine), "new/sub", _ -> {})));
    assertEquals(List.of("LIST []", "listed 3"), heard(flow -> Transfer.list(flow, "", _ -> {})));
  }

  @Test
  void whatIsNotTakenIsToldOfWithItsReason() throws Exception {
    Path two = write("two", "other");
    assertEquals(
        List.of("PUT []", "not taken two: it is there already", "over: 0 taken, 1 not, 0 bytes"),
        heard(flow -> Transfer.put(flow, List.of(two), "", _ -> {})));
  }

  @Test
  void aRefusalIsAFailureWithItsReason() throws Exception {
    Path mine = write("mine", "mine");
    Served refused =
        serve(
            flow -> Transfer.put(flow, List.of(mine), "sub", _ -> {}),
            serve -> serve.readOnly(true));
    assertEquals(List.of("PUT [sub]", "failed"), refused.heard().lines);
    Exception told = refused.heard().failures.getFirst();
    assertInstanceOf(TransferRefusedException.class, told);
    assertTrue(String.valueOf(told.getMessage()).contains("for reading only"), told::toString);
    assertSame(told, BothEnds.failure(refused.ends().far()));
  }

  @Test
  void whoeverAsksForNothingFailsWithoutARequest() throws Exception {
    Path mine = write("mine", "mine");
    Served wrong = serve(flow -> Transfer.send(flow, List.of(mine), _ -> {}), _ -> {});
    assertEquals(List.of("failed"), wrong.heard().lines);
    Served gone =
        serve(
            flow -> {
              flow.shutdownOutput();
              return true;
            },
            _ -> {});
    assertEquals(List.of("failed"), gone.heard().lines);
  }

  /** Two at once, over a socket whose clients have no names. */
  @Test
  void clientsAreToldApart() throws Exception {
    BlockingQueue<Map.Entry<Flow, Heard>> clients = new LinkedBlockingQueue<>();
    CyclicBarrier both = new CyclicBarrier(2);
    try (Server server =
        Hvsock.serve(
            UnixAddress.of(folder.resolve("s")),
            Transfer.server(
                served,
                serve ->
                    serve.listeners(
                        flow -> {
                          Heard heard = new Heard();
                          clients.add(Map.entry(flow, heard));
                          meet(both);
                          return heard;
                        })))) {
      List<Thread> threads = new ArrayList<>();
      for (String path : List.of("sub/one", "two")) {
        threads.add(Thread.ofVirtual().start(() -> get(server, path)));
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
    Map<String, List<String>> lines = new TreeMap<>();
    List<Flow> flows = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      var client = clients.poll(10, TimeUnit.SECONDS);
      assertTrue(client != null, "a client that nobody has heard of");
      flows.add(client.getKey());
      lines.put(client.getValue().lines.getFirst(), client.getValue().lines);
    }
    assertNotSame(flows.get(0), flows.get(1));
    assertEquals(
        Map.of(
            "GET [sub/one]",
            List.of("GET [sub/one]", "ended one", "over: 1 taken, 0 not, 3 bytes"),
            "GET [two]",
            List.of("GET [two]", "ended two", "over: 1 taken, 0 not, 4 bytes")),
        lines);
  }

  private static void meet(CyclicBarrier both) {
    try {
      both.await(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void get(Server server, String path) {
    try (Flow flow = Hvsock.connect(server.localAddress())) {
      Transfer.get(flow, List.of(path), folder.resolve("in"), _ -> {});
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One that fails is the failure of the transfer, at whatever it fails and by whose thread. */
  @Test
  void aListenerThatThrowsEndsTheTransfer() throws Exception {
    List<Path> mine = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      mine.add(write("mine" + i, "mine")); // so many that others wait to be written
    }
    IllegalStateException trouble = new IllegalStateException("trouble");
    for (boolean atServer : List.of(true, false)) {
      List<Exception> told = new ArrayList<>();
      ClientListener listener =
          new ClientListener() {
            @Override
            public void ended(String path) {
              throw trouble;
            }

            @Override
            public void failed(Exception failure) {
              told.add(failure);
            }
          };
      BothEnds<TransferReport, Boolean> ends =
          BothEnds.of(
              flow ->
                  Transfer.put(
                      flow,
                      mine,
                      "of-" + atServer,
                      put -> put.listener(atServer ? TransferListener.NONE : listener)),
              flow -> {
                Transfer.server(
                        served,
                        serve -> serve.listeners(_ -> atServer ? listener : ClientListener.NONE))
                    .handle(flow);
                return true;
              });
      if (atServer) {
        Throwable failure = BothEnds.failure(ends.far());
        assertSame(trouble, failure.getCause());
        assertEquals(List.of(failure), told);
        assertInstanceOf(IOException.class, BothEnds.failure(ends.near()));
      } else {
        assertSame(trouble, BothEnds.failure(ends.near()));
        assertInstanceOf(IOException.class, BothEnds.failure(ends.far()));
      }
    }
  }

  /** A listener that throws when it hears what is asked for, and hears or throws in the end. */
  private static ClientListener throwing(Error error, Consumer<Exception> end) {
    return new ClientListener() {
      @Override
      public void asked(Request request, List<String> paths) {
        throw error;
      }

      @Override
      public void failed(Exception failure) {
        end.accept(failure);
      }
    };
  }

  private Throwable failureOf(ClientListener listener) throws Exception {
    return BothEnds.failure(
        serve(flow -> Transfer.list(flow, "", _ -> {}), serve -> serve.listeners(_ -> listener))
            .ends()
            .far());
  }

  @Test
  void anErrorIsTheEndOfAClientToo() throws Exception {
    Error error = new AssertionError("on purpose");
    List<Exception> failures = new ArrayList<>();
    assertSame(error, failureOf(throwing(error, failures::add)));
    assertEquals(1, failures.size());
    assertSame(error, failures.getFirst().getCause());
  }

  @Test
  void whatTheListenerThrowsInTheEndHidesNoFailure() throws Exception {
    Error error = new AssertionError("on purpose");
    RuntimeException last = new IllegalStateException("on purpose, too");
    assertSame(
        error,
        failureOf(
            throwing(
                error,
                _ -> {
                  throw last;
                })));
    assertEquals(List.of(last), List.of(error.getSuppressed()));
  }
}
