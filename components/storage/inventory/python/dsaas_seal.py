"""Sealed files: one line `dsaas <kind> <format> <HMAC-SHA256> <bytes>`, then that many bytes of JSON.

components/storage/recovery/seal.ts reads and writes the same.
"""

import hashlib
import hmac
import json

FORMAT = "1"


class Damaged(Exception):
    """A file that is not whole, or not of this stack; the message is half a sentence."""


def seal(kind, value, key):
    """The file's bytes. `key` is the stack's own text: who does not have it cannot forge a file."""
    body = json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()
    return f"dsaas {kind} {FORMAT} {_signature(kind, body, key)} {len(body)}\n".encode() + body


def open_sealed(kind, data, key):
    """The value in a sealed file's bytes; raises Damaged."""
    head, _, body = data.partition(b"\n")
    fields = head.decode(errors="replace").split(" ")
    if len(fields) != 5 or fields[:3] != ["dsaas", kind, FORMAT]:
        raise Damaged(f"is not a file of the kind {kind} and format {FORMAT}")
    if fields[4] != str(len(body)):
        raise Damaged(f"is cut short or longer than written: {len(body)} of {fields[4]} bytes")
    if not hmac.compare_digest(fields[3].encode(), _signature(kind, body, key).encode()):
        raise Damaged("does not carry this stack's signature")
    try:
        return json.loads(body)
    except ValueError:
        raise Damaged("is signed and yet not JSON") from None


def _signature(kind, body, key):
    return hmac.new(key.encode(), f"{kind} {FORMAT}\n".encode() + body, hashlib.sha256).hexdigest()
