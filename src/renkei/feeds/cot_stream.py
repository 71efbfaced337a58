"""Cuts a stream of bytes into whole Cursor on Target events, wherever its chunks end; knows lexical XML, no meaning.

Declarations, comments, newlines and byte order marks between events are passed over. An event ends at its own end tag,
not at one inside a comment or a CDATA section. What is broken costs itself: a declaration or a new `<event` inside an
event gives the old one up and goes on with the new one.
"""

import re

from renkei.kernel.errors import Malformed

EVENT_MAX = 1_048_576
"""Longest event in bytes: drawings reach 200 kB, and a hostile or broken sender must not fill the memory."""

BEGINS = re.compile(rb"<event(?=[\s/>])")
AGAIN = re.compile(rb"<event(?=[\s/>])|<\?xml\s")
ENDS = re.compile(rb"</event\s{0,64}>")
ENDS_SOON = re.compile(rb"</event\s{0,64}\Z")
IN_TAG = re.compile(rb"[\"'>]|<")
MARKS = (b"<event ", b"</event>", b"<!--", b"<![CDATA[", b"<?xml ", b"<!DOCTYPE")
"""What a `<` may begin that matters to us."""
BETWEEN_OK = re.compile(rb"[ \t\r\n\xef\xbb\xbf]*\Z")
"""White space and byte order marks (EF BB BF)."""


