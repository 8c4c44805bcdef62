package dev.landfall.core.codec;

import dev.landfall.core.model.Call;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The coded form of one call after another, with the hash of what its witnesses state.
 *
 * <p>Shape: {@link #of}, then the others tell of that call. The hash is of the coded call up to
 * where it says where and when the witnesses were met, so that the same statements hash alike
 * wherever that was. Threads: one owner.
 */
public final class EvidenceForm {
  private static final int SHA_256_BYTES = 32;

  private static final int MANY = 1 << 12; // URIs; calls that follow each other share them

  private final CallWriter form = new CallWriter(new PlaceUris(MANY));
  private final MessageDigest sha256;
  private final byte[] hash = new byte[SHA_256_BYTES];

  public EvidenceForm() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  public void of(Call call) {
    form.write(call);
  }

  /** Holds the form from its start; changed by the next call. */
  public byte[] bytes() {
    return form.buffer();
  }

  public int length() {
    return form.size();
  }

  /** The 32 bytes of the SHA-256; changed by the next call. */
  public byte[] contentHash() {
    sha256.update(form.buffer(), 0, form.stated());
    try {
      sha256.digest(hash, 0, hash.length);
    } catch (DigestException e) {
      throw new IllegalStateException("a SHA-256 has 32 bytes", e);
    }
    return hash;
  }
}
