package dev.landfall.jobs.audittrail;

import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The jars that a cluster does not have: ours and what they need, without Flink itself.
 *
 * <p>Source: the list that the module {@code docker/job-jar} writes when it is built; the jars
 * stand beside our own in the distribution's {@code lib}.
 */
final class JobJars {
  static final String LIST = "landfall-job-jars.txt";

  private JobJars() {}

  static List<URL> inDistribution() throws IOException {
    return in(ownFolder(), names());
  }

  static List<URL> in(Path lib, List<String> names) throws IOException {
    List<URL> jars = new ArrayList<>();
    for (String name : names) {
      Path jar = lib.resolve(name);
      if (!Files.isRegularFile(jar)) {
        throw new IOException(
            "%s is missing: a job is submitted from a built distribution, ./landfall makes one"
                .formatted(jar));
      }
      jars.add(url(jar));
    }
    return jars;
  }

  static List<String> names() throws IOException {
    try (InputStream list = JobJars.class.getResourceAsStream("/" + LIST)) {
      if (list == null) {
        throw new IOException("the list of the job's jars is missing: this is no distribution");
      }
      String text = new String(list.readAllBytes(), StandardCharsets.UTF_8);
      return List.of(text.strip().split(",")).stream()
          .map(path -> path.substring(path.lastIndexOf('/') + 1))
          .sorted()
          .toList();
    }
  }

  private static Path ownFolder() throws IOException {
    try {
      Path own = Path.of(JobJars.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return own.resolveSibling("");
    } catch (URISyntaxException e) {
      throw new IOException("the folder of our own jar cannot be found", e);
    }
  }

  private static URL url(Path jar) throws MalformedURLException {
    return jar.toUri().toURL();
  }
}
