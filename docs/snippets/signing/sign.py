# sign.py: signs requests, verifies answers and notifications. Python 3.8 or newer, no package.
import base64
import calendar
import hashlib
import hmac
import os
import sys
import time

CLIENT_ID = os.environ["CLIENT_ID"]
SECRET_KEY = os.environ["SECRET_KEY"]
FORMAT = "%Y-%m-%dT%H:%M:%SZ"


def sign(clock, timestamp, request_id, path, body=None):
    """The value of the header Signature. body is bytes; None for a GET."""
    lines = [
        f"Client-Id:{CLIENT_ID}",
        f"Request-Id:{request_id}",
        f"{clock}:{timestamp}",
        f"Request-Target:{path}",
    ]
    if body is not None:
        lines.append("Digest:" + base64.b64encode(hashlib.sha256(body).digest()).decode())
    mac = hmac.new(SECRET_KEY.encode(), "\n".join(lines).encode(), hashlib.sha256)
    return "HMACSHA256=" + base64.b64encode(mac.digest()).decode()


def sign_request(path, request_id, body=None, timestamp=None):
    """The headers of a request: a POST with a body (bytes), a GET without."""
    timestamp = timestamp or time.strftime(FORMAT, time.gmtime())
    return {
        "Client-Id": CLIENT_ID,
        "Request-Id": request_id,
        "Request-Timestamp": timestamp,
        "Signature": sign("Request-Timestamp", timestamp, request_id, path, body),
    }


def is_answer(path, request_id, timestamp, signature, body):
    """Whether an answer to the request request_id at path is the gateway's. body as it came."""
    expected = sign("Response-Timestamp", timestamp, request_id, path, body)
    return hmac.compare_digest(expected.encode(), signature.encode())


def is_notification(path, request_id, timestamp, signature, body, now=None):
    """Whether a notification is the gateway's and at most five minutes old. body as it came."""
    expected = sign("Request-Timestamp", timestamp, request_id, path, body)
    if not hmac.compare_digest(expected.encode(), signature.encode()):
        return False
    now = time.time() if now is None else now
    return abs(now - seconds(timestamp)) <= 300


def seconds(timestamp):
    return calendar.timegm(time.strptime(timestamp, FORMAT))


# By itself: python3 sign.py post|get|answer|notification PATH REQUEST_ID TIME [SIGNATURE [NOW]] < body
if __name__ == "__main__":
    kind, path, request_id, timestamp = sys.argv[1:5]
    body = None if kind == "get" else sys.stdin.buffer.read()
    if kind in ("post", "get"):
        print(sign_request(path, request_id, body, timestamp)["Signature"])
    else:
        if kind == "answer":
            right = is_answer(path, request_id, timestamp, sys.argv[5], body)
        else:
            now = seconds(sys.argv[6]) if len(sys.argv) > 6 else None
            right = is_notification(path, request_id, timestamp, sys.argv[5], body, now)
        print("right" if right else "wrong")
