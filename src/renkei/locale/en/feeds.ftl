# What is wrong with a piece of input from a feed; the place is told beside the sentence.

## NMEA lines
feeds-line-long = The line is longer than { $most } bytes
feeds-nmea-not-a-sentence = This is not an NMEA sentence
feeds-nmea-no-checksum = The sentence has no checksum (IEC 61162-1)
feeds-nmea-checksum = The checksum is { $stated }, but the bytes give { $computed }
feeds-nmea-fields = A field of the AIS sentence does not have its form (IEC 61162-1, VDM and VDO)
feeds-nmea-fragment = Fragment { $fragment } of { $fragments } cannot be
feeds-tag-open = The tag block has no end or no checksum (IEC 61162-450)
feeds-tag-checksum = The tag block's checksum is wrong: its bytes give { $computed }
feeds-tag-time = The tag block's time { $value } is not a number of seconds or milliseconds

## AIS messages
feeds-ais-incomplete = Only { $have } of { $fragments } fragments came
feeds-ais-empty = The AIS sentence carries no message
feeds-ais-long = The AIS message is longer than { $most } characters, the most that five slots hold
feeds-ais-short = A message of type { $type } needs { $least } bits and has { $bits }
feeds-ais-type = There is no AIS message of type { $type }
feeds-ais-fields = A field of the AIS message of type { $type } cannot be read: { $reason }
feeds-ais-range = Latitude { $lat } and longitude { $lon } are not on the globe

## Cursor on Target
feeds-cot-junk = Bytes that belong to no event were passed over
feeds-cot-truncated = The event has no end: the next one begins, or the stream ends
feeds-cot-long = The event is longer than { $most } bytes
feeds-cot-xml = The event is not well-formed XML: { $reason }
feeds-cot-doctype = A document type is never accepted
feeds-cot-depth = More than { $most } elements stand inside one another
feeds-cot-attributes = An element has more than { $most } attributes
feeds-cot-elements = The event has more than { $most } elements
feeds-cot-root = An event was expected, not { $name }
feeds-cot-no-point = The event has no point
feeds-cot-two-points = The event has two points
feeds-cot-uid = The uid is missing or longer than { $most } characters
feeds-cot-type = The type is missing or not in form: { $value }
feeds-cot-time = This is not a time of ISO 8601: { $value }
feeds-cot-degrees = This is no latitude or longitude: { $value }
feeds-cot-number = This is no number: { $value }
feeds-cot-no-how = The event does not say how the position came about
feeds-cot-no-start = The event has no start: its time was taken
feeds-cot-no-zone = A time has no zone: UTC was taken
feeds-cot-no-error = An error or height is missing: it counts as unknown
feeds-cot-two-releases = The two spellings of the release list differ: the narrower counts

## Files
feeds-file-large = The file is larger than { $most_mb } MB
feeds-store-newer = { $file } was written by a newer version

## What is shown of refused input
feeds-refused = Refused input
feeds-refused-none = Nothing that a sensor or a partner's picture sent was refused.
feeds-refused-of = { $sensor }: { $n ->
    [one] one piece of input refused
   *[other] { $n } pieces of input refused
}
