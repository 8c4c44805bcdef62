package dev.landfall.core.codec;

import java.util.HashMap;
import java.util.Map;

/**
 * Words that nearly every call says, by number, in the second form of calls.
 *
 * <p>Shape: part of the stored form: the list is never changed, neither its order nor its length. A
 * word that is not in it is written as it is, so a new Region only costs its letters.
 */
final class Words {
  private static final String[] LIST = {
    "Converse",
    "ConverseStream",
    "InvokeModel",
    "InvokeModelWithResponseStream",
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
    "ca-central-1",
    "ca-west-1",
    "mx-central-1",
    "sa-east-1",
    "eu-central-1",
    "eu-central-2",
    "eu-north-1",
    "eu-south-1",
    "eu-south-2",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "il-central-1",
    "me-central-1",
    "me-south-1",
    "af-south-1",
    "ap-east-1",
    "ap-east-2",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-south-2",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "us-gov-east-1",
    "us-gov-west-1",
    "ThrottlingException",
    "AccessDenied",
    "AccessDeniedException",
    "ValidationException"
  };

  static final int COUNT = LIST.length;

  private static final Map<String, Integer> NUMBERS = new HashMap<>();

  static {
    for (int i = 0; i < COUNT; i++) {
      NUMBERS.put(LIST[i], i);
    }
  }

  private Words() {}

  /** -1: not in the list. */
  static int number(String text) {
    Integer number = NUMBERS.get(text);
    return number == null ? -1 : number;
  }

  static String word(int number) {
    return LIST[number];
  }
}
