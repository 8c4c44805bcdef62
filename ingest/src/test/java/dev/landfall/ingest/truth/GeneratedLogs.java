package dev.landfall.ingest.truth;

import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.model.PlaceKind;
import dev.landfall.core.model.Witness;
import dev.landfall.core.policy.PolicyHistory;
import dev.landfall.ingest.layout.AwsLayout;
import dev.landfall.ingest.object.ObjectCursor;
import dev.landfall.ingest.object.ObjectRef;
import dev.landfall.ingest.object.ParseOptions;
import dev.landfall.ingest.object.RecordSink;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Reads the witnesses of generated logs; other records are passed by. */
final class GeneratedLogs {
  private GeneratedLogs() {}

  static void read(Path logs, PolicyHistory policy, Consumer<Witness> each) throws Exception {
    ParseOptions options =
        new ParseOptions(ParseOptions.defaults().limits(), policy.metadataKeys());
    List<Path> objects;
    try (Stream<Path> walk = Files.walk(logs)) {
      objects =
          walk.filter(Files::isRegularFile)
              .filter(path -> AwsLayout.describe(path.toString()).skip() == null)
              .sorted()
              .toList();
    }
    for (Path path : objects) {
      long modified = Files.getLastModifiedTime(path).toMillis();
      ObjectRef ref =
          new ObjectRef(path.toString(), PlaceKind.OBJECT, Files.size(path), modified, modified);
      try (InputStream in = Files.newInputStream(path);
          ObjectCursor cursor = ObjectCursor.open(ref, in, options)) {
        while (cursor.next(new Witnesses(each))) {
          // the sink does the work
        }
      }
    }
  }

  private record Witnesses(Consumer<Witness> each) implements RecordSink {
    @Override
    public void witness(Witness witness) {
      each.accept(witness);
    }

    @Override
    public void change(LakeRow row) {}

    @Override
    public void surface(LakeRow row) {}

    @Override
    public void ignored(String reason) {}

    @Override
    public void reject(LakeRow row) {}
  }
}
