package dev.hvsock.hybrid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
@Timeout(60)
class MonitorProcessTest {

  @Test
  void thisProcessIsThere() {
    assertFalse(MonitorProcess.find(ProcessHandle.current().pid()).orElseThrow().isGone());
  }

  /** Also while its parent has not asked what became of it. */
  @Test
  void aProcessThatWasKilledIsGone() throws Exception {
    // The shell becomes the parent, which never asks.
    Process parent = new ProcessBuilder("sh", "-c", "sleep 60 & echo $!; exec sleep 60").start();
    try {
      long id = Long.parseLong(parent.inputReader().readLine());
      MonitorProcess process = MonitorProcess.find(id).orElseThrow();
      assertFalse(process.isGone());
      ProcessHandle.of(id).orElseThrow().destroyForcibly();
      while (!process.isGone()) {
        Thread.sleep(5);
      }
      assertTrue(ProcessHandle.of(id).isPresent(), "its number is still taken");
      assertEquals(Optional.empty(), MonitorProcess.find(id));
    } finally {
      parent.destroyForcibly();
    }
  }

  @Test
  void anotherProcessThatHasItsNumberIsNotIt() {
    long id = ProcessHandle.current().pid();
    MonitorProcess process = MonitorProcess.find(id).orElseThrow();
    assertTrue(new MonitorProcess(id, process.start() + "0").isGone());
  }

  @Test
  void aNumberThatNobodyHasIsNobody() {
    assertEquals(Optional.empty(), MonitorProcess.find(Integer.MAX_VALUE));
  }
}
