package dev.landfall.core.codec;

import dev.landfall.core.model.Call;
import dev.landfall.core.model.WitnessKind;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * The coded form of one call after another, with the hash of what its witnesses state.
 *
 * <p>Shape: {@link #of}, then the others tell of that call. The hash is of the coded call with
 * places, copies and arrivals left out, so that the same statements hash alike wherever they were
 * met: those parts of each witness count as five zero bytes, the form of none. So one coding serves
 * both. Threads: one owner.
 */
public final class EvidenceForm {
  private static final int MET_NOWHERE = 5;

  private final ByteWriter out = new ByteWriter();
  private final MessageDigest sha256;
  private final int[] ends = new int[2 * WitnessKind.values().length];
  private byte[] content = new byte[512];
  private int parts;

  public EvidenceForm() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  public void of(Call call) {
    out.reset();
    parts = 0;
    CallCodec.write(out, call, this);
  }

  /** Holds the form from its start; changed by the next call. */
  public byte[] bytes() {
    return out.buffer();
  }

  public int length() {
    return out.size();
  }

  /** The 32 bytes of the SHA-256. */
  public byte[] contentHash() {
    int most = out.size() + parts * MET_NOWHERE;
    if (content.length < most) {
      content = new byte[most + most / 2];
    }
    int size = 0;
    int from = 0;
    for (int part = 0; part <= parts; part += 2) {
      int to = part < parts ? ends[part] : out.size();
      System.arraycopy(out.buffer(), from, content, size, to - from);
      size += to - from;
      if (part < parts) {
        Arrays.fill(content, size, size + MET_NOWHERE, (byte) 0);
        size += MET_NOWHERE;
        from = ends[part + 1];
      }
    }
    sha256.update(content, 0, size); // at once: each call costs more than the copy
    return sha256.digest();
  }

  void statedUpTo(int end) {
    ends[parts++] = end;
  }

  void metUpTo(int end) {
    ends[parts++] = end;
  }
}
