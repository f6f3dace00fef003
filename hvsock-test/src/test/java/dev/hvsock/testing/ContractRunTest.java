package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Address;
import dev.hvsock.FlowPair;
import dev.hvsock.Flows;
import dev.hvsock.TcpAddress;
import dev.hvsock.UnixAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contracts as a program runs them. */
class ContractRunTest {
  @TempDir Path folder;

  private UnixAddress unix() {
    return UnixAddress.of(folder.resolve("s"));
  }

  /** Run by a case below only. */
  static class Faulty implements CloseCases {
    @Override
    public FlowPair connectedPair() {
      return BrokenFlow.pair(Flows.pair(), FaultOfEnds.CLOSE_FAILS_THE_SECOND_TIME);
    }
  }

  /** Cannot be made at all. */
  static class Unmade implements FlowContract {
    Unmade() {
      throw new IllegalStateException("no pigeons");
    }

    @Override
    public FlowPair connectedPair() {
      return Flows.pair();
    }
  }

  @Test
  void theCoreHoldsAtAnAddress() throws Exception {
    List<ContractCase> heard = new ArrayList<>();
    ContractReport report = ContractRun.at(unix()).core().run(heard::add);
    assertEquals(List.of(), report.failed());
    assertTrue(report.isGood());
    assertEquals(heard, report.cases());
    assertEquals(
        report.cases().size(), report.passed().size() + report.skipped().size(), "all ended");
    assertTrue(report.passed().size() > 150, () -> report.passed().size() + " passed");
    assertEquals(unix().toString(), report.subject());
    assertEquals(Optional.of(new ContractTraits(false, true, false, false, true)), report.traits());
    assertEquals(
        Set.of(
            "SizeCases.writtenBeforeAnyOtherSizeAndEndedByTheWriter",
            "SizeCases.writtenBeforeAnyOtherSizeAndEndedByTheEcho",
            "SizeCases.tenMebibytesInRandomPiecesHaveTheSameDigest",
            "EndOrderCases.oneSideEndsAndThenTheOther"),
        Set.copyOf(report.leftOut()));
    Set<String> names = report.cases().stream().map(ContractCase::name).collect(Collectors.toSet());
    assertEquals(report.cases().size(), names.size(), "each has a name of its own");
    assertTrue(names.contains("EndCases.aHalfCloseWakesThePeersReader: virtual threads"));
  }

  @Test
  void tcpTellsAResetAndNotThatNobodyReads() throws IOException {
    String host = "127.77." + (ProcessHandle.current().pid() >> 8 & 0xFF) + ".1";
    assertEquals(
        new ContractTraits(true, false, false, false, true),
        ContractTraits.observe(new AddressSeries(new TcpAddress(host, 21_000))));
  }

  @Test
  void framesAnswerAClose() throws IOException {
    Address framed = Address.parse("framed:" + unix());
    assertEquals(
        new ContractTraits(false, true, true, false, true),
        ContractTraits.observe(new AddressSeries(framed)));
  }

  @Test
  void aFaultIsReportedWithTheCaseThatFoundIt() {
    ContractReport report = ContractRun.of(Faulty.class).run(each -> {});
    assertFalse(report.isGood());
    assertTrue(
        report.failed().stream()
            .anyMatch(
                each -> each.name().contains(FaultOfEnds.CLOSE_FAILS_THE_SECOND_TIME.foundBy())),
        () -> report.failed().toString());
    assertFalse(report.passed().isEmpty());
    assertEquals(Optional.empty(), report.traits());
  }

  @Test
  void aContractThatCannotEvenBeginIsNotGood() {
    ContractReport report = ContractRun.of(Unmade.class).core().run(each -> {});
    assertFalse(report.isGood());
    assertTrue(
        report.failed().stream()
            .allMatch(each -> each.failure().orElseThrow().toString().contains("no pigeons")),
        () -> report.failed().toString());
  }

  @Test
  void whereNoFlowCanBeMadeItSaysWhy() {
    Address nowhere = UnixAddress.of(folder.resolve("no/such/folder"));
    IOException e = assertThrows(IOException.class, () -> ContractRun.at(nowhere));
    assertTrue(String.valueOf(e.getMessage()).startsWith("listen unix:"), e::getMessage);
  }

  @ParameterizedTest
  @CsvSource({
    "vsock://local:5000, vsock://local:5000, vsock://local:5001",
    "hyperv://loopback/9, hyperv://loopback/9, hyperv://loopback/10",
    "tcp://[::1]:80, tcp://[::1]:80, tcp://[::1]:81",
    "unix:/tmp/s, unix:/tmp/s1, unix:/tmp/s2",
    "unix:@name7, unix:@name7, unix:@name8",
    "framed:tcp://[::1]:80, framed:tcp://[::1]:80, framed:tcp://[::1]:81"
  })
  void oneAddressFollowsTheOther(String first, String one, String two) {
    AddressSeries series = new AddressSeries(Address.parse(first));
    assertEquals(Address.parse(one), series.next());
    assertEquals(Address.parse(two), series.next());
  }

  @ParameterizedTest
  @CsvSource({
    "vsock://local:any",
    "vsock://3:5?flags=to-host",
    "hybrid:/run/vm.vsock:5000",
    "hyperv://loopback/11111111-2222-3333-4444-555555555555",
    "framed:hyperv://loopback/11111111-2222-3333-4444-555555555555"
  })
  void whereThereIsNoNextOneTheFirstIsRefused(String first) {
    assertThrows(IllegalArgumentException.class, () -> new AddressSeries(Address.parse(first)));
  }
}
