package dev.hvsock.benchmark;

import dev.hvsock.testing.GuestLab;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The side-by-side benchmark: everybody, on the same work, in turn. */
@Command(
    name = "hvsock-benchmark/run",
    description = "Measures hvsock, C, socat, junixsocket and the JDK on the same work, in turn.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class Benchmark implements Callable<Integer> {
  private static final String GUEST = "guest";

  @Option(
      names = "--only",
      paramLabel = "WORK",
      split = ",",
      description =
          "Only this work: bulk, ping, forward-unix, forward-tcp, forward-crowd, file, idle,"
              + " start, guest.")
  private List<String> only = new ArrayList<>();

  @Option(names = "--rounds", paramLabel = "N", description = "How often everybody has a turn.")
  private @Nullable Integer rounds;

  @Option(names = "--no-guest", description = "Leave out what needs the emulated guest.")
  private boolean noGuest;

  @Option(names = "--quick", description = "A little of everything, to see that it works.")
  private boolean quick;

  @Option(names = "--publish", description = "Put the table and the pictures into docs.")
  private boolean publish;

  @Option(names = "--in-guest", paramLabel = "PEER", hidden = true)
  private @Nullable Path peer;

  private boolean hasFailed;

  public static void main(String[] words) {
    System.exit(new CommandLine(new Benchmark()).execute(words));
  }

  @Override
  public Integer call() throws Exception {
    Path folder = peer == null ? Files.createTempDirectory("hvsock-benchmark-") : Guest.folder();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> cleanUp(folder)));
    Cpus cpus = Cpus.ofThisProcess();
    if (!cpus.areTwo()) {
      System.err.println("benchmark: needs two CPUs; try: taskset -c 0,1 hvsock-benchmark/run");
      return 1;
    }
    if (peer != null) {
      Guest.leave(inGuest(folder, cpus, new CPeer(peer)));
    } else {
      onMachine(folder, cpus);
    }
    return hasFailed ? 1 : 0;
  }

  private Amounts amounts() throws IOException {
    Amounts amounts = quick ? Amounts.quick() : Amounts.full();
    amounts = amounts.withDescriptors(Machine.descriptors());
    return rounds == null ? amounts : amounts.withRounds(rounds);
  }

  private Results inGuest(Path folder, Cpus cpus, CPeer c) throws Exception {
    Results results = new Results();
    Amounts amounts = amounts().inGuest();
    perform(Works.onVsock(c), new Bench(folder, cpus, c, Works.vsockAddresses(), amounts, results));
    return results;
  }

  private void onMachine(Path folder, Cpus cpus) throws Exception {
    Path repository = Path.of("").toAbsolutePath();
    CPeer c = CPeer.compile(repository, folder);
    Results results = new Results();
    Bench bench = new Bench(folder, cpus, c, Works.unixAddresses(folder), amounts(), results);
    List<Work> works = Works.onUnix(c, repository.resolve("hvsock"), folder);
    checkNames(works);
    perform(works.stream().filter(work -> isWanted(work.name())).toList(), bench);
    if (!noGuest && isWanted(GUEST)) {
      perform(GUEST, bench, () -> inGuest(bench));
    }
    Report report = new Report(results, Machine.describe(cpus));
    new Publication(repository, folder, results, report).write(publish && !hasFailed);
  }

  private void checkNames(List<Work> works) {
    List<String> names = new ArrayList<>(works.stream().map(Work::name).toList());
    names.add(GUEST);
    for (String name : only) {
      if (!names.contains(name)) {
        throw new CommandLine.ParameterException(
            new CommandLine(this), "--only %s: not one of %s".formatted(name, names));
      }
    }
  }

  private boolean isWanted(String work) {
    return only.isEmpty() || only.contains(work);
  }

  private void perform(List<Work> works, Bench bench) throws InterruptedException {
    for (Work work : works) {
      perform(work.name(), bench, () -> work.perform(bench));
    }
  }

  /** What fails is told, and the rest is measured nevertheless. */
  private void perform(String name, Bench bench, Bench.Round work) throws InterruptedException {
    long start = System.nanoTime();
    bench.say(name + "…");
    try {
      work.perform();
      bench.say("%s took %d s".formatted(name, (System.nanoTime() - start) / 1_000_000_000));
    } catch (IOException e) {
      bench.say(name + " failed: " + e.getMessage());
      hasFailed = true;
    }
  }

  private void inGuest(Bench bench) throws IOException {
    Optional<String> missing = GuestLab.missing();
    if (missing.isPresent()) {
      bench.say("no vsock rows: " + missing.get());
      return;
    }
    List<String> options = new ArrayList<>();
    if (quick) {
      options.add("--quick");
    }
    if (rounds != null) {
      options.addAll(List.of("--rounds", rounds.toString()));
    }
    Guest.run(bench.c(), options, bench.results());
  }

  /** Leaves neither a process nor a file, however this one ends. */
  private static void cleanUp(Path folder) {
    // The main thread may go on meanwhile, so that one more program or file appears.
    for (int i = 0; i < 5 && Files.exists(folder); i++) {
      ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
      delete(folder);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException e) {
      // Something appeared or vanished under the walk; the next one sees it.
    }
  }
}
