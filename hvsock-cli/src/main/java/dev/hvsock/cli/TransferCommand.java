package dev.hvsock.cli;

import dev.hvsock.Flow;
import dev.hvsock.transfer.TransferOptions;
import dev.hvsock.transfer.TransferRefusedException;
import dev.hvsock.transfer.TransferReport;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Option;

/** What all commands that transfer files have: patience, what is seen of it, and how it stops. */
abstract class TransferCommand extends BaseCommand {
  /** For the peer to be told, and for what has arrived to be kept, when a signal comes. */
  private static final long LAST_WORDS_SECONDS = 2;

  @Option(
      names = "--patience",
      paramLabel = "DURATION",
      description = "How long the peer may be silent (1m unless given).")
  private Duration patience = Duration.ofMinutes(1);

  @Option(
      names = "--json",
      description = "Print what happens as JSON, an object a line; see docs/transfer.md.")
  private boolean json;

  private static final String CUT_OFF = "it was not over when this command was stopped";

  /** How many clients there were, of a command that has several. */
  private final AtomicInteger clients = new AtomicInteger();

  /** The transfer that is under way, if it is the only one. */
  private volatile Optional<TransferView> current = Optional.empty();

  /** What moves files over a flow. */
  interface Work {
    /** Moves them, and tells {@code view} of it. */
    TransferReport run(Flow flow, TransferView view) throws IOException;
  }

  /** What this command does with files, in the past tense. */
  abstract String done();

  /** Whether it only finds out what would be done. */
  boolean isRehearsal() {
    return false;
  }

  /** How to go on with what is left after a failure; empty if this command leaves nothing. */
  abstract Optional<String> again();

  /** How to have files replaced that are there; empty if they are, or nothing can be done here. */
  Optional<String> replacing() {
    return Optional.empty();
  }

  /** Which options set the bounds within which transfers are taken; empty if there are none. */
  Optional<String> bounds() {
    return Optional.empty();
  }

  /** Refuses what makes no sense, before anybody is spoken to. */
  void check() {
    positive("--patience", patience);
  }

  /** Sets what every transfer has. */
  final <S extends TransferOptions<S>> S apply(S options, TransferView view) {
    return options.patience(patience).listener(view);
  }

  /** What is seen of the only transfer of this command. */
  private TransferView view() {
    TransferView view =
        json
            ? new TransferEvents(this::print, isRehearsal(), OptionalInt.empty())
            : new TransferLines(
                talk(),
                new TransferLines.Deed(done(), isRehearsal(), "", replacing()),
                this::progressOfBytes);
    current = Optional.of(view);
    return view;
  }

  /**
   * What is seen of one of many transfers.
   *
   * @param client its number
   * @param prefix before each line
   */
  private TransferView view(int client, String prefix) {
    return json
        ? new TransferEvents(this::print, isRehearsal(), OptionalInt.of(client))
        : new TransferLines(
            talk(),
            new TransferLines.Deed(done(), isRehearsal(), prefix, Optional.empty()),
            total -> Progress.ofBytes(spec().commandLine().getErr(), false, total, () -> 0));
  }

  /** The only transfer of this command, which a signal stops. */
  final ExitCode transfer(Flow flow, Work work) throws IOException {
    CountDownLatch over = new CountDownLatch(1);
    try (TransferView view = view()) {
      Thread worker = Thread.currentThread();
      Stopping.run(() -> stop(worker, over, view));
      view.met(Reception.name(flow));
      return transfer(flow, view, work);
    } finally {
      flow.abort();
      over.countDown();
    }
  }

  /** What is done for one of many peers. */
  interface Service {
    /** Does it, and tells {@code view} of it. */
    ExitCode run(Flow flow, TransferView view) throws IOException;
  }

  /** One of many transfers, whose failure is nobody else's. */
  final ExitCode serve(Flow flow, Service service) {
    int client = clients.incrementAndGet();
    String prefix =
        "client " + client + Reception.peer(flow).map(" (%s)"::formatted).orElse("") + ": ";
    try (TransferView view = view(client, prefix)) {
      try {
        view.met(Reception.name(flow));
        return service.run(flow, view);
      } catch (IOException e) {
        if (Stopping.hasBegun() && e instanceof ClosedChannelException) {
          talk().say(prefix + view.answer(CUT_OFF));
          view.failed(CUT_OFF, remedy(view));
        } else {
          failed(view, prefix, String.valueOf(e.getMessage()));
        }
        flow.abort();
        return ExitCode.FAILED;
      } catch (RuntimeException | Error e) {
        failed(view, prefix, String.valueOf(e));
        flow.abort();
        throw e;
      }
    }
  }

  private void failed(TransferView view, String prefix, String problem) {
    talk().fail(prefix + view.answer(problem));
    view.failed(problem, remedy(view));
  }

  /** How far it was, and how to go on. */
  private Optional<String> remedy(TransferView view) {
    return again().flatMap(next -> view.remains(done(), next));
  }

  /** One transfer, which ends the flow. */
  final ExitCode transfer(Flow flow, TransferView view, Work work) throws IOException {
    TransferReport report = work.run(flow, view);
    part(flow);
    view.over(report);
    return report.isComplete() ? ExitCode.DONE : ExitCode.FAILED;
  }

  /** Ends a flow by which all has been said and confirmed: what may become of it is no failure. */
  final void part(Flow flow) {
    try {
      flow.close();
    } catch (IOException e) {
      talk().detail("after all was confirmed: " + e.getMessage());
    }
  }

  private void stop(Thread worker, CountDownLatch over, TransferView view)
      throws InterruptedException {
    if (over.getCount() == 0) {
      return; // the command is over
    }
    worker.interrupt();
    over.await(LAST_WORDS_SECONDS, TimeUnit.SECONDS);
    view.stopped(remedy(view));
  }

  @Override
  final void failed(Exception failure) {
    TransferView view = current.orElseGet(this::view);
    Optional<String> remedy = remedy(view);
    if (failure instanceof TransferRefusedException refused && !isOfPeer(refused)) {
      remedy = bounds();
    }
    view.failed(String.valueOf(failure.getMessage()), remedy);
  }

  private static boolean isOfPeer(TransferRefusedException refused) {
    return String.valueOf(refused.getMessage()).contains(": the peer ");
  }
}
