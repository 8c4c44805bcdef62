package dev.landfall.ingest.config;

import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Shapes of words that several files use. */
public final class Words {
  public static final Predicate<String> ACCOUNT = Pattern.compile("[0-9]{12}").asMatchPredicate();
  public static final String AN_ACCOUNT = "an account number of 12 digits, like \"111122223333\"";

  public static final Predicate<String> REGION =
      Pattern.compile("[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}").asMatchPredicate();
  public static final String A_REGION = "a Region code, like ap-southeast-6";

  public static final Predicate<String> ID =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}").asMatchPredicate();
  public static final String AN_ID = "an id: letters, digits, dots, dashes, up to 64";

  private Words() {}
}
