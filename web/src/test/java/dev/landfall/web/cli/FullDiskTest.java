package dev.landfall.web.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;

class FullDiskTest {
  @Test
  void is_found_below_the_words_of_whatever_met_it() {
    Exception flink =
        new IllegalStateException(
            "Could not load RpcSystem.",
            new IOException(
                new FileSystemException("/data/lake/_work/x", null, "No space left on device")));

    assertThat(FullDisk.in(flink)).isEqualTo("/data/lake/_work/x: No space left on device");
    assertThat(FullDisk.in(new IOException("Disk quota exceeded"))).isNotNull();
  }

  @Test
  void is_not_seen_where_something_else_failed() {
    assertThat(FullDisk.in(new IllegalStateException("Could not load RpcSystem."))).isNull();
    assertThat(FullDisk.in(new IOException((String) null))).isNull();
  }
}
