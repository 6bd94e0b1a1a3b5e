<?php
// sign.php: signs requests, verifies answers and notifications. PHP 8.0 or newer, no package.
declare(strict_types=1);

/** The value of the header Signature. $body is the exact text; null for a GET. */
function tarik_sign(string $clock, string $timestamp, string $requestId, string $path, ?string $body = null): string
{
    $lines = [
        'Client-Id:' . getenv('CLIENT_ID'),
        "Request-Id:$requestId",
        "$clock:$timestamp",
        "Request-Target:$path",
    ];
    if ($body !== null) {
        $lines[] = 'Digest:' . base64_encode(hash('sha256', $body, true));
    }
    return 'HMACSHA256=' . base64_encode(hash_hmac('sha256', implode("\n", $lines), getenv('SECRET_KEY'), true));
}

/** The headers of a request: a POST with a body, a GET without. */
function tarik_sign_request(string $path, string $requestId, ?string $body = null, ?string $timestamp = null): array
{
    $timestamp ??= gmdate('Y-m-d\TH:i:s\Z');
    return [
        'Client-Id' => getenv('CLIENT_ID'),
        'Request-Id' => $requestId,
        'Request-Timestamp' => $timestamp,
        'Signature' => tarik_sign('Request-Timestamp', $timestamp, $requestId, $path, $body),
    ];
}

/** Whether an answer to the request $requestId at $path is the gateway's. $body as it came. */
function tarik_is_answer(string $path, string $requestId, string $timestamp, string $signature, string $body): bool
{
    return hash_equals(tarik_sign('Response-Timestamp', $timestamp, $requestId, $path, $body), $signature);
}

/** Whether a notification is the gateway's and at most five minutes old. $body: file_get_contents('php://input'). */
function tarik_is_notification(
    string $path,
    string $requestId,
    string $timestamp,
    string $signature,
    string $body,
    ?int $now = null,
): bool {
    $expected = tarik_sign('Request-Timestamp', $timestamp, $requestId, $path, $body);
    $fresh = abs(($now ?? time()) - (int) strtotime($timestamp)) <= 300;
    return hash_equals($expected, $signature) && $fresh;
}

// By itself: php sign.php post|get|answer|notification PATH REQUEST_ID TIME [SIGNATURE [NOW]] < body
if (PHP_SAPI === 'cli' && realpath($argv[0]) === __FILE__) {
    [, $kind, $path, $requestId, $timestamp] = $argv;
    $body = $kind === 'get' ? null : stream_get_contents(STDIN);
    if ($kind === 'post' || $kind === 'get') {
        echo tarik_sign_request($path, $requestId, $body, $timestamp)['Signature'], "\n";
    } else {
        $now = isset($argv[6]) ? (int) strtotime($argv[6]) : null;
        $right = $kind === 'answer'
            ? tarik_is_answer($path, $requestId, $timestamp, $argv[5], $body)
            : tarik_is_notification($path, $requestId, $timestamp, $argv[5], $body, $now);
        echo $right ? 'right' : 'wrong', "\n";
    }
}
