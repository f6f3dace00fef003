package dev.hvsock.transfer.hostile;

import dev.hvsock.Flow;
import dev.hvsock.transfer.Overwrite;
import dev.hvsock.transfer.Transfer;
import dev.hvsock.transfer.TransferReport;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** The honest end, which a hostile peer talks to. */
enum Victim {
  RECEIVER("send") {
    @Override
    String run(Flow flow, Sandbox sandbox, Duration patience) throws IOException {
      return text(
          Transfer.receive(
              flow,
              sandbox.folder(),
              options -> options.patience(patience).maxFiles(MOST_FILES).maxBytes(MOST_BYTES)));
    }
  },
  /** A receiver that lets everything be replaced, and goes on with what is there. */
  REPLACER("send") {
    @Override
    String run(Flow flow, Sandbox sandbox, Duration patience) throws IOException {
      return text(
          Transfer.receive(
              flow,
              sandbox.folder(),
              options -> options.patience(patience).overwrite(Overwrite.ALWAYS).resume(true)));
    }
  },
  SENDER("receive") {
    @Override
    String run(Flow flow, Sandbox sandbox, Duration patience) throws IOException {
      return text(
          Transfer.send(
              flow,
              List.of(sandbox.sources().resolve("notes")),
              options -> options.patience(patience)));
    }
  },
  SERVER("ask") {
    @Override
    String run(Flow flow, Sandbox sandbox, Duration patience) throws IOException {
      Transfer.server(
              sandbox.folder(),
              options ->
                  options
                      .sending(sending -> sending.patience(patience))
                      .receiving(
                          receiving ->
                              receiving
                                  .patience(patience)
                                  .maxFiles(MOST_FILES)
                                  .maxBytes(MOST_BYTES)))
          .handle(flow);
      return "served";
    }
  },
  GETTER("serve") {
    @Override
    String run(Flow flow, Sandbox sandbox, Duration patience) throws IOException {
      return text(
          Transfer.get(
              flow,
              List.of("wanted"),
              sandbox.folder(),
              options -> options.patience(patience).maxFiles(MOST_FILES).maxBytes(MOST_BYTES)));
    }
  },
  PUTTER("serve") {
    @Override
    String run(Flow flow, Sandbox sandbox, Duration patience) throws IOException {
      return text(
          Transfer.put(
              flow,
              List.of(sandbox.sources().resolve("notes")),
              "",
              options -> options.patience(patience)));
    }
  },
  LISTER("serve") {
    @Override
    String run(Flow flow, Sandbox sandbox, Duration patience) throws IOException {
      return "listed "
          + Transfer.list(flow, "", options -> options.patience(patience).maxFiles(MOST_FILES));
    }
  };

  /** How many files a peer may offer. */
  static final int MOST_FILES = 1000;

  /** How many bytes a peer may offer. */
  static final long MOST_BYTES = 1 << 20;

  /** What the hostile peer greets as. */
  final String peer;

  Victim(String peer) {
    this.peer = peer;
  }

  /** Does its part, and says what came of it; or fails. */
  abstract String run(Flow flow, Sandbox sandbox, Duration patience) throws IOException;

  private static String text(TransferReport report) {
    return "took " + report.taken() + ", not " + report.reasons();
  }
}