class CotSplitter:
    """Holds the unfinished end of one stream.

    Attributes:
        lost: What was given up since it was last emptied, as errors that name the event by its number.
        number: How many events have begun.
    """

    def __init__(self, most: int = EVENT_MAX) -> None:
        self.number = 0
        self.lost: list[Malformed] = []
        self._most = most
        self._buffer = bytearray()
        self._start = -1
        self._at = 0
        self._mode = "between"
        self._closer = (b"", "between")
        self._junk = False
        self._done: list[tuple[int, bytes]] = []
        self._steps = {"between": self._between, "tag": self._tag, "body": self._body, "closer": self._close_mark}

    def feed(self, data: bytes) -> list[tuple[int, bytes]]:
        """Return the events that are whole after these bytes, each with its number in the stream from 1."""
        self._buffer += data
        while self._steps[self._mode]():
            pass
        if self._start >= 0 and len(self._buffer) - self._start > self._most:
            self._overflow()
        self._forget()
        done, self._done = self._done, []
        return done

    def close(self) -> None:
        """Give up an event that never ended."""
        if self._start >= 0:
            self._give_up("feeds-cot-truncated")
        self._buffer.clear()
        self._at, self._mode = 0, "between"

    def _between(self) -> bool:
        """Between events: look for the next one, note what does not belong there."""
        mark = self._buffer.find(b"<", self._at)
        end = len(self._buffer) if mark < 0 else mark
        self._note_junk(BETWEEN_OK.match(self._buffer, self._at, end) is None)
        self._at = end
        if mark < 0 or self._unsure(mark):
            return False
        if BEGINS.match(self._buffer, mark):
            self._begin(mark)
        elif self._buffer.startswith(b"<!--", mark):
            self._skip_to(b"-->", mark + 4)
        elif self._buffer.startswith(b"<?", mark):
            self._skip_to(b"?>", mark + 2)
        else:
            self._stray(mark)
        return True

    def _stray(self, mark: int) -> None:
        """A document type belongs to the event behind it, which is refused with it; any other element is junk."""
        if self._buffer.startswith(b"<!DOCTYPE", mark) and self._start < 0:
            self._start = mark
        self._note_junk(True)
        self._at = mark + 1

    def _begin(self, mark: int) -> None:
        self.number += 1
        self._junk = False
        self._start = mark if self._start < 0 else self._start
        self._at, self._mode = mark + len(b"<event"), "tag"

    def _tag(self) -> bool:
        """Inside the start tag: pass over quoted values, find its end, see an event without content."""
        found = IN_TAG.search(self._buffer, self._at)
        if not found:
            self._at = len(self._buffer)
            return False
        at = found.start()
        if found[0] in (b'"', b"'"):
            self._skip_to(bytes(found[0]), at + 1, "tag")
        elif found[0] == b"<":
            return self._restart_at(at)
        elif self._buffer[at - 1 : at] == b"/":
            self._emit(at + 1)
        else:
            self._at, self._mode = at + 1, "body"
        return True

    def _body(self) -> bool:
        """Inside an event: find its end tag outside comments and CDATA."""
        mark = self._buffer.find(b"<", self._at)
        self._at = len(self._buffer) if mark < 0 else mark
        if mark < 0 or self._unsure(mark) or ENDS_SOON.match(self._buffer, mark):
            return False
        ends = ENDS.match(self._buffer, mark)
        if ends:
            self._emit(ends.end())
        elif AGAIN.match(self._buffer, mark):
            self._restart_at(mark)
        elif self._buffer.startswith(b"<!--", mark):
            self._skip_to(b"-->", mark + 4, "body")
        elif self._buffer.startswith(b"<![CDATA[", mark):
            self._skip_to(b"]]>", mark + 9, "body")
        else:
            self._at = mark + 1
        return True

    def _close_mark(self) -> bool:
        """Inside a comment, CDATA section, instruction or quoted value: find what closes it."""
        mark, after = self._closer
        end = self._buffer.find(mark, self._at)
        if after == "tag":
            again = AGAIN.search(self._buffer, self._at, len(self._buffer) if end < 0 else end)
            if again:
                return self._restart_at(again.start())
        if end < 0:
            self._at = max(self._at, len(self._buffer) - len(MARKS[0]))
            return False
        self._at, self._mode = end + len(mark), after
        return True

    def _skip_to(self, mark: bytes, at: int, after: str = "between") -> None:
        self._closer = (mark, after)
        self._at, self._mode = at, "closer"

    def _emit(self, end: int) -> None:
        if end - self._start > self._most:
            self._give_up("feeds-cot-long", most=self._most)
        else:
            self._done.append((self.number, bytes(self._buffer[self._start : end])))
        self._start, self._at, self._mode = -1, end, "between"

    def _restart_at(self, mark: int) -> bool:
        """The event before this mark has lost its end."""
        if not self._unsure(mark):
            self._give_up("feeds-cot-truncated")
            self._at, self._mode = mark, "between"
            return True
        self._at = mark
        return False

    def _overflow(self) -> None:
        """Give up what is too long; look for the next event in its later half, so that the work stays linear."""
        half = self._start + self._most // 2
        self._give_up("feeds-cot-long", most=self._most)
        again = AGAIN.search(self._buffer, half)
        self._at, self._mode = (again.start() if again else len(self._buffer)), "between"

    def _give_up(self, key: str, **facts: int) -> None:
        self.lost.append(Malformed(key, place=f"event {self.number}", **facts))
        self._start = -1

    def _note_junk(self, junk: bool) -> None:  # noqa: FBT001 - reads as a sentence where it is called
        """One error per run of bytes that belong to no event and to no document type."""
        if self._start >= 0:
            return
        if junk and not self._junk:
            self.lost.append(Malformed("feeds-cot-junk", place=f"after event {self.number}"))
        self._junk = self._junk or junk

    def _unsure(self, mark: int) -> bool:
        """Whether what begins at a `<` cannot be told before more bytes come."""
        rest = bytes(self._buffer[mark : mark + len(MARKS[-1])])
        return any(len(rest) < len(known) and known.startswith(rest) for known in MARKS)

    def _forget(self) -> None:
        """Drop the bytes that no unfinished event needs."""
        drop = self._at if self._start < 0 else self._start
        if drop:
            del self._buffer[:drop]
            self._at -= drop
            self._start = -1 if self._start < 0 else 0
