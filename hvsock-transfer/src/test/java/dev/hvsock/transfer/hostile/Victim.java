package dev.hvsock.transfer.hostile;

import dev.hvsock.Flow;
import dev.hvsock.transfer.Overwrite;
import dev.hvsock.transfer.ReceiveOptions;
import dev.hvsock.transfer.Transfer;
import dev.hvsock.transfer.TransferReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The honest end, which a hostile peer talks to. */
enum Victim {
  RECEIVER("send") {
    @Override
    String run(Flow flow, Sandbox sandbox, Duration patience) throws IOException {
      return text(Transfer.receive(flow, sandbox.folder(), it -> limit(it, patience)));
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
              it -> limit(it, patience).overwrite(Overwrite.ALWAYS).resume(true)));
    }
  },
  SENDER("receive") {
    @Override
    String run(Flow flow, Sandbox sandbox, Duration patience) throws IOException {
      return text(Transfer.send(flow, sources(sandbox), it -> it.patience(patience)));
    }
  },
  SERVER("ask") {
    @Override
    String run(Flow flow, Sandbox sandbox, Duration patience) throws IOException {
      Transfer.server(
              sandbox.folder(),
              options ->
                  options.sending(it -> it.patience(patience)).receiving(it -> limit(it, patience)))
          .handle(flow);
      return "served";
    }
  },
  GETTER("serve") {
    @Override
    String run(Flow flow, Sandbox sandbox, Duration patience) throws IOException {
      List<String> wanted = List.of("wanted");
      return text(Transfer.get(flow, wanted, sandbox.folder(), it -> limit(it, patience)));
    }
  },
  PUTTER("serve") {
    @Override
    String run(Flow flow, Sandbox sandbox, Duration patience) throws IOException {
      return text(Transfer.put(flow, sources(sandbox), "", it -> it.patience(patience)));
    }
  },
  LISTER("serve") {
    @Override
    String run(Flow flow, Sandbox sandbox, Duration patience) throws IOException {
      return "listed " + Transfer.list(flow, "", it -> limit(it, patience));
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

  private static List<Path> sources(Sandbox sandbox) {
    return List.of(sandbox.sources().resolve("notes"));
  }

  private static ReceiveOptions limit(ReceiveOptions options, Duration patience) {
    return options.patience(patience).maxFiles(MOST_FILES).maxBytes(MOST_BYTES);
  }

  private static String text(TransferReport report) {
    return "took " + report.taken() + ", not " + report.reasons();
  }
}
