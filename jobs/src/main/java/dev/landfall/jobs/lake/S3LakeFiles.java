package dev.landfall.jobs.lake;

import dev.landfall.ingest.bucket.BucketFiles;
import dev.landfall.ingest.bucket.BucketFiles.Found;
import dev.landfall.ingest.bucket.BucketUpload;
import dev.landfall.ingest.config.LakePlace;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;

/**
 * The lake below a prefix of a bucket.
 *
 * <p>S3 shows an object whole or not at all, so nothing is renamed: a new file is an upload that
 * becomes visible when it is complete, and an exclusive one is a write on the condition that there
 * is none.
 */
final class S3LakeFiles implements LakeFiles {
  private final BucketFiles files;

  S3LakeFiles(LakePlace.Bucket lake) {
    this.files = new BucketFiles(lake.access(), lake.bucket(), lake.prefix());
  }

  @Override
  public NewFile create(String path) {
    return new Upload(files.upload(path));
  }

  @Override
  public boolean createExclusive(String path, byte[] content) throws IOException {
    return files.create(path, content).isPresent();
  }

  @Override
  public void replace(String path, byte[] content) throws IOException {
    files.put(path, content);
  }

  @Override
  public SeekableByteChannel open(String path) throws IOException {
    long size = files.size(path).orElseThrow(() -> new NoSuchFileException(path));
    return new RangeChannel(size, (from, length) -> files.read(path, from, length));
  }

  @Override
  public byte[] read(String path) throws IOException {
    return files.read(path);
  }

  @Override
  public boolean exists(String path) throws IOException {
    return files.size(path).isPresent();
  }

  @Override
  public List<Entry> list(String folder) throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (Found found : files.list(folder)) {
      entries.add(new Entry(found.path(), found.bytes(), found.modifiedAt()));
    }
    return entries;
  }

  @Override
  public void delete(String path) throws IOException {
    files.delete(path);
  }

  private record Upload(BucketUpload upload) implements NewFile {
    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      upload.write(bytes, offset, length);
    }

    @Override
    public long position() {
      return upload.position();
    }

    @Override
    public void publish() throws IOException {
      upload.complete();
    }

    @Override
    public void close() throws IOException {
      upload.close();
    }
  }
}
