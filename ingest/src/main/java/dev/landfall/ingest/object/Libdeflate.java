package dev.landfall.ingest.object;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.util.Map;

/**
 * The functions of the system's libdeflate that are used, as its header {@code libdeflate.h}
 * declares them (1.0 and newer); {@code size_t} is 64 bits wide.
 *
 * <p>Errors: where the library or the bridge to it cannot be loaded, {@link #load()} is false and
 * no function may be called.
 */
final class Libdeflate {
  /** The whole member was unpacked; its CRC and its length are as its trailer says. */
  static final int SUCCESS = 0;

  /** It is longer than the room given. */
  static final int INSUFFICIENT_SPACE = 3;

  private Libdeflate() {}

  static boolean load() {
    try {
      if (Native.SIZE_T_SIZE != Long.BYTES) {
        return false;
      }
      Native.register(
          Libdeflate.class,
          NativeLibrary.getInstance(
              "libdeflate.so.0", Map.of(Library.OPTION_STRING_ENCODING, "UTF-8")));
      return true;
    } catch (LinkageError e) {
      return false; // not installed here, or no place to put the bridge: the platform unpacks
    }
  }

  static native Pointer libdeflate_alloc_decompressor();

  static native void libdeflate_free_decompressor(Pointer decompressor);

  static native int libdeflate_gzip_decompress_ex(
      Pointer decompressor,
      Pointer in,
      long inBytes,
      Pointer out,
      long outBytes,
      Pointer taken,
      Pointer given);
}
