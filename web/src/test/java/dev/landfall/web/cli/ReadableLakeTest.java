package dev.landfall.web.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.landfall.ingest.config.LandfallConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lake in a bucket that nobody serves, and the folder it would be copied to. */
class ReadableLakeTest {
  private static final String TEMPORARY = "java.io.tmpdir";

  @TempDir Path here;
  private final String temporary = System.getProperty(TEMPORARY);
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @BeforeEach
  void ownTemporaryFolder() {
    System.setProperty(TEMPORARY, here.toString());
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
  }

  @AfterEach
  void back() {
    System.setProperty(TEMPORARY, temporary);
  }

  @Test
  void a_lake_that_cannot_be_reached_is_cannot_say() throws Exception {
    LandfallConfig config = config();
    assertThatThrownBy(() -> ReadableLake.now(config, io(Map.of())))
        .isInstanceOf(CannotSay.class)
        .hasMessageStartingWith("the lake s3://nobody/lake cannot be read: ");
    assertThat(new Cli(io(Map.of())).run("report", "residency")).isEqualTo(Exit.CANNOT_SAY);
    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains("landfall: the lake s3://nobody/lake cannot be read")
        .hasLineCount(1);
  }

  @Test
  void a_copy_is_not_good_before_it_was_made() throws Exception {
    try (ReadableLake lake = ReadableLake.follow(config(), io(Map.of()))) {
      assertThat(lake.problem()).isNotNull();
    }
  }

  @Test
  void the_usual_folder_must_be_this_users_alone() throws Exception {
    LandfallConfig config = config();
    Path usual = here.resolve("landfall-cache-" + System.getProperty("user.name"));
    Files.createDirectory(usual);
    Files.setPosixFilePermissions(usual, PosixFilePermissions.fromString("rwxrwxrwx"));

    assertThatThrownBy(() -> ReadableLake.now(config, io(Map.of())))
        .isInstanceOf(CannotSay.class)
        .hasMessageContaining("not this user's alone")
        .hasMessageContaining("LANDFALL_CACHE");

    Files.setPosixFilePermissions(usual, PosixFilePermissions.fromString("rwx------"));
    assertThatThrownBy(() -> ReadableLake.now(config, io(Map.of())))
        .hasMessageContaining("cannot be read");
    Path named = Files.createDirectory(here.resolve("named"));
    Files.setPosixFilePermissions(named, PosixFilePermissions.fromString("rwxrwx---"));
    assertThatThrownBy(
            () -> ReadableLake.now(config, io(Map.of("LANDFALL_CACHE", named.toString()))))
        .hasMessageContaining("cannot be read");
  }

  private Io io(Map<String, String> env) {
    PrintStream words = new PrintStream(said, true, StandardCharsets.UTF_8);
    return new Io(words, words, env, Clock.systemUTC(), false, here);
  }

  private LandfallConfig config() throws Exception {
    Path file = here.resolve("landfall.yaml");
    Files.writeString(
        here.resolve("policy.yaml"),
        "version: \"1\"\neffective_from: 2026-11-01T00:00:00Z\ndefault: { allowed: [\"*\"] }\n");
    Files.createDirectories(here.resolve("logs"));
    Files.writeString(
        file,
        """
        lake: s3://nobody/lake
        lake_access: { region: ap-southeast-6, endpoint: "http://127.0.0.1:%d", path_style: true }
        sources: [{ type: directory, path: ./logs }]
        """
            .formatted(closedPort()));
    return LandfallConfig.read(file, Map.of());
  }

  private static int closedPort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }
}
