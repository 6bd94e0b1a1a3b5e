// sign.go: signs requests, verifies answers and notifications. Go 1.18 or newer, the standard library alone.
package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

var clientID, secretKey = os.Getenv("CLIENT_ID"), os.Getenv("SECRET_KEY")

// Sign gives the value of the header Signature. body is nil for a GET.
func Sign(clock, timestamp, requestID, path string, body []byte) string {
	lines := []string{
		"Client-Id:" + clientID,
		"Request-Id:" + requestID,
		clock + ":" + timestamp,
		"Request-Target:" + path,
	}
	if body != nil {
		digest := sha256.Sum256(body)
		lines = append(lines, "Digest:"+base64.StdEncoding.EncodeToString(digest[:]))
	}
	mac := hmac.New(sha256.New, []byte(secretKey))
	mac.Write([]byte(strings.Join(lines, "\n")))
	return "HMACSHA256=" + base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// SignRequest gives the headers of a request: a POST with a body, a GET without (nil).
// timestamp: time.Now().UTC().Format("2006-01-02T15:04:05Z")
func SignRequest(path, requestID, timestamp string, body []byte) map[string]string {
	return map[string]string{
		"Client-Id":         clientID,
		"Request-Id":        requestID,
		"Request-Timestamp": timestamp,
		"Signature":         Sign("Request-Timestamp", timestamp, requestID, path, body),
	}
}

// IsAnswer says whether an answer to the request requestID at path is the gateway's. body as it came.
func IsAnswer(path, requestID, timestamp, signature string, body []byte) bool {
	return same(Sign("Response-Timestamp", timestamp, requestID, path, body), signature)
}

// IsNotification says whether a notification is the gateway's and at most five minutes old. body as it came.
func IsNotification(path, requestID, timestamp, signature string, body []byte, now time.Time) bool {
	at, err := time.Parse(time.RFC3339, timestamp)
	if err != nil || now.Sub(at) > 5*time.Minute || at.Sub(now) > 5*time.Minute {
		return false
	}
	return same(Sign("Request-Timestamp", timestamp, requestID, path, body), signature)
}

func same(expected, received string) bool {
	return hmac.Equal([]byte(expected), []byte(received))
}

// By itself: go run sign.go post|get|answer|notification PATH REQUEST_ID TIME [SIGNATURE [NOW]] < body
func main() {
	kind, path, requestID, timestamp := os.Args[1], os.Args[2], os.Args[3], os.Args[4]
	var body []byte
	if kind != "get" {
		body, _ = io.ReadAll(os.Stdin)
	}
	if kind == "post" || kind == "get" {
		fmt.Println(SignRequest(path, requestID, timestamp, body)["Signature"])
		return
	}
	now := time.Now()
	if len(os.Args) > 6 {
		now, _ = time.Parse(time.RFC3339, os.Args[6])
	}
	right := kind == "answer" && IsAnswer(path, requestID, timestamp, os.Args[5], body) ||
		kind == "notification" && IsNotification(path, requestID, timestamp, os.Args[5], body, now)
	fmt.Println(map[bool]string{true: "right", false: "wrong"}[right])
}
