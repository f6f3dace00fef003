package dev.hvsock.transfer.hostile;

import dev.hvsock.FlowPair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;

/** All hostile peers that there are, and all they do, many at once: most of them wait. */
final class HostilePeers {
  private static final int AT_ONCE = 64;

  private HostilePeers() {}

  /** Where the two ends of a flow come from. */
  interface Meeting {
    FlowPair meet() throws IOException;
  }

  static Stream<WrongWay> all() {
    return Stream.of(
            WrongGreetings.all(),
            WrongSenders.all(),
            WrongReplacements.all(),
            WrongReceivers.all(),
            WrongClients.all(),
            WrongServers.all())
        .flatMap(each -> each);
  }

  /** What comes of each, in a sandbox of its own in an empty folder. */
  static List<Encounter> encounters(Path folder, Meeting meeting) throws Exception {
    Path pipe = folder.resolve("pipe");
    new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
    Semaphore free = new Semaphore(AT_ONCE);
    List<Future<Encounter>> tasks = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (WrongWay way : all().toList()) {
        free.acquire();
        Path around = Files.createDirectory(folder.resolve("sandbox-" + tasks.size()));
        tasks.add(threads.submit(() -> encounter(way, around, pipe, meeting, free)));
      }
    }
    List<Encounter> encounters = new ArrayList<>();
    for (Future<Encounter> task : tasks) {
      encounters.add(task.get());
    }
    return encounters;
  }

  private static Encounter encounter(
      WrongWay way, Path around, Path pipe, Meeting meeting, Semaphore free) throws Exception {
    try {
      return Encounter.of(way, Sandbox.in(around, pipe), meeting.meet());
    } finally {
      free.release();
    }
  }
}
