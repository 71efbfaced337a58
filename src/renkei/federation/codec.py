"""Frames to bytes and back: a length before each, and one zstd stream per direction; knows no order of frames."""

from collections.abc import Iterator

import zstandard

from renkei.federation import frames
from renkei.federation.frames import Frame
from renkei.kernel.errors import Malformed

LENGTH_BYTES = 4
"""A frame's length comes before it, big-endian."""
PLAIN_MAX = 4_096
"""Longest frame before the partner has proved itself: a hello takes 200 bytes; a stranger fills no memory."""
FRAME_MAX = 4_194_304
"""Longest frame of a partner: a batch is cut at a quarter of it, and one event may be added."""
INFLATE_STEP = 512
"""Compressed bytes given to zstd at once: four make at most a block of 128 KiB, so 512 make at most 16 MiB."""
WINDOW_MAX = 8_388_608
"""Largest zstd window accepted, which is the memory that a partner can make us hold; level 3 uses 2 MiB."""
LEVEL = 3


class FrameWriter:
    """Makes the bytes of one direction of one session; plain until `compress`.

    One compressor serves one partner in one direction: shared with anything else, sizes would tell of hidden things.
    """

    def __init__(self) -> None:
        self._zstd: zstandard.ZstdCompressionObj | None = None

    def compress(self) -> None:
        """Compress all further frames in one stream."""
        self._zstd = zstandard.ZstdCompressor(level=LEVEL).compressobj()

    def write(self, frame: Frame) -> bytes:
        """Return the bytes of a frame, complete: the reader can decode it without waiting for more."""
        data = frames.encode(frame)
        plain = len(data).to_bytes(LENGTH_BYTES, "big") + data
        if self._zstd is None:
            return plain
        return self._zstd.compress(plain) + self._zstd.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK)


class FrameReader:
    """Takes bytes of one direction in any pieces and gives frames."""

    def __init__(self) -> None:
        self._wire = bytearray()
        self._plain = bytearray()
        self._zstd: zstandard.ZstdDecompressionObj | None = None

    def feed(self, data: bytes) -> None:
        """Take the next bytes; they are decoded as `read` asks for them."""
        self._wire += data

    def inflate(self) -> None:
        """Expect all further frames in one zstd stream."""
        self._zstd = zstandard.ZstdDecompressor(max_window_size=WINDOW_MAX).decompressobj()
        self._wire, self._plain = self._plain + self._wire, bytearray()

    def read(self) -> Frame | None:
        """Return the next whole frame, or None until more bytes come.

        Raises:
            Malformed: Too long (`federation-frame-too-long`), not zstd or not a frame (`federation-frame-malformed`).
        """
        while not self._whole():
            if not self._wire:
                return None
            self._decode_step()
        end = LENGTH_BYTES + self._length()
        data = bytes(self._plain[LENGTH_BYTES:end])
        del self._plain[:end]
        return frames.decode(data)

    @staticmethod
    def recorded(data: bytes) -> Iterator[Frame]:
        """Yield the frames in the bytes of one direction of one session, from its first byte; for search and tests.

        Raises:
            Malformed: As `read`.
        """
        reader = FrameReader()
        reader.feed(data)
        while (frame := reader.read()) is not None:
            yield frame
            if isinstance(frame, frames.Proof):
                reader.inflate()

    def _length(self) -> int:
        return int.from_bytes(self._plain[:LENGTH_BYTES], "big")

    def _whole(self) -> bool:
        if len(self._plain) < LENGTH_BYTES:
            return False
        limit = PLAIN_MAX if self._zstd is None else FRAME_MAX
        if self._length() > limit:
            raise Malformed("federation-frame-too-long", bytes=self._length(), limit=limit)
        return len(self._plain) >= LENGTH_BYTES + self._length()

    def _decode_step(self) -> None:
        if self._zstd is None:
            self._plain += self._wire
            self._wire.clear()
            return
        step = bytes(self._wire[:INFLATE_STEP])
        del self._wire[:INFLATE_STEP]
        try:
            self._plain += self._zstd.decompress(step)
        except zstandard.ZstdError as error:
            raise Malformed("federation-frame-malformed", reason=str(error)) from error
