"""Messages of type discovery as JSON: a file holds everything said so far in a session, in order."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from databourse.cli.instance_file import parse_json, read_instances
from databourse.errors import InvalidInput
from databourse.files import write_whole
from databourse.mechanisms.coalition.discovery import Message, Transcript


def transcript_json(transcript: Transcript) -> dict[str, Any]:
    """A transcript; bytes in hexadecimal digits."""
    said = [
        {"sender": one.sender.hex(), "kind": one.kind, "body": one.body.hex(), "signature": one.signature.hex()}
        for one in transcript.messages
    ]
    return {"session": transcript.session.hex(), "messages": said}


def transcript_of(given: Any) -> Transcript:
    """A transcript from such a value; nothing of it is verified.

    Raises:
        InvalidInput: it is something else.
    """
    try:
        session = bytes.fromhex(given["session"])
        messages = [
            Message(
                session,
                bytes.fromhex(one["sender"]),
                str(one["kind"]),
                bytes.fromhex(one["body"]),
                bytes.fromhex(one["signature"]),
            )
            for one in given["messages"]
        ]
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidInput(f"this is no file of type discovery ({error!r})") from error
    if len(session) != 32 or not messages:
        raise InvalidInput("this is no file of type discovery: nothing is said in it, or its session has no name")
    return Transcript(session, messages)


def write_transcript(path: Path, transcript: Transcript) -> None:
    """Writes everything said so far.

    Raises:
        BourseError: it cannot be written.
    """
    write_whole(path, json.dumps(transcript_json(transcript), indent=1) + "\n")


def read_transcript(path: Path) -> Transcript:
    """What somebody sent; nothing of it is verified.

    Raises:
        NotFound: there is no such file.
        InvalidInput: it is something else.
    """
    return transcript_of(read_object(path, {"session", "messages"}))


def read_object(path: Path, keys: set[str]) -> Mapping[str, Any]:
    """The JSON object in a file, which must have these keys.

    Raises:
        NotFound: there is no such file.
        InvalidInput: it holds something else.
    """
    value = parse_json("".join(text for _, text in read_instances(str(path))))
    if not isinstance(value, dict) or not keys <= value.keys():
        raise InvalidInput(f"{path} is no file of type discovery", f"it must hold {', '.join(sorted(keys))}")
    return value
