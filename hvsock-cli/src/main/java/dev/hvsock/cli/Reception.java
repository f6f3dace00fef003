package dev.hvsock.cli;

import dev.hvsock.Address;
import dev.hvsock.Flow;
import dev.hvsock.FramedAddress;
import dev.hvsock.Hvsock;
import dev.hvsock.HybridAddress;
import dev.hvsock.ListenOptions;
import dev.hvsock.Listener;
import dev.hvsock.Server;
import dev.hvsock.UnixAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Listens and has flows dealt with, one or as many as come. A signal ends the listening, lets the
 * flows that are there end within a grace period, and aborts them then.
 *
 * @param address where to listen
 * @param options how
 * @param security what is made of a flow before it is dealt with
 * @param grace for how long flows may go on after a signal
 * @param talk where to say so
 */
record Reception(
    Address address,
    Consumer<ListenOptions> options,
    Security security,
    Duration grace,
    Talk talk) {
  /** For what a flow is joined to, to be told that it was aborted, before the process ends. */
  private static final long LAST_WORDS_SECONDS = 1;

  /** What is done with a flow. */
  interface Guide {
    /** Deals with {@code flow}; whatever it throws, the flow is aborted then. */
    ExitCode guide(Flow flow) throws IOException, InterruptedException;
  }

  /** Accepts one flow, stops listening, and returns when it has been dealt with. */
  ExitCode one(Guide guide) throws IOException, InterruptedException {
    CountDownLatch over = new CountDownLatch(1);
    Flow flow = accept();
    Stopping.run(
        () -> {
          over.await(grace.toMillis(), TimeUnit.MILLISECONDS);
          flow.abort();
          over.await(LAST_WORDS_SECONDS, TimeUnit.SECONDS);
        });
    try {
      talk.detail("accepted " + name(flow) + security.peer(flow));
      return guide.guide(flow);
    } finally {
      flow.abort();
      over.countDown();
    }
  }

  private Flow accept() throws IOException, InterruptedException {
    try (Listener listener = Hvsock.listen(address, options)) {
      Stopping.run(listener::close);
      talk.say("listening at " + listener.localAddress());
      return security.isNone()
          ? listener.accept()
          : new Admission(listener, security, talk).await();
    }
  }

  /** Accepts flows until a signal comes. */
  ExitCode many(Guide guide) throws IOException, InterruptedException {
    Server server = Hvsock.serve(address, flow -> attend(guide, flow), options);
    try {
      Stopping.run(() -> stop(server));
      talk.say("listening at " + server.localAddress());
      server.awaitStop();
    } finally {
      server.stop(grace); // the same as the signal's, which may be under way
    }
    return ExitCode.DONE;
  }

  private void stop(Server server) throws IOException {
    int flows = server.flowCount();
    if (flows > 0 && !grace.isZero()) {
      talk.say(
          Printable.count(flows, "flow has ", "flows have ")
              + DurationText.seconds(grace)
              + " to end");
    }
    server.stop(grace);
  }

  private void attend(Guide guide, Flow flow) {
    try {
      Flow secured = security.accepted(flow);
      talk.detail("accepted " + name(flow) + security.peer(secured));
      guide.guide(secured);
      secured.close();
    } catch (IOException e) {
      talk.say(name(flow) + ": " + e.getMessage());
      flow.abort();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      flow.abort();
    }
  }

  /** Whose flow it is; where its peer has no name, that of the listener stands in. */
  static String name(Flow flow) {
    return peer(flow).orElseGet(() -> "a client of " + flow.localAddress());
  }

  /** The address of a flow's peer, if that has one. */
  static Optional<String> peer(Flow flow) {
    return Optional.of(flow.remoteAddress()).filter(Reception::isNamed).map(Address::toString);
  }

  private static boolean isNamed(Address address) {
    return switch (address) {
      case UnixAddress unix -> !unix.isUnnamed();
      case HybridAddress hybrid -> hybrid.port() != HybridAddress.ANY_PORT;
      case FramedAddress framed -> isNamed(framed.inner());
      default -> true;
    };
  }
}
