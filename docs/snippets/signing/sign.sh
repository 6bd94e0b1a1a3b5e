# sign.sh: calls the gateway from bash, signs what goes out, verifies what comes back.
# Needs curl and openssl, and TARIK_URL, CLIENT_ID and SECRET_KEY in the environment.

# tarik_sign CLOCK TIME REQUEST_ID PATH [BODY_FILE]: prints the value of the header Signature. - is standard input.
tarik_sign() {
  local text="Client-Id:$CLIENT_ID"$'\n'"Request-Id:$3"$'\n'"$1:$2"$'\n'"Request-Target:$4"
  if [ -n "${5-}" ]; then
    text+=$'\n'"Digest:$(cat "$5" | openssl dgst -sha256 -binary | openssl base64 -A)"
  fi
  printf 'HMACSHA256=%s\n' "$(printf %s "$text" | openssl dgst -sha256 -hmac "$SECRET_KEY" -binary | openssl base64 -A)"
}

# tarik_call PATH [BODY [REQUEST_ID]]: POST with a body, GET without; prints the answer's body.
tarik_call() (
  path=$1 id=${3:-$(openssl rand -hex 16)} time=$(date -u +%Y-%m-%dT%H:%M:%SZ)
  folder=$(mktemp -d) && trap 'rm -r "$folder"' EXIT
  if [ -n "${2-}" ]; then
    printf %s "$2" > "$folder/body"
  fi
  sent=${2:+$folder/body}
  curl -sS "$TARIK_URL$path" -D "$folder/headers" -o "$folder/answer" \
    ${sent:+--data-binary "@$sent"} -H 'Content-Type: application/json' \
    -H "Client-Id: $CLIENT_ID" -H "Request-Id: $id" -H "Request-Timestamp: $time" \
    -H "Signature: $(tarik_sign Request-Timestamp "$time" "$id" "$path" "$sent")" || exit
  header() { tr -d '\r' < "$folder/headers" | sed -n "s/^$1: //Ip"; }
  expected=$(tarik_sign Response-Timestamp "$(header Response-Timestamp)" "$id" "$path" "$folder/answer")
  if [ "$(header Signature)" != "$expected" ]; then
    echo "the answer is not signed with this key: $(head -n 1 "$folder/headers")" >&2
    exit 1
  fi
  cat "$folder/answer"
)

# By itself: bash sign.sh post|get|answer|notification PATH REQUEST_ID TIME [SIGNATURE] < body
if [ "${BASH_SOURCE[0]}" = "$0" ]; then
  clock=Request-Timestamp body=-
  case $1 in
    answer) clock=Response-Timestamp ;;
    get) body= ;;
  esac
  signature=$(tarik_sign "$clock" "$4" "$3" "$2" "$body")
  if [ -z "${5-}" ]; then echo "$signature"; elif [ "$5" = "$signature" ]; then echo right; else echo wrong; fi
fi
