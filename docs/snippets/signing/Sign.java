// Sign.java: signs requests, verifies answers and notifications. Java 11 or newer, no library.
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

public class Sign {
  static final String CLIENT_ID = System.getenv("CLIENT_ID");
  static final String SECRET_KEY = System.getenv("SECRET_KEY");

  /** The value of the header Signature. {@code body} is null for a GET. */
  static String sign(String clock, String timestamp, String requestId, String path, byte[] body)
      throws GeneralSecurityException {
    Base64.Encoder base64 = Base64.getEncoder();
    String text =
        "Client-Id:" + CLIENT_ID
            + "\nRequest-Id:" + requestId
            + "\n" + clock + ":" + timestamp
            + "\nRequest-Target:" + path;
    if (body != null) {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
      text += "\nDigest:" + base64.encodeToString(digest);
    }
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET_KEY.getBytes(UTF_8), "HmacSHA256"));
    return "HMACSHA256=" + base64.encodeToString(mac.doFinal(text.getBytes(UTF_8)));
  }

  /**
   * The headers of a request: a POST with a body, a GET without (null). {@code timestamp}: {@code
   * Instant.now().truncatedTo(ChronoUnit.SECONDS).toString()}
   */
  static Map<String, String> signRequest(
      String path, String requestId, String timestamp, byte[] body)
      throws GeneralSecurityException {
    String signature = sign("Request-Timestamp", timestamp, requestId, path, body);
    return Map.of(
        "Client-Id", CLIENT_ID,
        "Request-Id", requestId,
        "Request-Timestamp", timestamp,
        "Signature", signature);
  }

  /** Whether an answer to the request is the gateway's. {@code body} as it came. */
  static boolean isAnswer(
      String path, String requestId, String timestamp, String signature, byte[] body)
      throws GeneralSecurityException {
    return same(sign("Response-Timestamp", timestamp, requestId, path, body), signature);
  }

  /** Whether a notification is the gateway's and at most five minutes old. {@code body} as it came. */
  static boolean isNotification(
      String path, String requestId, String timestamp, String signature, byte[] body, Instant now)
      throws GeneralSecurityException {
    Duration age = Duration.between(Instant.parse(timestamp), now).abs();
    return same(sign("Request-Timestamp", timestamp, requestId, path, body), signature)
        && age.compareTo(Duration.ofMinutes(5)) <= 0;
  }

  private static boolean same(String expected, String received) {
    return MessageDigest.isEqual(expected.getBytes(UTF_8), received.getBytes(UTF_8));
  }

  // By itself: java Sign.java post|get|answer|notification PATH REQUEST_ID TIME [SIGNATURE [NOW]] < body
  public static void main(String[] args) throws Exception {
    String kind = args[0], path = args[1], requestId = args[2], timestamp = args[3];
    byte[] body = kind.equals("get") ? null : System.in.readAllBytes();
    if (kind.equals("post") || kind.equals("get")) {
      System.out.println(signRequest(path, requestId, timestamp, body).get("Signature"));
      return;
    }
    Instant now = args.length > 5 ? Instant.parse(args[5]) : Instant.now();
    boolean right =
        kind.equals("answer")
            ? isAnswer(path, requestId, timestamp, args[4], body)
            : isNotification(path, requestId, timestamp, args[4], body, now);
    System.out.println(right ? "right" : "wrong");
  }
}
