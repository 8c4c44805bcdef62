package dev.landfall.jobs.lake;

import dev.landfall.core.codec.ByteReader;
import dev.landfall.core.codec.ByteWriter;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.lake.Manifest.DataFile;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a writer sealed before a checkpoint's barrier, on its way to the publisher.
 *
 * @param maxCalledAt latest {@code called_at} of the call rows among them, epoch milliseconds;
 *     null: none. It lets a replay say up to where it settled without looking at a clock
 */
public record SealedFiles(List<DataFileAdded> files, @Nullable Long maxCalledAt) {
  private static final int VERSION = 1;

  public SealedFiles {
    files = List.copyOf(files);
  }

  public boolean isEmpty() {
    return files.isEmpty();
  }

  public byte[] encode() {
    ByteWriter out = new ByteWriter();
    out.writeByte(VERSION);
    out.writeNullable(maxCalledAt);
    writeFiles(out, files);
    return out.toByteArray();
  }

  public static SealedFiles decode(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    int version = in.readByte();
    if (version != VERSION) {
      throw new IllegalStateException(
          "a list of sealed files has version %d; this build reads %d".formatted(version, VERSION));
    }
    Long maxCalledAt = in.readNullableLong();
    return new SealedFiles(readFiles(in), maxCalledAt);
  }

  static void writeFiles(ByteWriter out, List<DataFileAdded> files) {
    out.writeLong(files.size());
    for (DataFileAdded added : files) {
      DataFile file = added.file();
      out.writeString(added.table().id());
      out.writeString(file.path());
      out.writeString(file.dt());
      out.writeLong(file.rows());
      out.writeLong(file.bytes());
      out.writeByte(file.sealed() ? 1 : 0);
    }
  }

  static List<DataFileAdded> readFiles(ByteReader in) {
    List<DataFileAdded> files = new ArrayList<>();
    for (long n = in.readLong(); n > 0; n--) {
      LakeTable table = LakeTable.byId(in.readString());
      files.add(
          new DataFileAdded(
              table,
              new DataFile(
                  in.readString(),
                  in.readString(),
                  in.readLong(),
                  in.readLong(),
                  in.readByte() == 1)));
    }
    return files;
  }
}
