package dev.landfall.jobs.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.ingest.source.FoundObject;
import dev.landfall.ingest.source.Listing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderListerTest {
  private static final String DAY = "AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/02";

  private static final long WEEK = Duration.ofDays(7).toMillis();

  @TempDir Path root;

  @Test
  void finds_files_at_any_depth_and_skips_what_holds_no_records() throws IOException {
    file(DAY + "/a.json.gz");
    file(DAY.replace("CloudTrail", "CloudTrail-Digest") + "/d.json.gz");
    file("AWSLogs/111122223333/BedrockModelInvocationLogs/eu-west-1/2026/11/02/03/b.json.gz");

    assertThat(names(lister().list())).containsExactlyInAnyOrder("a.json.gz", "b.json.gz");
  }

  @Test
  void a_missing_root_is_a_problem_and_not_an_empty_folder() {
    Path gone = root.resolve("gone");

    Listing listing = new FolderLister(gone, clock(), WEEK).list();

    assertThat(listing.problems()).containsEntry(gone.toString(), "no such folder");
  }

  @Test
  void a_root_that_is_a_file_is_a_problem() throws IOException {
    Path file = file("not-a-folder.json");

    Listing listing = new FolderLister(file, clock(), WEEK).list();

    assertThat(listing.problems()).containsEntry(file.toString(), "not a folder");
  }

  @Test
  void a_folder_that_has_not_changed_is_not_looked_through_again() throws IOException {
    file(DAY + "/a.json.gz");
    FolderLister lister = lister();
    age(root);

    assertThat(names(lister.list())).containsExactly("a.json.gz");
    assertThat(names(lister.list())).isEmpty();
  }

  @Test
  void a_file_that_comes_later_is_found_although_its_parents_are_known() throws IOException {
    file(DAY + "/a.json.gz");
    FolderLister lister = lister();
    age(root);
    lister.list();

    file(DAY + "/b.json.gz");

    assertThat(names(lister.list())).contains("b.json.gz");
  }

  @Test
  void a_name_that_is_no_text_here_is_a_problem_and_the_others_are_listed() throws Exception {
    Path folder = root;
    Files.writeString(folder.resolve("good.json.gz"), "x");
    Process made =
        new ProcessBuilder(
                "sh", "-c", "cd \"$0\" && : > \"$(printf 'bad-\\377.json.gz')\"", folder.toString())
            .start();
    assertThat(made.waitFor()).isZero();

    Listing listing = new FolderLister(folder, Clock.systemUTC(), WEEK).list();

    assertThat(listing.objects())
        .extracting(FoundObject::path)
        .singleElement()
        .asString()
        .endsWith("good.json.gz");
    assertThat(listing.problems().values()).singleElement().asString().contains("no text");
    String path = listing.problems().keySet().iterator().next();
    assertThat(FolderLister.uri(path)).startsWith("file:///").contains("bad-");
    assertThat(FolderLister.uri("/logs/\0")).startsWith("file:///logs/");
  }

  @Test
  void a_folder_touched_a_moment_ago_is_looked_through_again() throws IOException {
    file(DAY + "/a.json.gz");
    FolderLister lister = new FolderLister(root, Clock.systemUTC(), WEEK);

    lister.list();

    assertThat(names(lister.list())).containsExactly("a.json.gz");
  }

  @Test
  void a_folder_is_named_when_it_was_looked_through_and_gone_when_it_is_gone() throws IOException {
    Path file = file(DAY + "/a.json.gz");
    FolderLister lister = lister();
    assertThat(lister.list().folders())
        .contains(root.toString(), root.resolve(DAY).toString())
        .hasSize(8);
    assertThat(lister.list().gone()).isEmpty();

    Files.delete(file);
    Files.delete(root.resolve(DAY));
    Files.delete(root.resolve(DAY).getParent());

    assertThat(lister.list().gone())
        .containsExactlyInAnyOrder(
            root.resolve(DAY).toString(), root.resolve(DAY).getParent().toString());
  }

  private FolderLister lister() {
    return new FolderLister(root, clock(), WEEK);
  }

  /** Late enough for every folder's time to be trusted. */
  private static Clock clock() {
    return Clock.offset(Clock.systemUTC(), Duration.ofDays(1)).withZone(ZoneOffset.UTC);
  }

  private Path file(String name) throws IOException {
    Path path = root.resolve(name);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, "{}");
  }

  private static void age(Path folder) throws IOException {
    try (var paths = Files.walk(folder)) {
      for (Path path : paths.filter(Files::isDirectory).toList()) {
        Files.setLastModifiedTime(path, FileTime.from(Instant.parse("2026-11-02T12:00:00Z")));
      }
    }
  }

  private static List<String> names(Listing listing) {
    return listing.objects().stream().map(f -> Path.of(f.path()).getFileName().toString()).toList();
  }
}
