package dev.hvsock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tool in its user's shell: completion, the module path, and programs of other people. */
@Timeout(60)
final class ShellTest {
  @TempDir Path folder;

  /** Runs a script in which %s is the path of a socket. */
  private Tool.End run(String script) throws Exception {
    try (Tool tool = Tool.shell(script.replace("%s", folder.resolve("s").toString()))) {
      return tool.end();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "con,connect",
    "d,demo doctor",
    "connect --re,--retry",
    "perf s,sink source",
    "perf ping --c,--count",
    "perf echo --threads v,virtual",
    "demo /etc/hostn,/etc/hostname",
    "rec,receive",
    "se,send serve service selftest",
    "send --lim,--limit-rate",
    "receive --overwrite o,older"
  })
  void bashCompletes(String typed, String completed) throws Exception {
    Tool.End end =
        run(
            """
            source <($hvsock completion bash)
            COMP_WORDS=(hvsock %typed)
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            COMP_LINE="${COMP_WORDS[*]}" COMP_POINT=${#COMP_LINE}
            $(complete -p hvsock | sed 's/.*-F \\([^ ]*\\) .*/\\1/') 2> /dev/null # outside a completion compopt complains
            echo "${COMPREPLY[@]}"
            """
                .replace("%typed", typed));
    assertEquals(new Tool.End(0, completed + "\n", ""), end);
  }

  @Test
  void zshLoadsItsScript() throws Exception {
    Installed.assume("zsh", "zsh");
    assertEquals(
        new Tool.End(0, "_complete_hvsock\n", ""),
        run(
            "$hvsock completion zsh > %s; zsh -fc 'source %s; whence -w _complete_hvsock | cut -d: -f1'"));
  }

  @Test
  void runsAsAModule() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String module =
        java
            + " --illegal-native-access=deny --enable-native-access=dev.hvsock -p "
            + Tool.classPathText()
            + " -m dev.hvsock.cli/dev.hvsock.cli.Main ";
    if (Runtime.version().feature() < 24) {
      module = module.replace("--illegal-native-access=deny ", "");
    }
    Tool.End end = run(module + "--version && " + module + "connect unix:%s");
    assertTrue(end.output().startsWith("hvsock "), end.output());
    assertEquals(5, end.code(), end.talk());
  }

  @Test
  void withoutNativeAccessTheFlagIsNamed() throws Exception {
    Assumptions.assumeTrue(Runtime.version().feature() >= 24, "Java 22 and 23 cannot deny it");
    String denied = "${hvsock/--enable-native-access=ALL-UNNAMED/--illegal-native-access=deny}";
    Tool.End end = run(denied + " connect unix:%s");
    assertEquals(3, end.code(), end.talk());
    assertTrue(end.talk().contains("try: java --enable-native-access=ALL-UNNAMED"), end.talk());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        socat -t 30 - UNIX-LISTEN:%s < %s.back > %s.out &
        $hvsock connect --retry 20s unix:%s < %s.in > %s.reply
        """,
        """
        $hvsock listen -q unix:%s < %s.back > %s.out &
        while [ ! -S %s ]; do sleep 0.05; done
        socat -t 30 - UNIX-CONNECT:%s < %s.in > %s.reply
        """
      })
  void socatsHalfClosedStreamsArriveWhole(String script) throws Exception {
    Installed.assume("socat", "socat");
    Tool.End end =
        run(
            """
            head -c 8388608 /dev/urandom > %s.in
            head -c 3000000 /dev/urandom > %s.back
            """
                + script
                + """
                echo $?; wait $!; echo $?
                cmp %s.in %s.out && cmp %s.back %s.reply && echo whole
                """);
    assertEquals("0\n0\nwhole\n", end.output(), end.talk());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        printf answer | $hvsock listen -q unix:%s > %s.out &
        while [ ! -S %s ]; do sleep 0.05; done
        printf question | ncat -U %s
        """,
        """
        printf answer | ncat -lU %s > %s.out &
        printf question | $hvsock connect --retry 20s unix:%s
        """
      })
  void ncatsHalfClosedStreamsArriveWhole(String script) throws Exception {
    Installed.assume("ncat", "ncat");
    Tool.End end = run(script + "wait $!; echo :$(cat %s.out)");
    assertEquals(new Tool.End(0, "answer:question\n", ""), end);
  }

  @Test
  void forwardsBetweenSocats() throws Exception {
    Installed.assume("socat", "socat");
    Tool.End end =
        run(
            """
            head -c 8388608 /dev/urandom > %s.in
            socat UNIX-LISTEN:%s.to,fork EXEC:sha256sum &
            to=$!
            $hvsock forward -v unix:%s unix:%s.to &
            from=$!
            while [ ! -S %s ] || [ ! -S %s.to ]; do sleep 0.05; done
            for i in 1 2 3; do socat -t 30 - UNIX-CONNECT:%s < %s.in; done > %s.sums
            sha256sum < %s.in | uniq - %s.sum
            sort -u %s.sums | cmp - %s.sum && wc -l < %s.sums
            kill $to $from; wait $from; echo $?
            """);
    assertEquals("3\n143\n", end.output(), end.talk());
    assertEquals(
        3,
        end.talk()
            .lines()
            .filter(line -> line.contains(": 8388608 bytes there, 68 back, "))
            .count(),
        end.talk());
  }

  @Test
  void waitsForInputThatSomebodyMadeNonBlocking() throws Exception {
    Installed.assume("python3", "python3");
    Tool.End end =
        run(
            """
            $hvsock listen -q unix:%s < /dev/null > %s.out &
            (sleep 1; echo late) | python3 -c '
            import os, sys
            os.set_blocking(0, False)
            os.execvp(sys.argv[1], sys.argv[1:])' $hvsock connect --retry 20s unix:%s
            echo $?
            wait
            cat %s.out
            """);
    assertEquals(new Tool.End(0, "0\nlate\n", ""), end);
  }

  @Test
  void isSshsProxyCommand() throws Exception {
    Installed.assume("ssh", "openssh-client");
    // An ssh server is more than this needs: what ssh says first comes through, and its end comes
    // back.
    Tool.End end =
        run(
            """
            $hvsock listen -q --exec 'head -c 8 >&2; echo SSH-2.0-nobody' unix:%s &
            while [ ! -S %s ]; do sleep 0.05; done
            ssh -F none -o BatchMode=yes -o ProxyCommand="$hvsock connect unix:%s" nobody@nowhere true
            echo $?
            """);
    assertEquals("255\n", end.output());
    assertTrue(end.talk().contains("SSH-2.0-"), end.talk());
  }
}
